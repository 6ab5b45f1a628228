/** Where answers that were paid for are kept. A store may forget, and may fail to keep: both only cost money. */
export interface CacheStore {
  get(key: string): Promise<string | undefined>;
  put(key: string, text: string): Promise<void>;
}

/** Keeps answers as long as the process lives. */
export function createMemoryStore(): CacheStore {
  const entries = new Map<string, string>();
  return {
    get: async (key) => entries.get(key),
    async put(key, text) {
      entries.set(key, text);
    },
  };
}
