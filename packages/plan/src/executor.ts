import type { Json } from './json.ts';
import type { Change, Target } from './plan-model.ts';

/** A field of a resource, to be read. A change is one: `id` is that of the change. */
export interface Field {
  /** What the answer goes by. */
  readonly id: string;
  readonly target: Target;
  readonly field: string;
}

/** What a field is now; `gone`: its resource is no more. */
export type CurrentValue = { readonly value: Json } | 'gone';

/** A change of a batch that failed while others of it may have been made. */
export interface ItemFailure {
  /** The change's. */
  readonly id: string;
  /** As the service names it: `AccessDeniedException`. */
  readonly code: string;
  readonly message: string;
  /** The same call may well succeed later. It is then made again, and the change may have been made already. */
  readonly retryable: boolean;
}

/** How changes of one kind are read and made. It makes no decisions, and tries nothing twice. */
export interface Executor {
  /** The present values of the fields, by their ids: one for each. */
  read(fields: readonly Field[], signal?: AbortSignal): Promise<ReadonlyMap<string, CurrentValue>>;
  /** The fewest calls: changes that can go in one call together. Each change once, in the order they shall be made. */
  batches(changes: readonly Change[]): readonly (readonly Change[])[];
  /**
   * Makes the changes of a batch, or of a part of one, by one call or the few that it needs. Resolves with what
   * failed, each told; throws where the call failed as a whole.
   */
  apply(batch: readonly Change[], signal?: AbortSignal): Promise<{ readonly failed: readonly ItemFailure[] }>;
  /** Whether a thrown error is a throttle or transient: the same call is made again. Without it, none is. */
  isRetryable?(error: unknown): boolean;
  /**
   * Whether no further call would fare better: credentials that have run out. The apply then stops, instead of
   * halving the call to find a culprit. Without it, none is.
   */
  isFatal?(error: unknown): boolean;
}
