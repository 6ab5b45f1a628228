import type { Made } from './journal-entries.ts';
import { isPlainObject } from './json.ts';
import type { Change } from './plan-model.ts';

/** How a resource is never made twice. */
export type ResourceIdentity =
  /** The call has a client token: the same call again returns the same resource. */
  | 'client-token'
  /** The service has only one of the key: a second create is refused, and `make` then reads whose it is. */
  | 'natural-key'
  /** Neither: an ownership tag is in the call. A look-up comes before it, and after a lost answer until it can be believed. */
  | 'ownership-tag';

/** How a resource is some time after its call. */
export type Settlement =
  | { readonly state: 'done' }
  /** Not visible yet, or still being made or removed. */
  | { readonly state: 'pending'; readonly progress?: string }
  /** The service gave up on it. */
  | { readonly state: 'failed'; readonly code: string; readonly message: string };

/** What a failed call means for the next one. */
export type ResourceFailure =
  /** Not carried out; the same call may succeed later. */
  | 'throttled'
  /** It may have been carried out. */
  | 'unanswered'
  /** Not carried out: what it refers to was just made, and is not visible to this call yet. */
  | 'not-visible'
  /** Not carried out: something that goes by itself still uses it. */
  | 'in-use'
  /** Not carried out, and never will be. */
  | 'refused'
  /** So would be every further call. */
  | 'fatal';

/** How a resource is made. */
export interface ResourceCall {
  /** Of 32 letters and digits; the same for each attempt of the same change, also in another process. */
  readonly token: string;
  /** What a look-up found that an earlier call for it made: `make` completes it, and makes no other one. */
  readonly existing?: Made | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Makes, changes and removes resources, one at a time. It decides nothing, retries nothing and waits for nothing. */
export interface ResourceExecutor {
  /**
   * Ids by key: those of the plan's scope, to which what is made is added, and from which what is removed goes. Changes
   * refer to resources by key.
   */
  readonly ids: Map<string, string>;
  /** Of a change that makes a resource; `undefined`: it changes or removes one, which can be called again. */
  identityOf(change: Change): ResourceIdentity | undefined;
  /**
   * The resource of a change, as far as it is of the plan's owner; `undefined`: none is visible, or it has no id. One that
   * failed after it was made is there for a change that removes it, and under an id that is known; otherwise it is not.
   */
  find(change: Change, signal?: AbortSignal): Promise<Made | undefined>;
  /**
   * One call, or the few of one resource. Of what is there already it returns the id if it is as the plan wants it or has
   * our tag. What is removed is removed by id; that it is gone is success.
   *
   * @returns what was made; `undefined`: it has no id, or nothing was made
   */
  make(change: Change, call: ResourceCall): Promise<Made | undefined>;
  /** How it stands, after the call. */
  settle(change: Change, made: Made | undefined, signal?: AbortSignal): Promise<Settlement>;
  /** Removes what failed after it was made; that it is gone is success. */
  discard(change: Change, made: Made, signal?: AbortSignal): Promise<void>;
  /** What an error of any of these means. */
  failureOf(error: unknown): ResourceFailure;
}

/** The key of the resource that a change makes or removes; `undefined`: it changes a field. */
export function resourceKeyOf({ field, before, after }: Change): string | undefined {
  if (field !== 'exists') return undefined;
  const resource = before === null ? after : after === null ? before : undefined;
  return isPlainObject(resource) && typeof resource.key === 'string' ? resource.key : undefined;
}

/** Whether a change makes a resource. */
export function makesResource(change: Change): boolean {
  return change.before === null && resourceKeyOf(change) !== undefined;
}
