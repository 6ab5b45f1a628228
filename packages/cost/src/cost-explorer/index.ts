export { type CacheStore, createMemoryStore } from './cache-store.ts';
export { type CostExplorerSourceSettings, createCostExplorerSource } from './cost-explorer-source.ts';
export { spendExceeded } from './errors.ts';
export { createFileStore } from './file-store.ts';
export type { CacheSettings } from './response-cache.ts';
