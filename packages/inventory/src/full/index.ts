export { type FullExport, type FullFacts, type FullSettings } from './full-export.ts';
export { DEFAULT_MAX_VANISHED_PERCENT } from './guard.ts';
export { createShelfTable, type ShelfTable, type StoredShelf } from './shelf-table.ts';
