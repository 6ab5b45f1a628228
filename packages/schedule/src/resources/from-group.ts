import type { AutoScalingGroup, GroupSizes } from '@groundcrew/aws/autoscaling';
import type { Observed } from '../deciding/index.ts';
import { parseSizes, SIZES_TAG } from './group-sizes.ts';
import type { ScheduledResource } from './scheduled-resource.ts';

/** An Auto Scaling group as a schedule sees it; `undefined`: it is being deleted. */
export function fromGroup(group: AutoScalingGroup, region: string): ScheduledResource | undefined {
  const { AutoScalingGroupName: id, AutoScalingGroupARN: arn, Status } = group;
  if (id === undefined || arn === undefined || Status !== undefined) return undefined;
  const tags = Object.fromEntries((group.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  const current = { min: group.MinSize ?? 0, desired: group.DesiredCapacity ?? 0, max: group.MaxSize ?? 0 };
  const kept = parseSizes(tags[SIZES_TAG]);
  return {
    id,
    arn,
    type: 'autoscaling:group',
    account: arn.split(':')[4] ?? '',
    region,
    tags,
    ...(tags.Name !== undefined && { name: tags.Name }),
    observed: { state: stateOf(current, group.Instances ?? []), mayInterrupt: true },
    sizes: { current, ...(kept && { kept }) },
  };
}

/** A group that wants no instance for now runs, since its policies may start one: only a maximum of 0 is stopped. */
function stateOf(
  { desired, max }: GroupSizes,
  instances: readonly { readonly LifecycleState?: string | undefined }[],
): Observed['state'] {
  if (max === 0) return instances.length > 0 ? 'stopping' : 'stopped';
  const inService = instances.filter(({ LifecycleState }) => LifecycleState === 'InService').length;
  return inService < desired ? 'starting' : 'running';
}
