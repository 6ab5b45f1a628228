/** Style of an HTML report: system fonts and colors, thin rules, aligned figures. */
export const REPORT_CSS = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1b1f24, #e6e8eb);
  --muted: light-dark(#5b6570, #9aa4af);
  --rule: light-dark(#d8dde3, #343b44);
  --background: light-dark(#ffffff, #14171b);
  --stripe: light-dark(#f5f7f9, #1a1e24);
  --bar: light-dark(#2f7d5b, #4fae84);
  --bar-rest: light-dark(#e3c3bd, #5a3a35);
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 2rem 1.25rem 4rem; color: var(--text); background: var(--background);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK KR", sans-serif;
}
main { max-width: 90rem; margin: 0 auto; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1.5rem; }
.lead { font-size: 1.15rem; line-height: 1.4; margin: 0 0 .75rem; max-width: 60rem; }
h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
.scroll { overflow-x: auto; }
section:not(:first-of-type) > :is(dl, .scroll):first-child { margin-top: 1.75rem; }
table { border-collapse: collapse; min-width: 50%; }
th, td { padding: .4rem .75rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }
th:first-child, td:first-child { padding-left: .25rem; }
th { color: var(--muted); font-weight: 600; font-size: .9em; border-bottom: 2px solid var(--rule); }
td { border-bottom: 1px solid var(--rule); max-width: 40rem; white-space: pre-wrap; }
.word { white-space: nowrap; }
/* Korean has spaces between words, and no line ends within one. */
:lang(ko) { word-break: keep-all; }
tbody tr:nth-child(even) { background: var(--stripe); }
.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.share {
  min-width: 7rem; padding-bottom: .65rem; background-repeat: no-repeat;
  background-image: linear-gradient(to right, var(--bar) var(--share), var(--bar-rest) var(--share));
  background-size: calc(100% - 1.5rem) .25rem; background-position: .75rem calc(100% - .25rem);
}
td.share:not([style]) { background-image: none; }
dl { display: grid; gap: .25rem 1.5rem; grid-template-columns: max-content 1fr; margin: 0; }
dl div { display: contents; }
dt { color: var(--muted); }
dd { margin: 0; min-width: 0; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.note, .empty { color: var(--muted); }
.note { margin: 1rem 0 0; }
@media (max-width: 40rem) {
  body { padding: 1.25rem .75rem 3rem; font-size: 14px; }
  th, td { padding: .35rem .3rem; }
  td { max-width: 16rem; }
  .wrap { min-width: 14rem; }
  .word { white-space: normal; overflow-wrap: anywhere; min-width: 7rem; }
  dl { gap: .25rem 1rem; }
  .stacked, .stacked tbody, .stacked tr { display: block; }
  .stacked { min-width: 0; }
  .stacked tr + tr { margin-top: 1rem; }
  .stacked thead { display: none; }
  .stacked td, .stacked td.share {
    display: flex; justify-content: space-between; gap: 1rem; max-width: none; padding: .3rem .25rem;
    overflow-wrap: anywhere;
    background-size: 100% .2rem; background-position: 0 100%;
  }
  .stacked td::before { content: attr(data-title); color: var(--muted); white-space: normal; text-align: left; }
}
@media print {
  @page { size: landscape; margin: 12mm; }
  :root { color-scheme: light; }
  body { padding: 0; font-size: 8pt; line-height: 1.35; }
  main { max-width: none; }
  .scroll { overflow: visible; }
  .share { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  table { min-width: 0; }
  th, td { padding: .2rem .4rem; overflow-wrap: anywhere; }
  .wrap { min-width: 18em; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
`;
