/** Keeps one copy of each text that comes again and again. */
export interface TextPool {
  share(text: string): string;
}

/** Texts that are kept: names of things, which are all different, would fill it for nothing. */
const MOST_TEXTS = 20_000;

export function createTextPool(): TextPool {
  const known = new Map<string, string>();
  return {
    share(text) {
      const shared = known.get(text);
      if (shared !== undefined) return shared;
      if (known.size < MOST_TEXTS) known.set(text, text);
      return text;
    },
  };
}
