/** Style of an HTML report: system fonts and colors, quiet rules, figures that line up. */
export const css = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1b1f24, #e6e8eb);
  --quiet: light-dark(#5b6570, #9aa4af);
  --rule: light-dark(#d8dde3, #343b44);
  --ground: light-dark(#ffffff, #14171b);
  --stripe: light-dark(#f5f7f9, #1a1e24);
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 2rem 1.25rem 4rem; color: var(--text); background: var(--ground);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK KR", sans-serif;
}
main { max-width: 72rem; margin: 0 auto; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1.5rem; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; min-width: 50%; }
th, td { padding: .4rem .75rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }
th:first-child, td:first-child { padding-left: .25rem; }
th { color: var(--quiet); font-weight: 600; font-size: .85rem; border-bottom: 2px solid var(--rule); }
td { border-bottom: 1px solid var(--rule); max-width: 40rem; }
tbody tr:nth-child(even) { background: var(--stripe); }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
dl { display: grid; gap: .25rem 1.5rem; grid-template-columns: max-content 1fr; margin: 0; }
dl div { display: contents; }
dt { color: var(--quiet); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.note, .empty { color: var(--quiet); }
.note { margin: 1rem 0 0; }
@media print {
  :root { color-scheme: light; }
  body { padding: 0; font-size: 10pt; }
  .scroll { overflow: visible; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
`;
