import type { Tags } from '../model.ts';
import { canonicalValue, type KeyRule, matchKey } from '../policy/index.ts';

/** A tag under the key of a rule or a variant of it. */
export interface ClaimedTag {
  readonly key: string;
  readonly value: string;
}

/** The state of a rule's key on a resource. */
export type KeyState =
  | { readonly kind: 'absent' }
  /** All have the same value, `value` in the policy's canonical form. */
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'bad-value'; readonly problem: string }
  | { readonly kind: 'conflict' };

/**
 * The tags of each rule: those with its key, or with a variant of it if no other rule has that key. The rule's own
 * key comes first, then its variants in order.
 */
export function claimTags(
  rules: readonly KeyRule[],
  tags: Tags,
): ReadonlyMap<KeyRule, readonly ClaimedTag[]> {
  const claimed = new Map<KeyRule, ClaimedTag[]>();
  const byKey = new Map(rules.map((rule) => [rule.key, rule]));
  for (const key of Object.keys(tags).sort()) {
    const rule = byKey.get(key) ?? rules.find((one) => matchKey(one, key) !== undefined);
    if (rule === undefined) continue;
    const tag = { key, value: tags[key]! };
    const others = claimed.get(rule) ?? [];
    claimed.set(rule, key === rule.key ? [tag, ...others] : [...others, tag]);
  }
  return claimed;
}

/** The combined state of the tags that a rule claims. */
export function stateOf(rule: KeyRule, tags: readonly ClaimedTag[] | undefined): KeyState {
  if (tags === undefined || tags.length === 0) return { kind: 'absent' };
  const canonical = tags.map(({ value }) => canonicalValue(rule, value));
  const distinct = new Set(
    canonical.map((one, index) => ('problem' in one ? tags[index]!.value : one.value)),
  );
  if (distinct.size > 1) return { kind: 'conflict' };
  const [first] = canonical;
  return 'problem' in first!
    ? { kind: 'bad-value', problem: first.problem }
    : { kind: 'value', value: first!.value };
}
