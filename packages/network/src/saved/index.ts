export { howToSave } from './how-to-save.ts';
export { readSaved, type SavedFile, type SavedNetwork } from './read-saved.ts';
