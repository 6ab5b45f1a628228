import { calendarRows } from './calendar/figures.ts';
import { chartJson } from './chart/figures.ts';
import { diagramJson } from './diagram/figures.ts';
import type { Column, Report, Row, TableSection } from './report.ts';
import { visibleJson } from './visible.ts';

/**
 * A report as one JSON document: `{"title": …, "<section key>": [rows] | {facts}, "notes": [...]}`.
 * Each row is an object in the order of the columns, on a line of its own; missing values are `null`.
 *
 * Where rows end with an error, the document ends with `"error": {"code", "message"}`, so that what was printed before is a
 * whole document; the error is then thrown. Nothing is printed of a report that fails before its first row.
 */
export async function* renderJson(report: Report): AsyncGenerator<string> {
  let pending = `{\n  "title": ${json(report.title)}`;
  for (const section of report.sections) {
    pending += `,\n  ${json(section.key)}: `;
    if (section.kind === 'facts') pending += json(pick(section.columns, section.values));
    else if (section.kind === 'chart') pending += json(chartJson(section));
    else if (section.kind === 'diagram') pending += json(diagramJson(section));
    else {
      yield* rowsOf(section.kind === 'calendar' ? calendarRows(section) : section, pending);
      pending = '';
    }
  }
  if (report.notes) pending += `,\n  "notes": ${json(report.notes)}`;
  yield `${pending}\n}\n`;
}

/** @param before what comes before the first row */
async function* rowsOf({ columns, rows }: TableSection, before: string): AsyncGenerator<string> {
  let separator = `${before}[\n`;
  let isStarted = before.startsWith(',');
  try {
    for await (const row of rows) {
      yield `${separator}    ${json(pick(columns, row))}`;
      separator = ',\n';
      isStarted = true;
    }
  } catch (thrown) {
    const start = separator === ',\n' ? '\n  ]' : `${before}[]`;
    if (isStarted) yield `${start},\n  "error": ${json(errorFacts(thrown))}\n}\n`;
    throw thrown;
  }
  yield separator === ',\n' ? '\n  ]' : `${before}[]`;
}

function errorFacts(thrown: unknown): Readonly<Record<string, string | null>> {
  const { code, message } = (thrown ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  return { code: typeof code === 'string' ? code : null, message: String(message ?? thrown) };
}

function pick(columns: readonly Column[], row: Row): Row {
  return Object.fromEntries(columns.filter(({ drawn }) => !drawn).map(({ key }) => [key, row[key] ?? null]));
}

function json(value: unknown): string {
  return visibleJson(JSON.stringify(value));
}
