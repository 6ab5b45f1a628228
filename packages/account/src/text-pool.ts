/** Stores one copy of each repeated text. */
export interface TextPool {
  intern(text: string): string;
}

/** The maximum of stored texts: ids, which are all different, would fill it without benefit. */
const MAX_TEXTS = 20_000;

export function createTextPool(): TextPool {
  const known = new Map<string, string>();
  return {
    intern(text) {
      const interned = known.get(text);
      if (interned !== undefined) return interned;
      if (known.size < MAX_TEXTS) known.set(text, text);
      return text;
    },
  };
}
