import { isReservedKey } from '@groundcrew/aws/tagging';
import { fold } from './fold.ts';
import type { KeyRule } from './policy.ts';

interface Spellings {
  readonly exact: ReadonlySet<string>;
  readonly folded: ReadonlySet<string>;
}

const compiled = new WeakMap<KeyRule, Spellings>();

function spellingsOf(rule: KeyRule): Spellings {
  let spellings = compiled.get(rule);
  if (!spellings) {
    const folded = rule.ignoreCase ? [rule.key, ...rule.variants].map(fold) : [];
    spellings = { exact: new Set(rule.variants), folded: new Set(folded) };
    compiled.set(rule, spellings);
  }
  return spellings;
}

/** Whether `key` is the rule's key, a misspelling of it, or neither. */
export function matchKey(rule: KeyRule, key: string): 'exact' | 'variant' | undefined {
  if (key === rule.key) return 'exact';
  if (isReservedKey(key)) return undefined;
  const { exact, folded } = spellingsOf(rule);
  return exact.has(key) || (folded.size > 0 && folded.has(fold(key))) ? 'variant' : undefined;
}
