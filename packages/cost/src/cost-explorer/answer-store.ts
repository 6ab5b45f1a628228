/** Where answers that were paid for are kept. A store may forget, and may fail to keep: both only cost money. */
export interface AnswerStore {
  get(key: string): Promise<string | undefined>;
  put(key: string, text: string): Promise<void>;
}

/** Keeps answers as long as the process lives. */
export function createMemoryStore(): AnswerStore {
  const answers = new Map<string, string>();
  return {
    get: async (key) => answers.get(key),
    async put(key, text) {
      answers.set(key, text);
    },
  };
}
