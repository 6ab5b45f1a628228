import { calendarHtml } from './calendar/calendar-html.ts';
import { CALENDAR_CSS } from './calendar/calendar-style.ts';
import { formatCell } from './cell.ts';
import { chartPicture } from './chart/chart-html.ts';
import { CHART_CSS } from './chart/chart-style.ts';
import { htmlDrawing } from './chart/drawing-html.ts';
import { barsOf, figuresOf } from './chart/figures.ts';
import { diagramHtml } from './diagram/diagram-html.ts';
import { DIAGRAM_CSS } from './diagram/diagram-style.ts';
import { sampleOf } from './drawing.ts';
import { escapeHtml } from './escape.ts';
import { cardTitles, isStacked, sectionId } from './html-cards.ts';
import { formatCount } from './format.ts';
import { introHtml } from './html-intro.ts';
import { REPORT_CSS } from './html-style.ts';
import { pageText } from './messages/page-texts.ts';
import type { Language } from './messages/catalog.ts';
import type {
  ChartSection,
  Column,
  FactsSection,
  Report,
  Row,
  Section,
  TableSection,
  Value,
} from './report.ts';

/**
 * A report as one self-contained HTML file: the result in words and large first, then what to do, the tables, and last what is to
 * be known about the report itself. No script, no request, light or dark by the reader's system, printable. All
 * text is escaped, and what can't be seen in it is made visible.
 */
export async function* renderHtml(report: Report): AsyncGenerator<string> {
  const { language = 'en' } = report;
  const title = escapeHtml(report.title);
  yield `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${styleOf(report)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
`;
  const { lead = [], notes = [] } = report;
  yield introHtml(report, language);
  const isAside = (section: Section) => section.kind === 'facts' && section.aside === true;
  for (const section of report.sections.filter((each) => !isAside(each)))
    yield* sectionHtml(section, language);
  const further = notes.filter((each) => !lead.includes(each));
  if (further.length > 0) {
    yield `<section class="notes">\n<h2>${pageText('notes', language)}</h2>\n`;
    for (const note of further) yield `<p class="note">${escapeHtml(note)}</p>\n`;
    yield '</section>\n';
  }
  for (const section of report.sections.filter(isAside))
    yield* sectionHtml({ title: pageText('about', language), ...section }, language);
  yield '</main>\n</body>\n</html>\n';
}

function styleOf(report: Report): string {
  const hasCalendar = report.sections.some(({ kind }) => kind === 'calendar');
  const hasDiagram = report.sections.some(({ kind }) => kind === 'diagram');
  return `${REPORT_CSS}${CHART_CSS}${hasCalendar ? CALENDAR_CSS : ''}${hasDiagram ? DIAGRAM_CSS : ''}${cardTitles(report.sections)}`;
}

async function* sectionHtml(section: Section, language: Language): AsyncGenerator<string> {
  yield `<section id="${sectionId(section)}">\n`;
  if (section.title) yield `<h2>${escapeHtml(section.title)}</h2>\n`;
  if (section.kind === 'facts') yield* factsHtml(section);
  else if (section.kind === 'chart') yield* chartHtml(section, language);
  else if (section.kind === 'calendar') yield* calendarHtml(section, language);
  else if (section.kind === 'diagram') yield diagramHtml(section);
  else yield* tableHtml(section, language);
  yield '</section>\n';
}

/** Bars are drawn into the table of their figures; other charts have it below them. */
async function* chartHtml(chart: ChartSection, language: Language): AsyncGenerator<string> {
  if (chart.type === 'bars') {
    yield* tableHtml(barsOf(chart), language);
    return;
  }
  yield `<figure>\n${chartPicture(chart, language)}<details><summary>${pageText('figures', language)}</summary>\n`;
  yield* tableHtml(figuresOf(chart), language);
  yield '</details>\n</figure>\n';
}

function* factsHtml({ columns, values }: FactsSection): Generator<string> {
  yield '<dl>\n';
  for (const column of columns.filter(({ hidden }) => !hidden)) {
    const text = formatCell(column, values);
    if (text !== '') yield `<div><dt>${escapeHtml(column.title)}</dt><dd>${escapeHtml(text)}</dd></div>\n`;
  }
  yield '</dl>\n';
}

