import { matchesWildcard, parseGlob } from '../wildcard.ts';
import type { TagFaultOptions } from './tag-options.ts';

/** Decides which tag faults to inject. */
export interface TagFaults {
  /** Age of the tags that a call sees, in milliseconds: for {@link TagStore}'s reads. Drawn once per call. */
  staleMs(caller: string, operation: string): number;
  /** The code with which a resource of a TagResources or UntagResources fails; `undefined`: it succeeds. */
  failureOf(caller: string, operation: string): string | undefined;
  /** Whether tag changes of this resource are denied. */
  denies(resource: { readonly arn: string; readonly type: string }): boolean;
}

const DEFAULT_STALE_MS = 2000;

/** `chance`: whether a fault with this rate is injected for this caller, now. */
export function createTagFaults(
  { staleTags, failTagResources, denyTagging = [] }: TagFaultOptions,
  chance: (caller: string, rate: number | undefined, purpose: string) => boolean,
): TagFaults {
  const denied = denyTagging.map(parseGlob);
  return {
    staleMs(caller, operation) {
      const isStale = chance(caller, staleTags?.chance, `staleTags ${caller} ${operation}`);
      return isStale ? (staleTags?.forMs ?? DEFAULT_STALE_MS) : 0;
    },
    failureOf(caller, operation) {
      const fails = chance(caller, failTagResources?.chance, `failTagResources ${caller} ${operation}`);
      return fails ? (failTagResources?.code ?? 'InternalServiceException') : undefined;
    },
    denies: ({ arn, type }) =>
      denied.some((glob) => matchesWildcard(glob, arn) || matchesWildcard(glob, type)),
  };
}
