export { countOf, formatCount, formatDuration } from './format.ts';
export { readAhead } from './read-ahead.ts';
export { render } from './render.ts';
export type {
  CalendarDay,
  CalendarSection,
  ChartSection,
  Column,
  DiagramBox,
  DiagramLine,
  DiagramSection,
  FactsSection,
  Figure,
  OutputFormat,
  Report,
  Row,
  Section,
  Series,
  TableSection,
  Unit,
  Value,
} from './report.ts';
export type { TableOptions } from './table.ts';
export { breakWords, truncate } from './text.ts';
export { widthOf } from './text-width.ts';
export { printable, printableLines, printableMessage, visibleJson } from './visible.ts';
