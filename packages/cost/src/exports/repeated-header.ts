import { exportError } from './errors.ts';
import type { ExportTable } from './table.ts';

/**
 * Refuses a file whose header is repeated among its rows: it was put together of several files, of which it is not known whether
 * they are parts of one delivery or the same one twice.
 *
 * @param cell a cell that is no day; `null`: there is none
 * @throws GroundcrewError `cost.exports.file-unreadable`
 */
export function refuseRepeatedHeader(
  cell: string | null,
  tables: readonly Pick<ExportTable, 'columns'>[],
): void {
  const name = cell?.trim().toLowerCase() ?? '';
  if (
    name === '' ||
    !tables.some(({ columns }) => columns.some((column) => column.name.toLowerCase() === name))
  )
    return;
  throw exportError(
    'cost.exports.file-unreadable',
    `a row repeats the header, with ${JSON.stringify(cell)} as its day: several files were put together, and charges may be there twice; name the files themselves, or remove the row if each charge is there once`,
    { cell },
  );
}
