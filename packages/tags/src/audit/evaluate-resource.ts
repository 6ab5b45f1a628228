import type { TaggedResource } from '../model.ts';
import { type ClaimedTag, claimTags, stateOf } from '../planning/claimed-tags.ts';
import { type Exemption, forbiddenFor, type KeyRule, rulesFor, type TagPolicy } from '../policy/index.ts';
import { exemptsKey } from '../policy/exempts-key.ts';
import type { Violation } from './audit.ts';

/** A violation of one key, without its fix. */
export interface KeyViolation extends Pick<Violation, 'key' | 'kind' | 'found' | 'message'> {
  /** Keys of the tags that violate. */
  readonly tags: readonly string[];
  /** The exemption that applies to it. */
  readonly exempt?: Exemption;
}

/** The result for one resource by each rule that applies to it. */
export interface Evaluation {
  /** Required keys, and others that it has. */
  readonly keys: readonly { readonly rule: KeyRule; readonly violation?: KeyViolation }[];
  readonly forbidden: readonly KeyViolation[];
  /** Whether any rule is for it. */
  readonly isRuled: boolean;
}

const quote = (text: string) => JSON.stringify(text);

/**
 * Evaluates a resource by the rules that apply to it; unknown tags violate nothing.
 *
 * @param exemptionsOf its exemptions; called only if there is a violation
 */
export function evaluateResource(
  policy: TagPolicy,
  resource: TaggedResource,
  nowMs: number,
  exemptionsOf: (resource: TaggedResource) => readonly Exemption[],
): Evaluation {
  const orExempt = (violation: KeyViolation): KeyViolation => {
    const exempt = exemptionsOf(resource).find((exemption) => exemptsKey(exemption, violation.key));
    return exempt ? { ...violation, exempt } : violation;
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
    const violation = evaluateKey(rule, own);
    return violation ? [{ rule, violation: orExempt(violation) }] : [{ rule }];
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
  const violation = (kind: KeyViolation['kind'], found: string | null, message: string): KeyViolation => {
    return { key, kind, found, message, tags: own.map((tag) => tag.key) };
  };
  if (state.kind === 'absent') return violation('missing', null, `${key} is missing`);
  const shown = own.map((tag) => `${tag.key}=${tag.value}`).join(', ');
  if (state.kind === 'conflict') return violation('conflict', shown, `${shown} contradict each other`);
  const exact = own.find((tag) => tag.key === key);
  if (state.kind === 'bad-value') {
    const { value } = exact ?? own[0]!;
    return violation(
      'bad-value',
      exact ? value : shown,
      `${exact ? key : own[0]!.key} ${quote(value)} ${state.problem}`,
    );
  }
  const others = own.filter((tag) => tag !== exact).map((tag) => quote(tag.key));
  if (!exact) return violation('key-variant', shown, `${others.join(' and ')} should be ${quote(key)}`);
  if (others.length > 0)
    return violation('key-variant', shown, `${others.join(' and ')} exists beside ${quote(key)}`);
  if (exact.value === state.value) return undefined;
  return violation(
    'value-variant',
    exact.value,
    `${key} ${quote(exact.value)} should be ${quote(state.value)}`,
  );
}
