/** Style of the console: one column on a phone, the pages beside it on a screen; light or dark by the reader's system. */
export const CONSOLE_CSS = `
:root {
  color-scheme: light dark;
  --text: light-dark(#1d2329, #e7eaed);
  --muted: light-dark(#55606b, #a3adb8);
  --rule: light-dark(#dde2e7, #333a43);
  --background: light-dark(#f7f8f9, #121519);
  --surface: light-dark(#ffffff, #1a1e24);
  --raised: light-dark(#f1f4f6, #232830);
  --accent: light-dark(#1f6b4a, #6cc79f);
  --on-accent: light-dark(#ffffff, #0d1a14);
  --accent-soft: light-dark(#e6f2ec, #1c3329);
  --ok: light-dark(#1f6b4a, #6cc79f);
  --ok-soft: light-dark(#e6f2ec, #1c3329);
  --low: light-dark(#7a4b00, #efbe6b);
  --low-soft: light-dark(#fdf1dc, #3a2d15);
  --out: light-dark(#9a2a1f, #f2998f);
  --out-soft: light-dark(#fbe9e6, #401f1b);
  --radius: .6rem;
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; color: var(--text); background: var(--background); min-height: 100vh;
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans KR", "Noto Sans CJK KR", "Apple SD Gothic Neo", "Malgun Gothic", sans-serif;
  display: grid; grid-template-columns: 13.5rem minmax(0, 1fr);
  background: linear-gradient(to right, var(--surface) calc(13.5rem - 1px), var(--rule) 0 13.5rem, var(--background) 0);
}
:lang(ko) { word-break: keep-all; }
a { color: var(--accent); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: .3rem; }
main:focus { outline: none; }
.skip { position: absolute; left: -999rem; }
.skip:focus { left: 1rem; top: 1rem; background: var(--surface); padding: .5rem 1rem; z-index: 2; }
.visually-hidden {
  position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0;
}
.top {
  position: sticky; top: 0; height: 100vh; overflow-y: auto; padding: 1.5rem 1rem; display: flex; flex-direction: column; gap: 1.25rem;
}
.brand { margin: 0 .75rem; font-weight: 700; font-size: 1.1rem; letter-spacing: -.01em; }
.brand a { color: var(--text); text-decoration: none; }
nav ul { list-style: none; margin: 0; padding: 0; display: grid; gap: .15rem; }
.top nav a { display: block; padding: .45rem .75rem; border-radius: var(--radius); color: var(--text); text-decoration: none; }
.top nav a:hover { background: var(--raised); }
.top nav a[aria-current] { background: var(--accent-soft); color: var(--accent); font-weight: 600; }
.account { margin: auto .75rem 0; font-size: .85rem; color: var(--muted); overflow-wrap: anywhere; }
.account .where { display: block; color: var(--text); }
main { padding: 2rem 2.5rem 5rem; max-width: 74rem; width: 100%; min-width: 0; }
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1.25rem; letter-spacing: -.015em; overflow-wrap: anywhere; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .75rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .5rem; }
p { margin: 0 0 .75rem; }
.muted { color: var(--muted); }
.problem { color: var(--out); font-weight: 600; }
bdi, .endpoint, .address, code { overflow-wrap: anywhere; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Noto Sans Mono", monospace; font-size: .9em; }
.figures { list-style: none; padding: 0; margin: 0 0 .75rem; display: grid; gap: .75rem; grid-template-columns: repeat(3, minmax(0, 1fr)); }
.figure {
  display: flex; flex-direction: column; height: 100%; padding: 1rem 1.25rem; background: var(--surface); border: 1px solid var(--rule); border-radius: var(--radius);
  text-decoration: none; color: var(--text);
}
.figure:hover { border-color: var(--muted); }
.figure[aria-current] { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.figure b { font-size: 2.1rem; line-height: 1.15; font-weight: 650; letter-spacing: -.02em; font-variant-numeric: tabular-nums; }
.figure span { color: var(--muted); }
.figure.out b { color: var(--out); }
.figure.low b { color: var(--low); }
.search { display: flex; flex-wrap: wrap; gap: .75rem; align-items: end; margin: 1.25rem 0; }
label { font-size: .9rem; color: var(--muted); display: grid; gap: .25rem; min-width: 0; }
.grow { flex: 1 1 14rem; }
input:not([type=radio]):not([type=checkbox]):not([type=file]), select, textarea {
  font: inherit; color: var(--text); background: var(--surface); border: 1px solid light-dark(#8a949e, #6b7682); border-radius: .45rem; padding: .45rem .65rem; width: 100%; min-height: 2.6rem;
}
input[type=number] { width: 8rem; }
input[aria-invalid=true]:not([type=radio]):not([type=checkbox]):not([type=file]) { border: 2px solid var(--out); background: var(--out-soft); }
input[type=radio], input[type=checkbox] { accent-color: var(--accent); width: 1.15rem; height: 1.15rem; margin: 0; }
button, .button {
  font: inherit; font-weight: 600; line-height: 1.4; display: inline-flex; align-items: center; gap: .5rem; cursor: pointer; text-decoration: none;
  padding: .5rem 1rem; min-height: 2.6rem; border-radius: .45rem; border: 1px solid light-dark(#8a949e, #6b7682); color: var(--text); background: var(--surface);
}
button:hover, .button:hover { background: var(--raised); }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.primary:hover { background: color-mix(in oklab, var(--accent) 88%, black); }
button:disabled { opacity: .6; cursor: progress; }
.button:focus-within { outline: 3px solid var(--accent); outline-offset: 2px; }
.table { background: var(--surface); border: 1px solid var(--rule); border-radius: var(--radius); overflow: clip; }
.table.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: .55rem .9rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
/* A long name without a blank takes the room of the others, not their letters. */
td:not(.number) { min-width: 6rem; }
thead th { font-size: .85rem; color: var(--muted); font-weight: 600; border-bottom: 1px solid var(--rule); background: var(--raised); overflow-wrap: normal; }
tbody tr + tr > * { border-top: 1px solid var(--rule); }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
tbody th { font-weight: 400; color: var(--muted); }
.was { color: var(--muted); font-size: .85em; }
.changed > td { background: var(--low-soft); }
@media (prefers-reduced-motion: no-preference) { .changed > td { animation: settle 4s ease-out; } }
@keyframes settle { from { background: color-mix(in oklab, var(--low-soft), var(--low) 25%); } }
.badge { display: inline-block; padding: .05rem .55rem; border-radius: 1rem; font-size: .85rem; background: var(--raised); color: var(--text); white-space: nowrap; }
.badge.ok { background: var(--ok-soft); color: var(--ok); }
.badge.low { background: var(--low-soft); color: var(--low); }
.badge.out { background: var(--out-soft); color: var(--out); font-weight: 600; }
.pager { display: flex; flex-wrap: wrap; gap: 1rem; align-items: center; margin-top: 1rem; }
.blank { padding: 3rem 1.5rem; text-align: center; background: var(--surface); border: 1px solid var(--rule); border-radius: var(--radius); }
.blank-title { font-size: 1.2rem; font-weight: 600; }
.blank p:last-child { margin: 0; }
.notice { padding: .65rem 1rem; border-radius: var(--radius); background: var(--accent-soft); overflow-wrap: anywhere; }
.notice.warning { background: var(--low-soft); color: var(--low); }
.drop { padding: 2.5rem 1.5rem; text-align: center; background: var(--surface); border: 2px dashed light-dark(#8a949e, #6b7682); border-radius: var(--radius); margin-bottom: 1rem; }
.drop.over { border-color: var(--accent); background: var(--accent-soft); }
.drop-title { font-size: 1.25rem; font-weight: 600; }
.drop p:last-of-type { margin-bottom: 0; }
.sending { margin-top: 1rem; overflow-wrap: anywhere; }
progress { width: min(20rem, 100%); height: .8rem; accent-color: var(--accent); vertical-align: middle; }
.list, .feed { list-style: none; margin: 0; padding: 0; background: var(--surface); border: 1px solid var(--rule); border-radius: var(--radius); }
.list li, .feed > li { padding: .7rem 1rem; overflow-wrap: anywhere; }
.list li + li, .feed > li + li { border-top: 1px solid var(--rule); }
.feed p { margin: 0 0 .25rem; }
.feed p:empty { display: none; }
.alert-text { font-weight: 600; font-size: 1.05rem; }
.verdict { border-left: .35rem solid var(--accent); background: var(--surface); padding: .9rem 1.25rem; border-radius: 0 var(--radius) var(--radius) 0; margin: 0 0 1.25rem; }
.verdict p { margin: 0; font-size: 1.35rem; line-height: 1.35; font-weight: 600; letter-spacing: -.01em; }
.verdict.ok { border-color: var(--ok); background: var(--ok-soft); }
.verdict.low { border-color: var(--low); background: var(--low-soft); }
.verdict.out { border-color: var(--out); background: var(--out-soft); }
.facts { display: grid; gap: .35rem 1.5rem; grid-template-columns: max-content minmax(0, 1fr); margin: 0 0 1rem; }
.facts div { display: contents; }
.facts dt { color: var(--muted); }
.facts dd { margin: 0; font-weight: 600; overflow-wrap: anywhere; font-variant-numeric: tabular-nums; }
.question { background: var(--surface); border: 1px solid var(--rule); border-radius: var(--radius); padding: 1.25rem; margin: 0 0 1.25rem; }
fieldset { border: 0; margin: 0 0 1rem; padding: 0; min-width: 0; }
legend { font-size: 1.2rem; font-weight: 600; padding: 0; margin-bottom: .35rem; }
.choices { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fill, minmax(min(13rem, 100%), 1fr)); }
.choice { display: block; cursor: pointer; border: 1px solid light-dark(#8a949e, #6b7682); border-radius: var(--radius); padding: .8rem 1rem; color: var(--text); font-size: 1rem; overflow-wrap: anywhere; }
.choice:hover { background: var(--raised); }
.choice:has(:checked) { border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); background: var(--accent-soft); }
.choice:has(:focus-visible) { outline: 3px solid var(--accent); outline-offset: 2px; }
.choice input:focus-visible { outline: none; }
.choice-title { display: flex; gap: .6rem; align-items: center; font-weight: 600; }
.choice-title input { flex: none; }
.reading { display: grid; gap: .15rem; margin: .5rem 0 0 1.75rem; color: var(--muted); font-variant-numeric: tabular-nums; }
.confirm { margin: 1.25rem 0 .75rem; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1.25rem 0 .75rem; }
.actions .confirm { margin: 0; }
.actions:has(.confirm .check) { align-items: end; }
.confirm:has(.check) { display: grid; gap: .75rem; justify-items: start; }
.more legend { font-size: 1rem; font-weight: 400; }
.more fieldset { display: grid; gap: .5rem; margin: .75rem 0; }
.question h2 { font-size: 1rem; margin: 1.25rem 0 .5rem; }
.question .table { margin-bottom: 1rem; }
.next { display: flex; flex-wrap: wrap; gap: .5rem; }
.command { display: flex; gap: .75rem; align-items: center; background: var(--raised); border-radius: var(--radius); padding: .6rem .75rem .6rem 1rem; }
.command code { flex: 1; min-width: 0; }
.more { font-size: .9rem; color: var(--muted); margin: .25rem 0; }
.more summary { cursor: pointer; width: max-content; max-width: 100%; }
.more p { margin: .35rem 0 0; overflow-wrap: anywhere; }
.note-text { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--surface); border: 1px solid var(--rule); border-radius: var(--radius); padding: 1rem; }
.repair td { padding: .4rem .5rem; }
.repair td.why { min-width: 13rem; padding: .55rem .9rem; }
.repair input { min-width: 6rem; }
.log pre { max-height: 24rem; overflow-y: auto; background: var(--surface); border: 1px solid var(--rule); border-radius: var(--radius); padding: .75rem; color: var(--text); }
.tabs ul { display: flex; flex-wrap: wrap; gap: .25rem; margin: 0 0 1.25rem; border-bottom: 1px solid var(--rule); }
.tabs a { display: block; padding: .5rem .9rem; text-decoration: none; color: var(--text); border-bottom: 3px solid transparent; margin-bottom: -1px; }
.tabs a[aria-current] { border-color: var(--accent); color: var(--accent); font-weight: 600; }
.options { background: var(--surface); border: 1px solid var(--rule); border-radius: var(--radius); padding: 1.25rem; }
.options p:last-child { margin: 1rem 0 0; }
.fields { display: grid; gap: 1rem 1.25rem; grid-template-columns: repeat(auto-fill, minmax(min(17rem, 100%), 1fr)); align-items: start; }
.fields small { font-size: .8rem; line-height: 1.4; overflow-wrap: anywhere; }
.fields label { color: var(--text); font-weight: 600; }
.fields small { color: var(--muted); font-weight: 400; }
.fields input[type=number] { width: 100%; }
.check > span { display: flex; gap: .5rem; align-items: center; }
.more-options { margin-top: 1.25rem; }
.more-options summary { cursor: pointer; color: var(--accent); font-weight: 600; width: max-content; }
.more-options .fields { margin-top: 1rem; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; margin: .5rem 0; font-size: .85rem; }
.actions form { display: contents; }
.actions { align-items: center; }
.actions > .muted { flex: 1 1 auto; }
.report { display: block; width: 100%; height: 80vh; border: 1px solid var(--rule); border-radius: var(--radius); background: var(--surface); }
@media (max-width: 56rem) {
  body { display: block; background: var(--background); }
  .top { background: var(--surface); position: static; height: auto; padding: .75rem 1rem; gap: .5rem; border-right: 0; border-bottom: 1px solid var(--rule); }
  .brand, .account { margin: 0; }
  .account .where { display: inline; }
  .top nav ul { display: flex; flex-wrap: wrap; gap: .15rem; margin: 0 -.6rem; }
  .top nav a { padding: .4rem .6rem; }
  main { padding: 1.25rem 1rem 4rem; }
}
@media (max-width: 44rem) {
  h1 { font-size: 1.4rem; }
  .figures { gap: .5rem; }
  .figure { padding: .6rem .7rem; }
  .figure b { font-size: 1.5rem; }
  .figure span { font-size: .85rem; }
  .cards, .cards tbody, .cards tr, .cards td, .cards tbody th { display: block; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards tr { padding: .5rem .9rem; }
  .cards tbody tr + tr { border-top: 1px solid var(--rule); }
  .cards tbody tr + tr > * { border-top: 0; }
  .cards td, .cards tbody th, .repair td, .repair td.why {
    display: grid; grid-template-columns: minmax(5.5rem, 30%) minmax(0, 1fr); gap: .75rem; padding: .2rem 0; text-align: left; white-space: normal;
  }
  .cards td::before, .cards tbody th::before { content: attr(data-title); color: var(--muted); font-size: .9rem; font-weight: 400; }
  .cards .changed > td { background: none; }
  .cards .changed { background: var(--low-soft); }
  .cards .badge { justify-self: start; }
  .why .more { grid-column: 2; }
  .command { flex-wrap: wrap; }
  .command code { flex: 1 0 100%; }
}
@media print {
  .top, button, .search, .pager { display: none; }
  body { display: block; }
}
`;
