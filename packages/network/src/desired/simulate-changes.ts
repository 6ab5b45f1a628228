import { type Item, refOf, refsOf, textOf } from './item.ts';
import type { NetworkState } from './network-state.ts';
import type { NetworkChange } from './network-change.ts';

/** What AWS would answer. */
export class SimulatedRefusal extends Error {}

/**
 * The state after one change, as AWS would make it: with its own id for what is new, and refusals for what is there already,
 * for what refers to nothing, and for what is removed while something refers to it.
 *
 * @throws SimulatedRefusal
 */
export function applyChange(
  state: NetworkState,
  { action, key, after }: NetworkChange,
  newId: () => string,
): NetworkState {
  const items = new Map(state.items);
  const before = items.get(key);
  if (action === 'create' && before) throw new SimulatedRefusal(`${key} exists`);
  if (action !== 'create' && !before) throw new SimulatedRefusal(`${key} is not there`);
  if (action === 'remove' || !after) {
    const user = [...items.values()].find((item) => refsOf(item).includes(key));
    if (user) throw new SimulatedRefusal(`DependencyViolation: ${user.key} refers to ${key}`);
    items.delete(key);
    return { ...state, items };
  }
  const missing = refsOf(after).find((ref) => !items.has(ref));
  if (missing !== undefined) throw new SimulatedRefusal(`${key} refers to ${missing}, which is not there`);
  const inUse = refusalOf(after, before, items);
  if (inUse !== undefined) throw new SimulatedRefusal(inUse);
  items.set(key, { ...after, id: before?.id ?? newId() } satisfies Item);
  return { ...state, items };
}

/** What AWS refuses of a resource for another that has the same address range or target group. */
function refusalOf(
  after: Item,
  before: Item | undefined,
  items: ReadonlyMap<string, Item>,
): string | undefined {
  const all = [...items.values()];
  const isDual = (item: Item) =>
    item.kind === 'load-balancer' && textOf(item, 'ipAddressType') === 'dualstack';
  if (after.kind === 'subnet' && before?.props['ipv6'] !== undefined && after.props['ipv6'] === undefined) {
    const user = all.find((item) => isDual(item) && refsOf(item).includes(after.key));
    if (user) return `InvalidCidrBlock.InUse: ${user.key} has IPv6 in ${after.key}`;
  }
  if (isDual(after)) {
    const subnet = [after.refs['subnets'] ?? []]
      .flat()
      .find((key) => items.get(key)?.props['ipv6'] === undefined);
    if (subnet !== undefined) return `InvalidSubnet: ${subnet} has no IPv6, and ${after.key} needs it`;
  }
  if (after.kind === 'listener') {
    const other = all.find(
      (item) =>
        item.kind === 'listener' &&
        refOf(item, 'target') === refOf(after, 'target') &&
        refOf(item, 'loadBalancer') !== refOf(after, 'loadBalancer'),
    );
    if (other) return `TargetGroupAssociationLimit: ${other.key} has ${refOf(after, 'target')}`;
  }
  return undefined;
}

/**
 * What takes back changes that were made, the last one first: each value is restored, what was made is removed, what was
 * removed is made again, with another id.
 */
export function undoOf(made: readonly NetworkChange[]): NetworkChange[] {
  return made.toReversed().map(({ action, key, before, after, interrupts, ...change }) => {
    const reverse = ({ create: 'remove', update: 'update', remove: 'create' } as const)[action];
    return {
      ...change,
      id: `${reverse} ${key}`,
      action: reverse,
      key,
      ...(after && { before: after }),
      ...(before && { after: before }),
      ...(interrupts && { interrupts }),
      requires: [],
    };
  });
}
