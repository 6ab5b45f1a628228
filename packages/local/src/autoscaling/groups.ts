import type { AccountGroup } from '../account/index.ts';

export interface GroupSizes {
  readonly min: number;
  readonly desired: number;
  readonly max: number;
}

/** An instance of a group. */
export interface Member {
  readonly id: string;
  /** Of a described one any that there is: "LifecycleState" of the API reference. */
  state: string;
  /** Whether it was found stopped, and is replaced. */
  isUnhealthy: boolean;
  /** When it gets where it is going. */
  arrivesMs: number;
}

/** The state of a group. */
export interface Group {
  readonly entry: AccountGroup;
  readonly tags: Map<string, { readonly value: string; readonly propagates: boolean }>;
  sizes: GroupSizes;
  members: Member[];
  launched: number;
}

/** The instances of the account file that groups have, in EC2. */
export interface GroupInstances {
  /** The ids of those whose tag names the group. */
  idsOf(groupName: string): readonly string[];
  /** Whether one of them does not run. */
  isStopped(id: string): boolean;
  terminate(id: string): void;
}

/** Of instances of groups: "pending" to "running", and to "terminated". */
const [START_MS, STOP_MS] = [20_000, 40_000];

export function createGroup(entry: AccountGroup, instances: GroupInstances): Group {
  const { min, desired, max, tags = {} } = entry;
  const described = entry.members ?? instances.idsOf(entry.name).slice(0, desired);
  const group: Group = {
    entry,
    tags: new Map(Object.entries(tags).map(([key, value]) => [key, { value, propagates: false }])),
    sizes: { min, desired, max },
    members: described.map(memberOf),
    launched: 0,
  };
  if (entry.members !== undefined) return group;
  // As if it had been so for long.
  while (group.members.length < desired && entry.startFault !== 'capacity')
    group.members.push({ ...launch(group, 0), state: 'InService' });
  return group;
}

/** `i-…`, or `i-…=Pending`. */
function memberOf(text: string): Member {
  const [id = '', state = 'InService'] = text.split('=');
  return { id, state, isUnhealthy: false, arrivesMs: Number.POSITIVE_INFINITY };
}

/**
 * Brings a group to where it is now: instances that are stopped are replaced, and there are as many as it wants.
 *
 * Rules: "Health checks for instances in an Auto Scaling group" and "Set scaling limits" of the EC2 Auto Scaling user guide.
 */
export function advance(group: Group, nowMs: number, instances: GroupInstances): void {
  for (const member of group.members) {
    if (member.state === 'Pending' && member.arrivesMs <= nowMs) member.state = 'InService';
    if (member.state === 'InService' && instances.isStopped(member.id)) {
      member.isUnhealthy = true;
      end(member, nowMs, instances);
    }
  }
  group.members = group.members.filter(
    ({ state, arrivesMs }) => state !== 'Terminating' || arrivesMs > nowMs,
  );
  const alive = group.members.filter(({ state }) => state !== 'Terminating');
  // The oldest are terminated first.
  for (const member of alive.slice(0, Math.max(0, alive.length - group.sizes.desired)))
    end(member, nowMs, instances);
  if (group.entry.startFault === 'capacity') return;
  for (let count = alive.length; count < group.sizes.desired; count += 1)
    group.members.push(launch(group, nowMs));
}

function launch(group: Group, nowMs: number): Member {
  group.launched += 1;
  const hex = Buffer.from(group.entry.name).toString('hex').slice(0, 8).padStart(8, '0');
  const id = `i-0${hex}${group.launched.toString(16).padStart(8, '0')}`;
  return { id, state: 'Pending', isUnhealthy: false, arrivesMs: nowMs + START_MS };
}

function end(member: Member, nowMs: number, instances: GroupInstances): void {
  member.state = 'Terminating';
  member.arrivesMs = nowMs + STOP_MS;
  instances.terminate(member.id);
}
