import { curShape } from './cur-shape.ts';
import type { Dialect } from './dialect.ts';
import { focusShape } from './focus-shape.ts';
import { replacedTerm, type Shape } from './shape.ts';
import type { ExportTable } from './table.ts';

/** The SQL terms of a table, by its format. */
export function shapeOf(table: ExportTable, dialect: Dialect): Shape {
  const shape = table.format.startsWith('FOCUS') ? focusShape(table, dialect) : curShape(table, dialect);
  const { spellings } = table;
  if (spellings === undefined || spellings.size === 0) return shape;
  return {
    ...shape,
    dimension(dimension) {
      const term = shape.dimension(dimension);
      return dimension === 'service' && term !== null ? replacedTerm(term, spellings) : term;
    },
  };
}
