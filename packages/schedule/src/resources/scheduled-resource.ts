import type { GroupSizes } from '@groundcrew/aws/autoscaling';
import type { ResourceFacts } from '../assignment/index.ts';
import type { Observed } from '../deciding/index.ts';

/** What can be started and stopped: an EC2 instance, a DB instance, an Aurora cluster, an Auto Scaling group. */
export const scheduledTypes = ['ec2:instance', 'rds:db', 'rds:cluster', 'autoscaling:group'] as const;
export type ScheduledType = (typeof scheduledTypes)[number];

/** A resource that may be on a schedule, as it was read. */
export interface ScheduledResource extends ResourceFacts {
  readonly type: ScheduledType;
  readonly arn: string;
  /** Its tag `Name`. */
  readonly name?: string;
  readonly observed: Observed;
  /** Why it must not be started or stopped, for people. */
  readonly refusal?: string;
  /** An instance that was launched so that it can hibernate: it keeps its memory when it is stopped. */
  readonly hibernates?: true;
  /** Of an Auto Scaling group: what it has, and what its tag remembers from before it was stopped. */
  readonly sizes?: { readonly current: GroupSizes; readonly kept?: GroupSizes };
}