async function* tableHtml(section: TableSection, language: Language): AsyncGenerator<string> {
  const columns = section.columns.filter(({ hidden }) => !hidden);
  const isDrawn = columns.some(({ drawn }) => drawn);
  // Rows are streamed unless bars need the largest value.
  const { sample, rows } = isDrawn ? await sampleOf(section.rows) : { sample: [], rows: section.rows };
  const ownBars = !columns.some(({ drawn }) => drawn?.as === 'bar');
  const cells = columns.map((column) => cellOf(column, sample, ownBars));
  let count = 0;
  for await (const block of blocksOf(rows)) {
    const isFirst = count === 0;
    if (!isFirst)
      yield `<details class="rows"><summary>${rangeText(count, block.length, language)}</summary>\n`;
    yield headOf(columns, section, language);
    for (const row of block) yield `<tr>${cells.map((cell) => cell(row)).join('')}</tr>\n`;
    yield `</tbody>\n</table></div>\n${isFirst ? '' : '</details>\n'}`;
    count += block.length;
  }
  if (count === 0)
    yield `<p class="empty">${escapeHtml(section.whenEmpty ?? pageText('none', language))}</p>\n`;
  else if (count > MAX_SHOWN_ROWS)
    yield `<p class="note">${pageText('folded', language, { count: formatCount(count), shown: formatCount(SHOWN_ROWS) })}</p>\n`;
}

/** Rows that are seen at once: a page of thousands would be tens of thousands of pixels high. */
const SHOWN_ROWS = 50;
/** A few more than those are not worth a block of their own. */
const MAX_SHOWN_ROWS = 60;
/** Rows of each further block, which is closed. It is held in memory. */
const BLOCK_ROWS = 1_000;

/**
 * Rows as they are seen together. All of them are in the page, which is complete by itself. On paper a block that is closed is
 * its name: Chromium prints what is closed by no style.
 */
async function* blocksOf(rows: Iterable<Row> | AsyncIterable<Row>): AsyncGenerator<readonly Row[]> {
  let block: Row[] = [];
  let isFirst = true;
  for await (const row of rows) {
    block.push(row);
    if (isFirst && block.length > MAX_SHOWN_ROWS) {
      yield block.slice(0, SHOWN_ROWS);
      block = block.slice(SHOWN_ROWS);
      isFirst = false;
    } else if (block.length === BLOCK_ROWS) {
      yield block;
      block = [];
    }
  }
  if (block.length > 0) yield block;
}

function rangeText(before: number, count: number, language: Language): string {
  const [from, to] = [formatCount(before + 1), formatCount(before + count)];
  return count === 1 ? pageText('row', language, { row: from }) : pageText('rows', language, { from, to });
}

/** A table of more columns may be wider than its page: then it is scrolled by the keyboard, too. */
const MAX_COLUMNS_SEEN = 3;

function headOf(columns: readonly Column[], section: TableSection, language: Language): string {
  // An empty heading is not a heading: a drawing is beside its figure.
  const cells = columns.map((column) =>
    column.title === '' ? '<td></td>' : `<th scope="col"${classOf(column)}>${escapeHtml(column.title)}</th>`,
  );
  const scrolls =
    columns.length > MAX_COLUMNS_SEEN
      ? ` tabindex="0" role="group" aria-label="${escapeHtml(section.title ?? pageText('table', language))}"`
      : '';
  return `<div class="scroll"${scrolls}><table${isStacked(section) ? ' class="stacked"' : ''}>\n<thead><tr>${cells.join('')}</tr></thead>\n<tbody>\n`;
}

/** `ownBars`: a share has a bar under it, unless its table has a column of bars. */
function cellOf(column: Column, sample: readonly Row[], ownBars: boolean): (row: Row) => string {
  if (column.drawn) {
    const draw = htmlDrawing(column, sample);
    return (row) => `<td class="drawn">${draw(row)}</td>`;
  }
  const isShare = ownBars && column.unit === 'percent' && !column.signed;
  return (row) => {
    const text = escapeHtml(formatCell(column, row));
    if (isShare) return `<td class="number share"${barOf(row[column.key])}>${text}</td>`;
    return `<td${classOf(column, text)}>${text}</td>`;
  };
}

/** Ids and regions are not broken at their hyphens, so that they are easier to read and to copy. */
const SINGLE_WORD = /^[\w.:@/-]{1,32}$/;
/** A state in two words, `실행 중`, is read as one. */
const MAX_LABEL = 16;

function classOf({ unit = 'text', wrap, words }: Column, text = ''): string {
  if (unit !== 'text') return ' class="number"';
  if (wrap) return ' class="wrap"';
  const isShort = words === true && text.length <= MAX_LABEL;
  return isShort || SINGLE_WORD.test(text) ? ' class="word"' : '';
}

/** The length of the bar under a share. */
function barOf(value: Value | undefined): string {
  if (typeof value !== 'number') return '';
  return ` style="--share:${Math.min(100, Math.max(0, value))}%"`;
}
