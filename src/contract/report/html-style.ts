/** The style sheet of the HTML report: no external resources; light or dark by the browser's setting. */
export const reportStyle = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf7; --card: #fff; --ink: #1d2126; --soft: #5d6671; --line: #dcd9d2;
  --good: #1b7a43; --good-wash: #d9efdf; --bad: #b3261e; --bad-wash: #fbdedb; --warn: #8a5a00; --warn-wash: #fdebc8; --mute-wash: #eceae5;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #15181c; --card: #1d2126; --ink: #e8e6e1; --soft: #9aa4af; --line: #343a42;
    --good: #6fd596; --good-wash: #1c3b29; --bad: #ff9b92; --bad-wash: #4a211e; --warn: #f2c05f; --warn-wash: #40310f; --mute-wash: #262b31;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { overflow-x: clip; max-width: 72rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.7rem; line-height: 1.2; margin: 0 0 .25rem; text-wrap: balance; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; }
a { color: inherit; }
.soft { color: var(--soft); }
.verdict { display: inline-block; font-weight: 600; padding: .1rem .7rem; border-radius: 1rem; margin-bottom: .75rem; }
.verdict.good { color: var(--good); background: var(--good-wash); }
.verdict.bad { color: var(--bad); background: var(--bad-wash); }
dl.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 1.25rem 0 0; }
dl.facts div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; min-width: 0; }
dt { color: var(--soft); font-size: .8rem; }
dd { margin: 0; font-size: 1.05rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: .5rem; background: var(--card); }
table.matrix { border-collapse: separate; border-spacing: 0; width: 100%; font-size: .85rem; }
.matrix th, .matrix td { padding: .25rem .4rem; text-align: center; border-bottom: 1px solid var(--line); }
.matrix tr:last-child > * { border-bottom: 0; }
.matrix th[scope=row] { text-align: left; font-weight: 400; position: sticky; left: 0; background: var(--card); border-right: 1px solid var(--line); }
.matrix thead th { font-variant-numeric: tabular-nums; font-weight: 600; background: var(--card); }
.mark { display: inline-block; min-width: 1.7rem; border-radius: .3rem; font-weight: 600; line-height: 1.5; }
.mark.provoked { color: var(--good); background: var(--good-wash); }
.mark.failed { color: var(--bad); background: var(--bad-wash); }
.mark.missing { color: var(--warn); background: var(--warn-wash); }
.mark.excluded { color: var(--soft); background: var(--mute-wash); }
.legend { display: flex; flex-wrap: wrap; gap: .4rem 1.2rem; font-size: .85rem; margin: .6rem 0; padding: 0; list-style: none; }
.legend .mark { text-align: center; margin-right: .35rem; }
.failure { background: var(--card); border: 1px solid var(--line); border-left: .3rem solid var(--bad); border-radius: .5rem; padding: 1rem; margin: 0 0 1rem; }
.failure h3 { font-size: 1rem; margin: 0 0 .35rem; }
.failure p { margin: .25rem 0; }
pre { background: var(--mute-wash); border-radius: .4rem; padding: .6rem .75rem; overflow-x: auto; font: .82rem/1.45 ui-monospace, monospace; margin: .4rem 0; }
pre.found { white-space: pre-wrap; overflow-wrap: anywhere; }
code { font: .9em ui-monospace, monospace; overflow-wrap: anywhere; }
details { border: 1px solid var(--line); border-radius: .5rem; background: var(--card); margin: 0 0 .5rem; }
summary { cursor: pointer; padding: .55rem .8rem; }
details ul { list-style: none; margin: 0; padding: 0 .8rem .5rem; }
details li { display: grid; grid-template-columns: 1.4rem minmax(0, 1fr) auto; gap: .5rem; padding: .35rem 0; border-top: 1px solid var(--line); font-size: .92rem; }
li .time { color: var(--soft); font-variant-numeric: tabular-nums; font-size: .85rem; }
li .source { display: block; color: var(--soft); font-size: .82rem; overflow-wrap: anywhere; }
.passed { color: var(--good); } .failed-sign { color: var(--bad); } .not-run { color: var(--warn); }
.bars { display: grid; grid-template-columns: minmax(0, 1fr); gap: .5rem; }
.bar { display: grid; grid-template-columns: 7rem minmax(0, 1fr) 11rem; gap: .75rem; align-items: center; font-size: .9rem; }
.bar .track { height: .6rem; border-radius: .3rem; background: var(--mute-wash); overflow: hidden; }
.bar .fill { height: 100%; background: var(--good); }
.bar .number { font-variant-numeric: tabular-nums; }
.bars details { margin: 0; }
@media (max-width: 40rem) {
  main { padding-top: 1.25rem; }
  .bar { grid-template-columns: minmax(0, 1fr) auto; }
  .bar .track { grid-column: 1 / -1; grid-row: 2; }
}
@media print { details > ul { display: block; } .scroll { overflow: visible; } }
`;
