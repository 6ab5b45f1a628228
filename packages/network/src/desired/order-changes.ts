import { type Item, type ItemKind, refsOf } from './item.ts';
import { kindRules } from './kinds.ts';
import type { NetworkChange } from './network-change.ts';
import { replacedFor } from './replaced.ts';

type Draft = Omit<NetworkChange, 'requires'>;

const rank = { create: 0, update: 1, remove: 2 } as const;
const kinds = Object.keys(kindRules) as ItemKind[];

/** Kinds are made in the order of {@link kindRules}, and removed in the reverse one, as far as they need nothing else. */
function kindRank({ action, before, after }: Draft): number {
  const place = kinds.indexOf((after ?? before)!.kind);
  return action === 'remove' ? -place : place;
}

/**
 * An update after which a resource has not all that it had, such as a subnet its IPv6 range: what uses it gives that up first, and
 * what is made with it needs nothing of the update.
 */
export function removesValue({ action, before, after }: Draft): boolean {
  if (action !== 'update' || !before || !after) return false;
  return Object.keys(before.refs).some((name) => after.refs[name] === undefined);
}

/**
 * Changes in an order in which each can be made: what is referred to is made first, and removed last, when nothing refers to
 * it any more; what takes something away from a resource comes after the changes of what uses the resource. Of two that need nothing of each other, what makes comes before what changes, and that before what removes;
 * then by kind and key, so that the same changes always have the same order.
 */
export function inOrder(drafts: readonly Draft[], existing: ReadonlyMap<string, Item>): NetworkChange[] {
  const byKey = new Map(drafts.map((each) => [each.key, each]));
  const users = usersOf(existing);
  const replaced = replacedFor(drafts, existing);
  const changes = drafts.map((each): NetworkChange => {
    const requires = new Set<string>();
    for (const ref of each.after ? refsOf(each.after) : []) {
      const needed = byKey.get(ref);
      if (needed && needed.action !== 'remove' && !removesValue(needed)) requires.add(needed.id);
    }
    for (const user of each.action === 'remove' || removesValue(each) ? (users.get(each.key) ?? []) : []) {
      const change = byKey.get(user);
      if (change) requires.add(change.id);
    }
    for (const id of replaced(each)) requires.add(id);
    return { ...each, requires: [...requires].toSorted() };
  });
  return sorted(changes);
}

/** For each key, the keys of what refers to it. */
function usersOf(items: ReadonlyMap<string, Item>): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const item of items.values()) {
    for (const ref of refsOf(item)) {
      const known = users.get(ref);
      if (known) known.push(item.key);
      else users.set(ref, [item.key]);
    }
  }
  return users;
}

function sorted(changes: readonly NetworkChange[]): NetworkChange[] {
  const left = changes.toSorted(
    (one, other) =>
      rank[one.action] - rank[other.action] ||
      kindRank(one) - kindRank(other) ||
      (one.key < other.key ? -1 : 1),
  );
  const done = new Set<string>();
  const order: NetworkChange[] = [];
  while (left.length > 0) {
    const next = left.findIndex(({ requires }) => requires.every((id) => done.has(id)));
    if (next < 0) throw new TypeError(`changes need each other: ${left.map(({ id }) => id).join(', ')}`);
    const [change] = left.splice(next, 1);
    done.add(change!.id);
    order.push(change!);
  }
  return order;
}
