import type { ScheduledType } from './scheduled-resource.ts';

/** As snapshots name them; the tagging API has a name of its own for groups. */
const types: Readonly<Record<string, ScheduledType>> = {
  'ec2:instance': 'ec2:instance',
  'rds:db': 'rds:db',
  'rds:cluster': 'rds:cluster',
  'autoscaling:group': 'autoscaling:group',
  'autoscaling:autoScalingGroup': 'autoscaling:group',
};

/** The type of a resource of a snapshot; `undefined`: it can't be on a schedule. */
export function scheduledTypeOf(snapshotType: string): ScheduledType | undefined {
  return Object.hasOwn(types, snapshotType) ? types[snapshotType] : undefined;
}
