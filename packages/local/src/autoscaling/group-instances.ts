import type { Organization, RegionInstances } from '../account/index.ts';
import type { InstanceStates } from '../ec2/index.ts';
import type { GroupInstances } from './groups.ts';

const GROUP_TAG = 'aws:autoscaling:groupName';

/** The instances of the account file that have a group's name in their tag, with their states in EC2. */
export function groupInstances({
  organization,
  states,
  now,
}: {
  readonly organization: Organization;
  readonly states: InstanceStates;
  readonly now: () => number;
}): (accountId: string, region: string) => GroupInstances {
  const indexes = new WeakMap<RegionInstances, ReadonlyMap<string, readonly string[]>>();

  function indexOf(instances: RegionInstances): ReadonlyMap<string, readonly string[]> {
    const known = indexes.get(instances);
    if (known) return known;
    const index = new Map<string, string[]>();
    for (let position = 0; position < instances.size; position += 1) {
      const name = instances.entryAt(position).tags?.[GROUP_TAG];
      if (name === undefined) continue;
      index.set(name, [...(index.get(name) ?? []), instances.at(position).id]);
    }
    indexes.set(instances, index);
    return index;
  }

  return (accountId, region) => {
    const instances = organization.instances(accountId, region);
    return {
      idsOf: (groupName) => indexOf(instances).get(groupName) ?? [],
      isStopped(id) {
        const position = instances.positionOf(id);
        if (position === undefined) return false;
        const { state } = states.at(instances, now()).at(position);
        return state !== 'running' && state !== 'pending';
      },
      terminate(id) {
        const position = instances.positionOf(id);
        if (position !== undefined) states.make(instances, position, 'terminate', now());
      },
    };
  };
}
