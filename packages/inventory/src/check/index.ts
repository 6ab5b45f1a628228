export { type CheckDeps, checkStockFile, type CheckInput, type FileCheck } from './check-file.ts';
export type {
  ColumnQuestion,
  DuplicateQuestion,
  EncodingQuestion,
  FileQuestion,
  ShelfExample,
} from './question.ts';
