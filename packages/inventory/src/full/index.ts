export { type FullExport, type FullFacts, type FullSettings } from './full-export.ts';
export { defaultMaxVanishedPercent } from './guard.ts';
export { createShelfTable, type ShelfTable, type StoredShelf } from './shelf-table.ts';
