import { lookupEvents, type LookupSettings, type TrailEvent } from '@groundcrew/aws/cloudtrail';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import type { ScheduledResource, ScheduledType } from '../resources/scheduled-resource.ts';
import { DAY_MS } from '../time/index.ts';

/** Who started and stopped a resource, as far as CloudTrail has it; or why it could not be read. */
export type KnownChanges =
  | { readonly events: readonly TrailEvent[]; readonly isWhole: boolean }
  | { readonly unread: string };

/** CloudTrail keeps events for this long: user guide, "Working with CloudTrail event history". */
const HISTORY_MS = 90 * DAY_MS;
/** More than these are not shown. */
const SHOWN = 5;

const calls: Readonly<Record<ScheduledType, readonly string[]>> = {
  'ec2:instance': ['RunInstances', 'StartInstances', 'StopInstances'],
  'rds:db': ['StartDBInstance', 'StopDBInstance'],
  'rds:cluster': ['StartDBCluster', 'StopDBCluster'],
  'autoscaling:group': ['UpdateAutoScalingGroup', 'SetDesiredCapacity'],
};

/** The newest calls that started or stopped a resource. That they may not be read is not a failure. */
export async function lookUpChanges(
  { id, type }: ScheduledResource,
  settings: LookupSettings,
  nowMs: number,
  signal?: AbortSignal,
): Promise<KnownChanges> {
  const query = { resource: id, fromMs: nowMs - HISTORY_MS, toMs: nowMs, names: calls[type] };
  try {
    const { events, isWhole } = await lookupEvents(settings, query, { signal });
    return { events: events.slice(0, SHOWN), isWhole };
  } catch (error) {
    if (!isGroundcrewError(error, 'aws-cloudtrail.lookup-failed')) throw error;
    return { unread: messageOf(error) };
  }
}
