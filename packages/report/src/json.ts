import { chartJson } from './chart/figures.ts';
import type { Column, Report, Row, TableSection } from './report.ts';
import { visibleJson } from './visible.ts';

/**
 * A report as one JSON document: `{"title": …, "<section key>": [rows] | {facts}, "notes": [...]}`.
 * Each row is an object in the order of the columns, on a line of its own; missing values are `null`.
 */
export async function* renderJson(report: Report): AsyncGenerator<string> {
  yield `{\n  "title": ${json(report.title)}`;
  for (const section of report.sections) {
    yield `,\n  ${json(section.key)}: `;
    if (section.kind === 'facts') yield json(pick(section.columns, section.values));
    else if (section.kind === 'chart') yield json(chartJson(section));
    else yield* rowsOf(section);
  }
  if (report.notes) yield `,\n  "notes": ${json(report.notes)}`;
  yield '\n}\n';
}

async function* rowsOf({ columns, rows }: TableSection): AsyncGenerator<string> {
  let separator = '[\n';
  for await (const row of rows) {
    yield `${separator}    ${json(pick(columns, row))}`;
    separator = ',\n';
  }
  yield separator === '[\n' ? '[]' : '\n  ]';
}

function pick(columns: readonly Column[], row: Row): Row {
  return Object.fromEntries(columns.filter(({ drawn }) => !drawn).map(({ key }) => [key, row[key] ?? null]));
}

function json(value: unknown): string {
  return visibleJson(JSON.stringify(value));
}
