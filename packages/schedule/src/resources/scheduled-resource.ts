import type { ResourceFacts } from '../assignment/index.ts';
import type { Observed } from '../deciding/index.ts';

/** A resource that may be on a schedule, as it was read. */
export interface ScheduledResource extends ResourceFacts {
  readonly arn: string;
  /** Its tag `Name`. */
  readonly name?: string;
  readonly observed: Observed;
  /** Why it must not be started or stopped, for people. */
  readonly refusal?: string;
}
