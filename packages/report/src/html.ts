import { formatValue } from './format.ts';
import { css } from './html-style.ts';
import type { Column, Report, Row, Section, Value } from './report.ts';
import { printable } from './text.ts';

/**
 * A report as one HTML file that needs nothing else: no script, no request, light or dark as the
 * reader's system is, fit to print. All text is escaped, and what would turn it around is made visible.
 */
export async function* renderHtml(report: Report): AsyncGenerator<string> {
  const title = escapeHtml(report.title);
  yield `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${css}</style>
</head>
<body>
<main>
<h1>${title}</h1>
`;
  for (const section of report.sections) yield* sectionHtml(section);
  for (const note of report.notes ?? []) yield `<p class="note">${escapeHtml(note)}</p>\n`;
  yield '</main>\n</body>\n</html>\n';
}

async function* sectionHtml(section: Section): AsyncGenerator<string> {
  const columns = section.columns.filter(({ hidden }) => !hidden);
  yield '<section>\n';
  if (section.title) yield `<h2>${escapeHtml(section.title)}</h2>\n`;
  if (section.kind === 'facts') {
    yield '<dl>\n';
    for (const column of columns) {
      const text = formatValue(section.values[column.key], column.unit);
      if (text !== '')
        yield `<div><dt>${escapeHtml(column.title)}</dt><dd>${escapeHtml(printable(text))}</dd></div>\n`;
    }
    yield '</dl>\n';
  } else {
    let isEmpty = true;
    for await (const row of section.rows) {
      if (isEmpty) yield headOf(columns);
      isEmpty = false;
      yield rowOf(columns, row);
    }
    yield isEmpty
      ? `<p class="empty">${escapeHtml(section.whenEmpty ?? 'none')}</p>\n`
      : '</tbody>\n</table></div>\n';
  }
  yield '</section>\n';
}

function headOf(columns: readonly Column[]): string {
  const cells = columns.map((column) => `<th scope="col"${classOf(column)}>${escapeHtml(column.title)}</th>`);
  return `<div class="scroll"><table>\n<thead><tr>${cells.join('')}</tr></thead>\n<tbody>\n`;
}

function rowOf(columns: readonly Column[], row: Row): string {
  const cells = columns.map((column) => {
    const value = row[column.key];
    const text = escapeHtml(printable(formatValue(value, column.unit)));
    return `<td${classOf(column, text)}${barOf(column, value)}>${text}</td>`;
  });
  return `<tr>${cells.join('')}</tr>\n`;
}

/** An id or a region is easier to read, and to copy, when it is not broken at its hyphens. */
const oneWord = /^[\w.:@/-]{1,32}$/;

function classOf({ unit = 'text', wrap }: Column, text = ''): string {
  if (unit === 'percent') return ' class="number share"';
  if (unit !== 'text') return ' class="number"';
  if (wrap) return ' class="wrap"';
  return oneWord.test(text) ? ' class="word"' : '';
}

/** How long the bar under a share is. */
function barOf({ unit }: Column, value: Value | undefined): string {
  if (unit !== 'percent' || typeof value !== 'number') return '';
  return ` style="--share:${Math.min(100, Math.max(0, value))}%"`;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** `text` as HTML text or as a quoted attribute's value. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character]!);
}
