export { type Cell, workbook, type WorkbookOptions, zip, type ZippedFile } from './write-workbook.ts';
