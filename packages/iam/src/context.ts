/** What is known of a request beyond action and resource: values of condition keys. */
export interface ConditionContext {
  /** Values by key, in any case; without values a key is known to be absent. */
  readonly values: Readonly<Record<string, readonly string[]>>;
  /** Whether keys that are not in `values` are absent from the request; otherwise nothing is known of them. */
  readonly complete: boolean;
}

/** The values of a key; none: it is absent; `unknown`: it may have any. */
export type KeyValues = readonly string[] | 'unknown';

/** Looks up keys without regard to case, and collects those that are not known. */
export interface ContextReader {
  read(key: string): KeyValues;
}

export function createContextReader({ values, complete }: ConditionContext): ContextReader {
  const byKey = new Map(Object.entries(values).map(([key, found]) => [key.toLowerCase(), found]));
  return { read: (key) => byKey.get(key.toLowerCase()) ?? (complete ? [] : 'unknown') };
}

/** Whether something holds, where not everything is known. */
export type Verdict = 'yes' | 'no' | { readonly unknown: readonly string[] };

/** All hold: one that does not decides, whatever is not known of the others. */
export function all(verdicts: Iterable<Verdict>): Verdict {
  const keys: string[] = [];
  for (const verdict of verdicts) {
    if (verdict === 'no') return 'no';
    if (verdict !== 'yes') keys.push(...verdict.unknown);
  }
  return keys.length === 0 ? 'yes' : { unknown: [...new Set(keys)] };
}
