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
  --shade: light-dark(#00000026, #00000080);
  --link: light-dark(#1f6b4a, #6cc79f);
  --good: light-dark(#1f6b4a, #6cc79f);
  --warning: light-dark(#7a4b00, #efbe6b);
  --bad: light-dark(#9a2a1f, #f2998f);
}
* { box-sizing: border-box; }
body {
  margin: 0; padding: 2rem 1.25rem 4rem; color: var(--text); background: var(--background);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK KR", sans-serif;
}
main { max-width: 90rem; margin: 0 auto; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: 0 0 1rem; overflow-wrap: anywhere; }
.lead { font-size: 1.1rem; line-height: 1.45; margin: 0 0 .75rem; max-width: 60rem; overflow-wrap: anywhere; }
h1 + .lead { font-size: 1.5rem; line-height: 1.35; font-weight: 600; letter-spacing: -.01em; }
h2 { font-size: 1.1rem; margin: 2.25rem 0 .6rem; }
.figures { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0; }
.figures .figure { display: flex; flex-direction: column-reverse; justify-content: flex-end; min-width: 9rem; padding: .75rem 1rem; border: 1px solid var(--rule); border-radius: .5rem; background: var(--stripe); }
.figure dd { font-size: 1.9rem; line-height: 1.2; font-weight: 650; letter-spacing: -.02em; }
.figure.good dd { color: var(--good); }
.figure.warning dd { color: var(--warning); }
.figure.bad dd { color: var(--bad); }
.next { border-left: .25rem solid var(--bar); padding: .1rem 0 .1rem 1rem; margin: 1.5rem 0; max-width: 60rem; }
.next h2 { margin: 0 0 .35rem; }
.next ul { margin: 0; padding-left: 1.2rem; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", monospace; font-size: .92em; overflow-wrap: anywhere; }
.contents ul { display: flex; flex-wrap: wrap; gap: .35rem 1.25rem; list-style: none; margin: 1.5rem 0 0; padding: .75rem 0; border-block: 1px solid var(--rule); }
.contents a, a { color: var(--link); }
section { scroll-margin-top: 1rem; }
.scroll { overflow-x: auto; background: linear-gradient(to right, var(--background) 30%, transparent) 0 / 3rem 100% no-repeat local, linear-gradient(to left, var(--background) 30%, transparent) 100% / 3rem 100% no-repeat local, linear-gradient(to right, var(--shade), transparent) 0 / .9rem 100% no-repeat scroll, linear-gradient(to left, var(--shade), transparent) 100% / .9rem 100% no-repeat scroll; }
section:not(:first-of-type) > :is(dl, .scroll):first-child { margin-top: 1.75rem; }
table { border-collapse: collapse; min-width: 50%; }
th, td { padding: .4rem .75rem; text-align: left; vertical-align: top; overflow-wrap: break-word; }
th:first-child, td:first-child { padding-left: .25rem; }
th { color: var(--muted); font-weight: 600; font-size: .9em; border-bottom: 2px solid var(--rule); }
td { border-bottom: 1px solid var(--rule); max-width: 40rem; white-space: pre-wrap; }
/* An ARN of a wide table: what is too long for the page breaks anywhere. */
@media (min-width: 40.01rem) { .stacked td:last-child:not(.number, .word) { overflow-wrap: anywhere; min-width: 14rem; } }
.word { white-space: nowrap; }
.wrap { min-width: 8rem; }
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
.rows > summary { padding: .35rem 0; }
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
    background-size: 100% .2rem; background-position: 0 100%;
  }
  .stacked td::before { color: var(--muted); flex: 0 0 38%; white-space: normal; text-align: left; }
  .stacked td { text-align: right; overflow-wrap: anywhere; min-width: 0; border-bottom: 0; white-space: pre-wrap; }
  .stacked td:empty { display: none; }
  .stacked td.drawn { max-width: none; }
  .stacked td.drawn::before { content: none !important; }
  .stacked tr { padding: .5rem 0; border-bottom: 1px solid var(--rule); }
  .scroll:has(.stacked) { overflow-x: visible; background: none; }
  h1 + .lead { font-size: 1.25rem; }
  .figures .figure { flex: 1 1 7rem; min-width: 0; }
  .figure dd { font-size: 1.5rem; }
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
  .contents { display: none; }
  .scroll { background: none; }
  h2 { break-after: avoid; }
  thead { display: table-header-group; }
  tr { break-inside: avoid; }
}
`;
