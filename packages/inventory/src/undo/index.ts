export {
  type ChangeJournal,
  type ChangeJournalOptions,
  createChangeJournal,
  type JournalSink,
} from './change-journal.ts';
export {
  type BucketJournalOptions,
  createJournalInBucket,
  findJournalInBucket,
  type JournalHead,
} from './journal-in-bucket.ts';
export {
  createJournalInFile,
  type FileJournalHead,
  type JournalInFile,
  openJournalInFile,
} from './journal-in-file.ts';
export {
  type LeftShelf,
  type UndoDeps,
  type UndoJournal,
  undoChanges,
  type UndoResult,
} from './undo-changes.ts';
export { undoUpload, type UndoUploadDeps } from './undo-upload.ts';
