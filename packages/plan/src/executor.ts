import type { Json } from './json.ts';
import type { Change, Target } from './plan-model.ts';
import type { ResourceExecutor } from './resource-executor.ts';

/** A field of a resource, to be read. A change is one: `id` is that of the change. */
export interface Field {
  /** The key of the value in the result of `read`. */
  readonly id: string;
  readonly target: Target;
  readonly field: string;
}

/** The current value of a field; `gone`: its resource does not exist. */
export type CurrentValue = { readonly value: Json } | 'gone';

/** A change of a batch that failed while others of it may have been made. */
export interface ItemFailure {
  /** The change's. */
  readonly id: string;
  /** As the service names it: `AccessDeniedException`. */
  readonly code: string;
  readonly message: string;
  /** The same call may succeed later. It is then retried, and the change may have been made already. */
  readonly retryable: boolean;
}

/** Reads and makes changes of one kind. It makes no decisions and retries nothing. */
export interface Executor {
  /** The current values of the fields, by their ids: one for each. */
  read(fields: readonly Field[], signal?: AbortSignal): Promise<ReadonlyMap<string, CurrentValue>>;
  /** The minimum number of calls: changes that can be in one call. Each change once, in the order to make them. */
  batches(changes: readonly Change[]): readonly (readonly Change[])[];
  /**
   * Makes the changes of a batch, or of a part of one, by one call or the few that it needs. Resolves with the
   * changes that failed; throws if the call failed as a whole.
   */
  apply(batch: readonly Change[], signal?: AbortSignal): Promise<{ readonly failed: readonly ItemFailure[] }>;
  /** Whether a thrown error is a throttle or transient, so that the same call is retried. Default: none is. */
  isRetryable?(error: unknown): boolean;
  /**
   * Whether every further call would fail too: expired credentials. The apply then stops, instead of bisecting the
   * call to find the change that fails. Default: none is.
   */
  isFatal?(error: unknown): boolean;
  /** Set where changes make and remove resources: each is then made by it, alone, and `apply` is not called. */
  readonly resources?: ResourceExecutor;
}
