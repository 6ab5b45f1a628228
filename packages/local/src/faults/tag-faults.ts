import { matchesWildcard, parseGlob } from '../wildcard.ts';
import type { TagFaultOptions } from './tag-options.ts';

/** Decides what goes wrong with tags. */
export interface TagFaults {
  /** How old the tags are that a call sees, in milliseconds: for {@link TagStore}'s reads. Drawn once a call. */
  staleMs(caller: string, operation: string): number;
  /** The code with which a resource of a TagResources or UntagResources fails; `undefined`: it does not. */
  failureOf(caller: string, operation: string): string | undefined;
  /** Whether nobody may change the tags of this resource. */
  denies(resource: { readonly arn: string; readonly type: string }): boolean;
}

const DEFAULT_STALE_MS = 2000;

/** `chance`: whether something with this rate happens to this caller, now. */
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
