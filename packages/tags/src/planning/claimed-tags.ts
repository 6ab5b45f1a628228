import { isReservedKey } from '@groundcrew/aws/tagging';
import type { Tags } from '../model.ts';
import { canonicalValue, type KeyRule, matchKey } from '../policy/index.ts';

/** A tag that a rule is about, under the rule's own key or a variant of it. */
export interface ClaimedTag {
  readonly key: string;
  readonly value: string;
}

/** What the tags of a resource say of the key of one rule. */
export type KeyState =
  | { readonly kind: 'absent' }
  /** All say the same, which is `value` as the policy writes it. */
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'bad-value'; readonly fault: string }
  | { readonly kind: 'conflict' };

/**
 * Which tag belongs to which rule: that whose key it has; else the first of which it is a variant. Of each rule the
 * rule's own key comes first, then its variants in order.
 */
export function claimTags(
  rules: readonly KeyRule[],
  tags: Tags,
): ReadonlyMap<KeyRule, readonly ClaimedTag[]> {
  const claimed = new Map<KeyRule, ClaimedTag[]>();
  const byKey = new Map(rules.map((rule) => [rule.key, rule]));
  for (const key of Object.keys(tags).sort()) {
    if (isReservedKey(key)) continue;
    const rule = byKey.get(key) ?? rules.find((one) => matchKey(one, key) !== undefined);
    if (rule === undefined) continue;
    const tag = { key, value: tags[key]! };
    const others = claimed.get(rule) ?? [];
    claimed.set(rule, key === rule.key ? [tag, ...others] : [...others, tag]);
  }
  return claimed;
}

/** What the tags that a rule claims say together. */
export function stateOf(rule: KeyRule, tags: readonly ClaimedTag[] | undefined): KeyState {
  if (tags === undefined || tags.length === 0) return { kind: 'absent' };
  const judged = tags.map(({ value }) => canonicalValue(rule, value));
  const said = new Set(judged.map((one, index) => ('fault' in one ? tags[index]!.value : one.value)));
  if (said.size > 1) return { kind: 'conflict' };
  const [first] = judged;
  return 'fault' in first!
    ? { kind: 'bad-value', fault: first.fault }
    : { kind: 'value', value: first!.value };
}
