/** Keeps one copy of each text that comes again and again. */
export interface TextPool {
  intern(text: string): string;
}

/** Texts that are kept: names of things, which are all different, would fill it for nothing. */
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
