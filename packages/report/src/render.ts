import { renderCsv } from './csv.ts';
import { renderHtml } from './html.ts';
import { renderJson } from './json.ts';
import type { OutputFormat, Report } from './report.ts';
import { renderTable, type TableOptions } from './table.ts';

/** A report in the requested format, in chunks; `options` are only for `table`. */
export function render(
  report: Report,
  format: OutputFormat,
  options: TableOptions = {},
): AsyncIterable<string> {
  switch (format) {
    case 'table':
      return renderTable(report, options);
    case 'json':
      return renderJson(report);
    case 'csv':
      return renderCsv(report);
    case 'html':
      return renderHtml(report);
  }
}
