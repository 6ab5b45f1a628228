export { zip, type ZippedFile } from '@groundcrew/zip/testing/write-zip';
export { type Cell, workbook, type WorkbookOptions } from './write-workbook.ts';
