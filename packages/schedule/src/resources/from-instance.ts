import type { Ec2Instance, SpotRequestType } from '@groundcrew/aws/ec2';
import { ec2Arn } from '@groundcrew/aws/ec2/tagging';
import type { Observed } from '../deciding/index.ts';
import type { ScheduledResource } from './scheduled-resource.ts';

const states: Readonly<Record<string, Observed['state']>> = {
  pending: 'starting',
  running: 'running',
  stopping: 'stopping',
  stopped: 'stopped',
};

/** An instance as a schedule sees it; `spotType`: of the request of a spot instance; `undefined`: terminated, or about to be. */
export function fromInstance(
  instance: Ec2Instance,
  { accountId, region }: { readonly accountId: string; readonly region: string },
  spotType?: SpotRequestType,
): ScheduledResource | undefined {
  const state = states[instance.State?.Name ?? ''];
  const id = instance.InstanceId;
  if (state === undefined || id === undefined) return undefined;
  const tags = Object.fromEntries((instance.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value]));
  const sinceMs = sinceOf(instance, state);
  const fault = state === 'stopped' ? faultOf(instance) : undefined;
  const refusal = refusalOf(instance, tags, spotType);
  return {
    id,
    arn: ec2Arn({ kind: 'ec2:instance', id, region, accountId }),
    type: 'ec2:instance',
    account: accountId,
    region,
    tags,
    ...(tags.Name !== undefined && { name: tags.Name }),
    observed: {
      state,
      ...(sinceMs !== undefined && { sinceMs }),
      ...(fault !== undefined && { fault }),
    },
    ...(instance.HibernationOptions?.Configured === true && { hibernates: true as const }),
    ...(refusal !== undefined && { refusal }),
  };
}

/**
 * Since when it runs or is stopped. A stop is returned as text: API reference of EC2, "Instance", StateTransitionReason, as in
 * `User initiated (2027-01-04 11:00:00 GMT)`.
 */
function sinceOf(instance: Ec2Instance, state: Observed['state']): number | undefined {
  if (state === 'running' || state === 'starting') return instance.LaunchTime?.getTime();
  const [, date, time] =
    /\((\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) (?:GMT|UTC)\)/.exec(instance.StateTransitionReason ?? '') ??
    [];
  return time === undefined ? undefined : Date.parse(`${date}T${time}Z`);
}

/** "StateReason" of the EC2 API reference: the reasons that nobody has asked for. */
const faults: ReadonlySet<string> = new Set([
  'Server.InsufficientInstanceCapacity',
  'Server.InternalError',
  'Client.InternalError',
  'Client.InvalidSnapshot.NotFound',
  'Client.VolumeLimitExceeded',
]);

/** The name of what stopped an instance while it started. */
function faultOf({ StateReason }: Ec2Instance): string | undefined {
  const code = StateReason?.Code;
  return code !== undefined && faults.has(code) ? code : undefined;
}

/** What would be replaced, lost or refused if it were stopped. */
function refusalOf(
  instance: Ec2Instance,
  tags: Readonly<Record<string, string>>,
  spotType: SpotRequestType | undefined,
): string | undefined {
  const group = tags['aws:autoscaling:groupName'];
  if (group !== undefined) {
    return `is a member of the Auto Scaling group ${group}, which would replace it; put the group on a schedule`;
  }
  if (instance.RootDeviceType === 'instance-store')
    return 'has an instance store as its root device, and cannot be stopped';
  if (instance.InstanceLifecycle === 'spot' && spotType !== 'persistent') {
    return spotType === 'one-time'
      ? 'is a spot instance of a one-time request, and cannot be stopped'
      : 'is a spot instance, and the type of its request could not be read: one of a one-time request cannot be stopped';
  }
  if (instance.InstanceLifecycle === 'capacity-block') return 'is of a capacity block, and cannot be stopped';
  return undefined;
}
