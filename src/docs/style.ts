/** The style of every page of the documentation, in the colours of the frontend. Redoc and Swagger UI have their own. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff;
  --sunken: #f4f3f0;
  --menu: #fafafa;
  --ink: #1d2023;
  --soft: #5c636a;
  --line: #dedbd6;
  --accent: #0b6b66;
  --danger: #b3261e;
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #1c1f22;
    --sunken: #26292d;
    --menu: #17191b;
    --ink: #e8e9ea;
    --soft: #a3abb3;
    --line: #33383d;
    --accent: #63c7bd;
    --danger: #ff9a91;
  }
}
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: break-word; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.bar { display: flex; flex-wrap: wrap; gap: 0 24px; padding: 8px 20px; border-bottom: 1px solid var(--line); background: var(--paper); font-size: 15px; }
.bar .home { color: var(--ink); font-weight: 700; text-decoration: none; }
.bar nav { display: flex; flex-wrap: wrap; gap: 0 18px; }
.bar a { padding: 4px 0; }
.bar nav a { color: var(--soft); text-decoration: none; border-bottom: 2px solid transparent; }
.bar nav a:hover { color: var(--ink); }
.bar nav a[aria-current] { color: var(--accent); border-bottom-color: currentcolor; }
.article { max-width: 52em; margin: 0 auto; padding: 24px 20px 80px; }
.article h1, .article h2, .article h3 { line-height: 1.3; }
.article h1, .trying h1 { margin: .5em 0; font-size: 28px; line-height: 1.3; }
.article h2 { margin-top: 1.6em; font-size: 21px; }
.article h3 { font-size: 17px; }
.article li { margin: .5em 0; }
.article li.breaking::marker { color: var(--danger); }
.article time, .soft { color: var(--soft); font-size: 15px; font-weight: 400; }
.article code, .overview code { padding: 1px 4px; border-radius: 4px; background: var(--sunken); font: 14px ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.article pre { padding: 14px 16px; border-radius: 8px; background: var(--sunken); overflow-x: auto; line-height: 1.5; }
.article pre code { padding: 0; background: none; line-height: inherit; }
.article summary { color: var(--accent); cursor: pointer; }
.article table { width: 100%; border-collapse: collapse; table-layout: fixed; }
.article th, .article td { padding: 8px 10px 8px 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
.article thead th { width: 11%; font-size: 14px; vertical-align: bottom; }
.article thead th:first-child { width: 67%; }
.article tbody th { font-weight: 400; }
.article tbody th[scope="rowgroup"] { padding-top: 28px; font-weight: 700; }
.article th p { margin: 4px 0 0; }
.article td.yes { color: var(--accent); font-weight: 600; }
.article td.no { color: var(--soft); }
.overview { display: grid; grid-template-columns: 260px minmax(0, 1fr); position: absolute; z-index: 1; width: 100%; min-height: 100vh; background: var(--paper); }
.overview ul { margin: 0; padding: 0; list-style: none; }
.overview > ul { padding: 36px 20px; background: var(--menu); font-size: 13px; line-height: 46px; }
.overview > div { max-width: 60em; padding: 24px 40px; font-size: 14px; }
.overview h1 { font-size: 26px; }
.overview > div li { padding: 6px 0; border-bottom: 1px solid var(--line); }
.trying { max-width: 1460px; margin: 0 auto; padding: 8px 20px 0; }
#try .swagger-ui :is(.info, .servers-title, .servers, .response-col_links) { display: none; }
#try .responses-table:not(.live-responses-table) { display: none; }
#try .responses-wrapper:not(:has(.live-responses-table)) { display: none; }
#try .responses-inner h4:has(+ .responses-table:not(.live-responses-table)) { display: none; }
#try .scheme-container { margin: 0; padding: 0 0 12px; background: none; box-shadow: none; }
#try .operation-filter-input { width: 100%; margin: 0; }
#try textarea.body-param__text { height: 160px; min-height: 160px; }
#try pre { max-height: none; }
#try :is(pre, pre code) { white-space: pre-wrap !important; overflow-wrap: anywhere; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
@media (prefers-color-scheme: light) {
  #try .opblock-get .opblock-summary-method, #try .btn.execute { background: #1a61b0; border-color: #1a61b0; }
  #try .opblock-post .opblock-summary-method { background: #17754a; }
  #try .opblock-patch .opblock-summary-method { background: #0b6b66; }
  #try .opblock-delete .opblock-summary-method { background: #b3261e; }
  #try .btn.authorize, #try .btn.authorize span { border-color: #17754a; color: #17754a; }
  #try .btn.authorize svg { fill: #17754a; }
  #try .btn.cancel { border-color: #b3261e; color: #b3261e; }
  #try :is(.parameter__in, .parameter__name.required span, .opblock-section-header small) { color: var(--soft); }
}
@media (prefers-color-scheme: dark) {
  #try .header-col { color: var(--ink); }
  #docs :is(h5, h5 span, caption) { color: var(--soft); }
  #docs :has(> h5) polygon { fill: var(--soft); }
  #docs td, #docs th { border-color: var(--line); }
  #docs tr, #docs th { background: none; }
  #docs .react-tabs__tab--selected { background: var(--line); }
}
@media (max-width: 50rem) {
  .overview { display: block; }
  .overview > ul { display: none; }
  .overview > div { padding: 8px 20px; }
  .article th, .article td { padding-right: 6px; }
  .article td, .article thead th { font-size: 14px; }
  .article thead th { width: 17%; font-size: 12px; overflow-wrap: normal; }
  .article thead th:first-child { width: 49%; }
}
`;
