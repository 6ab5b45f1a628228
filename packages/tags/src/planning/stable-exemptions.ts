import type { TaggedResource, Tags } from '../model.ts';
import type { Exemption, TagPolicy } from '../policy/index.ts';
import { exemptsKey } from '../policy/exempts-key.ts';
import { coversResource, isActive } from '../policy/rules-for.ts';

/** Whether an exemption covers a key of a resource: of a rule, or forbidden. */
export type IsExempt = (key: string) => boolean;

/**
 * The result of `decide` with the exemptions that also apply after it. An exemption can match by a tag that the plan
 * changes; a plan for the current tags would then not be the last one.
 *
 * Begins with the exemptions that apply after the decision, then removes those that the decision ends, until none is left.
 * So an exemption that causes its own end does not apply.
 *
 * @param decide returns the tags that the resource will have, the same object if nothing changes
 * @returns the decision, and the exemptions that it was made with
 */
export function withStableExemptions<Decided extends { readonly tags: Tags | null }>(
  policy: TagPolicy,
  resource: TaggedResource,
  nowMs: number,
  decide: (isExempt: IsExempt) => Decided,
): Decided & { readonly exemptions: readonly Exemption[] } {
  const active = policy.exemptions.filter((exemption) => isActive(exemption, nowMs));
  const coveringOf = (tags: Tags | null) =>
    active.filter((exemption) => coversResource(policy, exemption, { ...resource, tags }));
  const decideBy = (exemptions: readonly Exemption[]) =>
    decide((key) => exemptions.some((exemption) => exemptsKey(exemption, key)));

  let exemptions: readonly Exemption[] = coveringOf(resource.tags);
  let decided = decideBy(exemptions);
  if (decided.tags === resource.tags || !active.some(({ match }) => match.tag)) {
    return { ...decided, exemptions };
  }
  for (exemptions = coveringOf(decided.tags); ;) {
    decided = decideBy(exemptions);
    const afterwards = coveringOf(decided.tags);
    const remaining = exemptions.filter((exemption) => afterwards.includes(exemption));
    if (remaining.length === exemptions.length) return { ...decided, exemptions };
    exemptions = remaining;
  }
}
