/** Stores responses that were paid for. A store may lose entries or fail to write them: both only cost money. */
export interface CacheStore {
  get(key: string): Promise<string | undefined>;
  put(key: string, text: string): Promise<void>;
}

/** Caches responses for the lifetime of the process. */
export function createMemoryStore(): CacheStore {
  const entries = new Map<string, string>();
  return {
    get: async (key) => entries.get(key),
    async put(key, text) {
      entries.set(key, text);
    },
  };
}
