/**
 * Style of charts. Six colors and a gray that also differ in lightness, so that they can be distinguished with any color
 * vision: all pairs at least 0.12 apart in OKLab, also with protanopia, deuteranopia and tritanopia; each at least 3:1
 * against the background and the stripes (WCAG 2.2, 1.4.11).
 */
export const CHART_CSS = `
:root {
  --c1: light-dark(#2f716a, #58c29c); --c2: light-dark(#e26b06, #fe9709); --c3: light-dark(#1e236f, #b4d4f8);
  --c4: light-dark(#a84ec3, #c593f5); --c5: light-dark(#574213, #f8f09c); --c6: light-dark(#4c0310, #dd422c);
  --others: light-dark(#87909a, #7d8690);
}
figure { margin: 0; max-width: 62rem; break-inside: avoid; }
.fill { fill: var(--color); }
.line {
  fill: none; stroke: var(--color); stroke-width: 2.25; stroke-linejoin: round; stroke-linecap: round;
  vector-effect: non-scaling-stroke;
}
.c1 { --color: var(--c1); }
.c2 { --color: var(--c2); }
.c3 { --color: var(--c3); }
.c4 { --color: var(--c4); }
.c5 { --color: var(--c5); }
.c6 { --color: var(--c6); }
.others, .less { --color: var(--others); }
.line.c2 { stroke-dasharray: 7 5; }
.line.c3 { stroke-dasharray: 2 5; }
.line.c4 { stroke-dasharray: 12 5; }
.line.c5 { stroke-dasharray: 12 5 2 5; }
.line.c6 { stroke-dasharray: 7 4 2 4 2 4; }
.line.others { stroke-dasharray: 4 4; }
.outlined { stroke: var(--background); stroke-width: 1; vector-effect: non-scaling-stroke; }
.grid, .zero { stroke: var(--rule); vector-effect: non-scaling-stroke; }
.zero { stroke: var(--muted); }
.points { grid-area: 1 / 2; display: flex; position: relative; }
.points label { flex: 1 1 0; min-width: 0; }
.points input { position: absolute; opacity: 0; pointer-events: none; margin: 0; }
.points span {
  position: absolute; top: 0; right: 0; max-width: 100%; padding: .35rem .6rem; clip-path: inset(50%); pointer-events: none;
  color: var(--text); background: var(--background); border: 1px solid var(--rule); border-radius: .25rem;
  white-space: pre-wrap; overflow-wrap: anywhere;
}
.points span.late { right: auto; left: 0; }
.points label:hover, .points label:has(:focus-visible) { background: color-mix(in srgb, var(--muted) 15%, transparent); }
.points label:has(:focus-visible) { outline: 2px solid var(--link); }
/* What is pointed at comes before what has the focus. */
.points label:hover span, .points:not(:has(label:hover)) :focus-visible + span { clip-path: none; z-index: 1; }
.legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: 0 0 1rem; padding: 0; list-style: none; }
.legend li { display: flex; align-items: center; gap: .5rem; font-size: .9em; overflow-wrap: anywhere; }
.legend svg { width: 28px; height: 12px; flex: none; overflow: visible; }
.plot {
  display: grid; grid-template: 14rem 1.75rem / max-content minmax(0, 1fr);
  column-gap: .5rem; font-size: .85em; color: var(--muted); font-variant-numeric: tabular-nums;
}
.plot > svg { grid-area: 1 / 2; width: 100%; height: 100%; overflow: visible; }
.marks, .ticks { position: relative; white-space: nowrap; }
.marks b { visibility: hidden; font-weight: inherit; }
.marks span { position: absolute; right: 0; transform: translateY(50%); line-height: 1; }
.ticks { grid-column: 2; }
.tick { position: absolute; top: .4rem; transform: translateX(-50%); }
.tick.end { transform: translateX(-85%); }
details { margin: .5rem 0 0; }
summary { cursor: pointer; color: var(--muted); }
thead td { border-bottom: 2px solid var(--rule); }
td.drawn { min-width: 8rem; max-width: 18rem; }
td.drawn svg { display: block; width: 100%; }
.bar { height: .65em; margin-top: .45em; }
.trend { height: 1.15em; margin-top: .15em; overflow: visible; }
.trend .line { stroke-width: 1.5; }
@media (max-width: 40rem) {
  .plot { grid-template-rows: 11rem 1.75rem; }
  .tick.often { display: none; }
  td.drawn { min-width: 4rem; }
}
@media print {
  .plot { grid-template-rows: 9rem 1.5rem; }
  .fill, .line { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  details:not([open]), .points { display: none; }
  td.drawn { min-width: 6rem; }
}
`;
