import type { DiagramSection, TableSection } from '../report.ts';

/** What a diagram is for programs. */
export function diagramJson({ columns, rows, boxes, lines }: DiagramSection): object {
  return { columns, rows, boxes, lines };
}

/** The boxes of a diagram as rows, for CSV. */
export function diagramRows({ key, boxes }: DiagramSection): TableSection {
  return {
    kind: 'table',
    key,
    columns: [
      { key: 'id', title: 'Id' },
      { key: 'row', title: 'Row' },
      { key: 'column', title: 'Column' },
      { key: 'text', title: 'Text' },
    ],
    rows: boxes.map(({ id, row, column, texts }) => ({
      id,
      row: row ?? null,
      column: column ?? null,
      text: texts.join(' '),
    })),
  };
}
