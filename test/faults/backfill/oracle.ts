import { compareFiles, type FileOrder } from '@groundcrew/inventory/order';
import { shelfOf } from '../oracle.ts';
import type { ScenarioFile } from './scenario.ts';

/** A file that was uploaded, and its place among all. */
export interface PlacedFile {
  readonly file: ScenarioFile;
  readonly order: FileOrder;
}

/** One file after the other, in the order of their times: count by shelf. */
export function sequentialTable(files: readonly PlacedFile[]): Map<string, number> {
  const table = new Map<string, number>();
  for (const { file } of files.toSorted((a, b) => compareFiles(a.order, b.order))) {
    if (file.isBroken) continue;
    for (const { store, item, count } of file.rows) table.set(shelfOf(store, item), count);
  }
  return table;
}
