export { formatCount, formatDuration } from './format.ts';
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
export type { TableOptions } from './table.ts';
export { breakWords, printable, truncate, widthOf } from './text.ts';
