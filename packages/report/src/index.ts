export { renderCsv } from './csv.ts';
export { formatBytes, formatCount, formatDuration } from './format.ts';
export { renderHtml } from './html.ts';
export { renderJson } from './json.ts';
export { render } from './render.ts';
export type {
  Column,
  FactsSection,
  OutputFormat,
  Report,
  Row,
  Section,
  TableSection,
  Unit,
  Value,
} from './report.ts';
export { renderTable, type TableOptions } from './table.ts';
export { pad, printable, truncate, widthOf } from './text.ts';
