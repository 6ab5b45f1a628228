import { escapeHtml } from '../escape.ts';
import type { DiagramBox, DiagramSection } from '../report.ts';
import { truncate } from '../text.ts';

const COLUMN_WIDTH = 260;
const BOX_WIDTH = 220;
const LINE_HEIGHT = 17;
const BOX_PADDING = 10;
const GAP = 24;
const LEFT = 110;
const HEAD_HEIGHT = 36;
/** Boxes above all rows, the line of their text, and where rows begin. */
const [HEAD_TOP, HEAD_TEXT, TOP] = [16, 39, 120] as const;
/** Of letters that are half as wide as those of Korean. */
const [BOX_LETTERS, NOTE_LETTERS, ROW_LETTERS] = [33, 38, 14] as const;

interface Placed {
  readonly box: DiagramBox;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A diagram as SVG: columns side by side, rows below each other, lines from the top of one box to another one. */
export function diagramHtml(section: DiagramSection): string {
  const { placed, rows, width, height } = place(section);
  const label = escapeHtml(section.description);
  return `<figure class="diagram"><div class="scroll" tabindex="0" role="group" aria-label="${label}">
${[
  `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${label}" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
  '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path class="tip" d="M0 0 8 4 0 8z"/></marker></defs>',
  ...section.columns.map(
    (column, at) =>
      `<text class="head" x="${LEFT + at * COLUMN_WIDTH}" y="${TOP - 14}">${escapeHtml(truncate(column, BOX_LETTERS))}</text>`,
  ),
  ...rows.map(
    ({ row, y }) => `<text class="head" x="8" y="${y + 22}">${escapeHtml(truncate(row, ROW_LETTERS))}</text>`,
  ),
  ...[...placed.values()].map(boxSvg),
  ...section.lines.flatMap(({ from, to, isDashed }) => {
    const ends = [placed.get(from), placed.get(to)] as const;
    return ends[0] && ends[1] ? [lineSvg(ends[0], ends[1], isDashed === true)] : [];
  }),
  '</svg>',
].join('\n')}
</div></figure>
`;
}

function place({ columns, rows, boxes }: DiagramSection) {
  const placed = new Map<string, Placed>();
  const starts: { readonly row: string; readonly y: number }[] = [];
  const inner = Math.max(1, columns.length) * COLUMN_WIDTH;
  let y: number = TOP;
  for (const row of rows) {
    starts.push({ row, y });
    let bottom = y;
    for (const [at, column] of columns.entries()) {
      let top = y;
      for (const box of boxes.filter((each) => each.row === row && each.column === column)) {
        const height = 2 * BOX_PADDING + box.texts.length * LINE_HEIGHT;
        placed.set(box.id, { box, x: LEFT + at * COLUMN_WIDTH, y: top, width: BOX_WIDTH, height });
        top += height + GAP;
      }
      bottom = Math.max(bottom, top);
    }
    y = bottom + GAP;
  }
  const heads = boxes.filter((box) => box.row === undefined);
  for (const [at, box] of heads.entries()) {
    const middle = LEFT + ((2 * at + 1) * inner) / (2 * heads.length) - (COLUMN_WIDTH - BOX_WIDTH) / 2;
    const x = middle - BOX_WIDTH / 2;
    placed.set(box.id, { box, x, y: HEAD_TOP, width: BOX_WIDTH, height: HEAD_HEIGHT });
  }
  return { placed, rows: starts, width: LEFT + inner + 40, height: y };
}

function boxSvg({ box, x, y, width, height }: Placed): string {
  if (box.row === undefined) {
    const text = escapeHtml(truncate(box.texts[0] ?? '', BOX_LETTERS));
    return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${height / 2}"/><text x="${x + width / 2}" y="${HEAD_TEXT}" text-anchor="middle">${text}</text>`;
  }
  const texts = box.texts.map(
    (text, at) =>
      `<text class="${at === 0 ? 'head' : 'soft'}" x="${x + BOX_PADDING}" y="${y + BOX_PADDING + 13 + at * LINE_HEIGHT}">${escapeHtml(truncate(text, BOX_LETTERS))}</text>`,
  );
  const note = box.note
    ? `<text class="soft" x="${x}" y="${y + height + 14}">${escapeHtml(truncate(box.note, NOTE_LETTERS))}</text>`
    : '';
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="6"/>${texts.join('')}${note}`;
}

/** Upwards to a box above all rows; else from the right of one box to the right of another one. */
function lineSvg(from: Placed, to: Placed, isDashed: boolean): string {
  const isUp = to.box.row === undefined;
  const [x, toX] = isUp
    ? [from.x + from.width / 2, to.x + to.width / 2]
    : [from.x + from.width - 30, to.x + to.width - 30];
  const [y, toY] = [from.y, to.y + to.height];
  const middle = (y + toY) / 2;
  return `<path class="way${isDashed ? ' dashed' : ''}" marker-end="url(#tip)" d="M${x} ${y} C${x} ${middle} ${toX} ${middle} ${toX} ${toY}"/>`;
}
