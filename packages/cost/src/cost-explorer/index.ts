export { type AnswerStore, createMemoryStore } from './answer-store.ts';
export { type CostExplorerSourceSettings, createCostExplorerSource } from './cost-explorer-source.ts';
export { spendExceeded } from './errors.ts';
export { createFileStore } from './file-store.ts';
export type { CacheSettings } from './kept-answers.ts';
