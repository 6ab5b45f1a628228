import type { TaggedResource } from '../model.ts';
import { type ClaimedTag, claimTags, stateOf } from '../planning/claimed-tags.ts';
import { type Exemption, forbiddenFor, type KeyRule, rulesFor, type TagPolicy } from '../policy/index.ts';
import type { Violation } from './audit.ts';

/** What is wrong with one key, before it is known what it would take. */
export interface KeyViolation extends Pick<Violation, 'key' | 'kind' | 'found' | 'message'> {
  /** Keys of the tags at fault. */
  readonly tags: readonly string[];
  /** The exemption that lets it off. */
  readonly exempt?: Exemption;
}

/** How one resource with known tags stands to each rule that is for it. */
export interface Evaluation {
  /** Required keys, and others that it has. */
  readonly keys: readonly { readonly rule: KeyRule; readonly wrong?: KeyViolation }[];
  readonly forbidden: readonly KeyViolation[];
  /** Whether any rule is for it. */
  readonly isRuled: boolean;
}

const quote = (text: string) => JSON.stringify(text);

/**
 * Judges a resource by the rules that are for it; one with unknown tags is right in all that is not known.
 *
 * @param exemptionsOf the exemptions that let it off; asked only where something is wrong
 */
export function evaluateResource(
  policy: TagPolicy,
  resource: TaggedResource,
  nowMs: number,
  exemptionsOf: (resource: TaggedResource) => readonly Exemption[],
): Evaluation {
  const orExempt = (wrong: KeyViolation): KeyViolation => {
    const exempt = exemptionsOf(resource).find(({ keys }) => keys === 'all' || keys.includes(wrong.key));
    return exempt ? { ...wrong, exempt } : wrong;
  };
  const applying = rulesFor(policy, resource, nowMs);
  const { tags } = resource;
  if (tags === null) {
    const keys = applying.filter(({ rule }) => rule.required);
    return { keys, forbidden: [], isRuled: applying.length > 0 };
  }
  const claimed = claimTags(
    applying.map(({ rule }) => rule),
    tags,
  );
  const keys = applying.flatMap(({ rule }) => {
    const own = claimed.get(rule) ?? [];
    if (own.length === 0 && !rule.required) return [];
    const wrong = evaluateKey(rule, own);
    return wrong ? [{ rule, wrong: orExempt(wrong) }] : [{ rule }];
  });
  const forbidden = forbiddenFor(policy, resource, nowMs).map(({ key, rule }): KeyViolation => {
    const by = rule.key === key ? '' : ` by ${quote(rule.key)}`;
    const message = `${quote(key)} is forbidden${by}${rule.reason ? `: ${rule.reason}` : ''}`;
    return orExempt({ key, kind: 'forbidden', found: null, message, tags: [key] });
  });
  return { keys, forbidden, isRuled: applying.length > 0 || forbidden.length > 0 };
}

function evaluateKey(rule: KeyRule, own: readonly ClaimedTag[]): KeyViolation | undefined {
  const { key } = rule;
  const state = stateOf(rule, own);
  const wrong = (kind: KeyViolation['kind'], found: string | null, message: string): KeyViolation => {
    return { key, kind, found, message, tags: own.map((tag) => tag.key) };
  };
  if (state.kind === 'absent') return wrong('missing', null, `${key} is missing`);
  const shown = own.map((tag) => `${tag.key}=${tag.value}`).join(', ');
  if (state.kind === 'conflict') return wrong('conflict', shown, `${shown} contradict each other`);
  const exact = own.find((tag) => tag.key === key);
  if (state.kind === 'bad-value') {
    const { value } = exact ?? own[0]!;
    return wrong(
      'bad-value',
      exact ? value : shown,
      `${exact ? key : own[0]!.key} ${quote(value)} ${state.fault}`,
    );
  }
  const others = own.filter((tag) => tag !== exact).map((tag) => quote(tag.key));
  if (!exact) return wrong('key-variant', shown, `${others.join(' and ')} should be ${quote(key)}`);
  if (others.length > 0)
    return wrong('key-variant', shown, `${others.join(' and ')} is there beside ${quote(key)}`);
  if (exact.value === state.value) return undefined;
  return wrong('value-variant', exact.value, `${key} ${quote(exact.value)} should be ${quote(state.value)}`);
}
