import { MAX_IDS_PER_POWER_CALL } from '@groundcrew/aws/ec2';
import type { ActionKind } from '../deciding/index.ts';
import { SIZES_TAG, sizesText, stoppedSizes } from '../resources/group-sizes.ts';
import type { ScheduledResource } from '../resources/scheduled-resource.ts';
import type { ScheduleServices } from '../services/index.ts';

/** Starts and stops. */
export interface Power {
  /** All of these, of one {@link callKey}, or none: one call, or the few that one resource needs. */
  act(kind: ActionKind, resources: readonly ScheduledResource[]): Promise<void>;
}

/** What can be in one call with others. */
export function callKey({ account, region, type, hibernates }: ScheduledResource): string {
  return JSON.stringify([account, region, type, hibernates ?? false]);
}

/** How many resources of a type a call can be about. */
export function callSize(type: ScheduledResource['type']): number {
  return type === 'ec2:instance' ? MAX_IDS_PER_POWER_CALL : 1;
}

export interface PowerDeps extends ScheduleServices {
  /** The account of a resource as the services want it: `undefined` for the caller's own. */
  readonly accountOf?: (accountId: string) => string | undefined;
  readonly signal?: AbortSignal;
}

/** Starts and stops by the services. What is in a region of an account is in one call, where a call can be about several. */
export function createPower(deps: PowerDeps): Power {
  const { accountOf = (id) => id, signal } = deps;
  return {
    async act(kind, resources) {
      const [{ type, account, region, hibernates }] = resources as [ScheduledResource];
      const place = [accountOf(account), region] as const;
      const options = { signal };
      if (type === 'ec2:instance') {
        const ids = resources.map(({ id }) => id);
        const ec2 = deps.ec2For(...place);
        if (kind === 'start') await ec2.startInstances(ids, options);
        else await ec2.stopInstances(ids, { ...options, hibernate: hibernates ?? false });
        return;
      }
      for (const resource of resources) {
        if (type === 'autoscaling:group')
          await actOnGroup(kind, resource, deps.autoScalingFor(...place), options);
        else {
          const rds = deps.rdsFor(...place);
          await rds[kind](type === 'rds:db' ? 'instance' : 'cluster', resource.id, options);
        }
      }
    },
  };
}

/**
 * A group's sizes are in its tag before they are replaced by 0-0-0; a group that is 0-0-0 already has nothing to remember, and
 * its tag stays.
 */
async function actOnGroup(
  kind: ActionKind,
  { id, sizes, tags }: ScheduledResource,
  autoScaling: ReturnType<ScheduleServices['autoScalingFor']>,
  options: { readonly signal: AbortSignal | undefined },
): Promise<void> {
  if (kind === 'start') {
    // A decision to start one without sizes is refused before anything is sent.
    if (sizes?.kept) await autoScaling.updateSizes(id, sizes.kept, options);
    return;
  }
  if (!sizes || sizes.current.max === 0) return;
  const text = sizesText(sizes.current);
  if (tags[SIZES_TAG] !== text) await autoScaling.setTag(id, SIZES_TAG, text, options);
  await autoScaling.updateSizes(id, stoppedSizes, options);
}
