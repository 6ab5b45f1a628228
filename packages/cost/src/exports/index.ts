export type { Dialect } from './dialect.ts';
export { type ExportSource, type OpenExportsOptions, openExports } from './open-exports.ts';
export { type ReadRows, rowsToLines } from './rows.ts';
export type { ExportStore } from './s3-files.ts';
export { type SqlOptions, sqlOf } from './sql.ts';
export { type ExportColumn, type ExportFormat, type ExportTable, recognizeFormat } from './table.ts';
