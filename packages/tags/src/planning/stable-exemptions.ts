import type { TaggedResource, Tags } from '../model.ts';
import type { Exemption, TagPolicy } from '../policy/index.ts';
import { coversResource, isActive } from '../policy/rules-for.ts';

/** Which keys of a resource an exemption lets off: of rules, or forbidden ones. */
export type IsExempt = (key: string) => boolean;

/**
 * What `decide` says by those exemptions that let the resource off once that is done, too: an exemption can go by a tag
 * that is to be changed, and what is planned by the tags as they were would have to be planned again.
 *
 * Exemptions are taken as they would be after; then those that end by what is decided so are left out, until none does.
 * What one that brings about its own end would have spared is thus not spared.
 *
 * @param decide says which tags the resource is going to have, the very same object where nothing changes
 * @returns what is decided, and the exemptions that it was decided by
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
    decide((key) => exemptions.some(({ keys }) => keys === 'all' || keys.includes(key)));

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
