import { curShape } from './cur-shape.ts';
import type { Dialect } from './dialect.ts';
import { focusShape } from './focus-shape.ts';
import type { Shape } from './shape.ts';
import type { ExportTable } from './table.ts';

/** The SQL terms of a table, by its format. */
export function shapeOf(table: ExportTable, dialect: Dialect): Shape {
  return table.format.startsWith('FOCUS') ? focusShape(table, dialect) : curShape(table, dialect);
}
