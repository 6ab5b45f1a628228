/** Style of calendars. A full day is light enough for the text on it: 6:1 and more, light and dark. */
export const CALENDAR_CSS = `
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
summary h3 { display: inline-block; margin: .35rem 0; }
.months { display: grid; grid-template-columns: repeat(auto-fill, minmax(16rem, 1fr)); gap: 1.25rem 1.5rem; max-width: 80rem; }
table.month { min-width: 0; width: 100%; table-layout: fixed; align-self: start; font-variant-numeric: tabular-nums; }
.month caption { text-align: left; font-weight: 600; padding: .15rem 0; }
.month th, .month td { padding: .1rem .15rem; text-align: center; border: 0; max-width: none; white-space: nowrap; }
.month th:first-child, .month td:first-child { padding-left: .15rem; }
.month tbody tr:nth-child(even) { background: none; }
.month td.day, .heat-legend i {
  background: color-mix(in oklab, var(--bar) calc(var(--heat) * 45%), var(--stripe));
}
.month td.day { border: 1px solid var(--background); line-height: 1.25; }
.month .date { display: block; text-align: left; font-size: .7em; opacity: .8; }
.month td.marked .date { opacity: 1; font-weight: 700; }
.month td.marked .date::after { content: "*"; }
.month .value { display: block; font-size: .95em; }
.month svg { display: block; width: 100%; height: .22rem; margin-top: .1rem; background: var(--rule); }
.month svg path { fill: var(--bar); }
.heat-legend { display: flex; align-items: center; gap: .15rem; margin: 0 0 .75rem; font-size: .85em; color: var(--muted); }
.heat-legend i { width: 1.4rem; height: .9rem; }
.heat-legend span { padding: 0 .35rem 0 0; }
.heat-legend i + span { padding: 0 0 0 .35rem; }
.day-notes { columns: 22rem; margin: .5rem 0 0; padding-left: 1.1rem; font-size: .9em; }
@media print {
  .months { grid-template-columns: repeat(4, 1fr); gap: .75rem; }
  .month td.day, .heat-legend i, .month svg, .month svg path { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  table.month { break-inside: avoid; }
}
`;
