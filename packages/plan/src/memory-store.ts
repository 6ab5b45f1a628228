import type { JournalStore } from './journal-store.ts';

/** A journal that ends with the process: of a rehearsal. */
export function createMemoryStore(name: string): JournalStore {
  const pieces: string[] = [];
  return {
    name,
    open: async () => {},
    read: async () => pieces.join(''),
    append: async (text) => void pieces.push(text),
    close: async () => {},
  };
}
