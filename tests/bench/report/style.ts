export const style = `
:root { color-scheme: light dark; --text: #1c2024; --soft: #5f6670; --page: #ffffff; --line: #d9dde3; --bar: #9fb3c8; --first: #1f6feb;
  --good: #1a7f37; --bad: #c4320a; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6e8eb; --soft: #9aa3ad; --page: #15181c; --line: #333a42; --bar: #4d5f73; --first: #58a6ff; --good: #4ac26b; --bad: #ff8a5c; }
}
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 960px; margin: 0 auto; padding: 24px 20px 80px; }
h1 { font-size: 26px; margin: 8px 0; }
h2 { font-size: 18px; margin: 40px 0 8px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; width: 100%; }
th, td { text-align: right; padding: 4px 8px; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--soft); font-weight: 500; }
th:first-child, td:first-child { text-align: left; }
.met { color: var(--good); }
.missed { color: var(--bad); font-weight: 600; }
.note { color: var(--soft); font-size: 13px; }
svg { width: 100%; height: auto; margin: 4px 0 8px; }
svg text { font-size: 13px; fill: var(--text); dominant-baseline: middle; }
svg .label { text-anchor: end; fill: var(--soft); }
svg .tick { text-anchor: middle; fill: var(--soft); font-size: 12px; }
svg .bar { fill: var(--bar); }
svg .bar.first { fill: var(--first); }
svg .spread { stroke: var(--text); stroke-width: 1; opacity: 0.55; fill: none; }
svg .grid { stroke: var(--line); }
svg .line { fill: none; stroke-width: 2; }
svg path.p99 { stroke: var(--bad); } svg circle.p99 { fill: var(--bad); }
svg path.p50 { stroke: var(--first); } svg circle.p50 { fill: var(--first); }
`;
