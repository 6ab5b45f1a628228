export { type NetworkAnswer, parseSaved, type SavedFile } from './answer.ts';
export { howToSave } from './how-to-save.ts';
export { mergeContents, readAnswers, readSaved, type SavedNetwork } from './read-saved.ts';
export type { AnswerPlace } from './scope-content.ts';
