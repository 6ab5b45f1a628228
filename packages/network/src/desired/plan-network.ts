import type { AddressPlan } from '../addresses/index.ts';
import type { NetworkFile } from '../file/index.ts';
import type { Item } from './item.ts';
import { callsOf, kindRules } from './kinds.ts';
import type { NetworkChange, NetworkPlan } from './network-change.ts';
import type { NetworkState } from './network-state.ts';
import { inOrder } from './order-changes.ts';
import { hourlyPrice } from './prices.ts';
import { refusalsOf } from './refusals.ts';
import { wantedItems } from './wanted-items.ts';

/** What has to be made, changed and removed, so that what is there becomes what the file wants. */
export function planNetwork(file: NetworkFile, addresses: AddressPlan, state: NetworkState): NetworkPlan {
  const wanted = wantedItems(file, addresses, state);
  const kept: Item[] = [];
  const drafts: Omit<NetworkChange, 'requires'>[] = [];
  for (const item of wanted.values()) {
    const before = state.items.get(item.key);
    if (!before) {
      drafts.push(createOf(item, file.region));
      continue;
    }
    const fields = changedFields(before, item);
    const after = { ...item, ...(before.id !== undefined && { id: before.id }) };
    if (fields.length === 0) kept.push(before);
    else drafts.push(updateOf(before, after, fields, file.region));
  }
  for (const item of state.items.values())
    if (!wanted.has(item.key)) drafts.push(removeOf(item, file.region));
  const changes = inOrder(drafts, state.items);
  const prices = [...wanted.values()].map((item) => hourlyPrice(item, file.region));
  return {
    changes,
    kept,
    refusals: refusalsOf(file, wanted, state),
    interruptions: [...new Set(changes.flatMap(({ interrupts }) => interrupts ?? []))].toSorted(),
    hourly: {
      usd: prices.reduce<number>((sum, price) => sum + (price ?? 0), 0),
      unknown: prices.filter((price) => price === undefined).length,
    },
  };
}

type Draft = Omit<NetworkChange, 'requires'>;

function createOf(after: Item, region: string): Draft {
  const { create, identity } = kindRules[after.kind];
  return { ...draft('create', after.key, [create]), after, identity, ...priced(undefined, after, region) };
}

function updateOf(before: Item, after: Item, fields: readonly string[], region: string): Draft {
  const { whenChanged } = kindRules[after.kind];
  const interrupts = isInterrupted(before, after, fields) ? whenChanged?.what : undefined;
  return {
    ...draft('update', after.key, callsOf(after.kind, fields)),
    before,
    after,
    fields,
    ...priced(before, after, region),
    ...(interrupts && { interrupts }),
  };
}

/** What is added interrupts nothing: a load balancer that gets a further zone, a subnet that gets IPv6. */
function isInterrupted(before: Item, after: Item, fields: readonly string[]): boolean {
  const { of = [], losing = {} } = kindRules[after.kind].whenChanged ?? {};
  return fields.some((field) => {
    const had = before.refs[field] ?? before.props[field];
    if (!of.includes(field) || had === undefined || (losing[field] ?? had) !== had) return false;
    const has = after.refs[field] ?? after.props[field];
    return !(Array.isArray(had) && Array.isArray(has) && had.every((each: string) => has.includes(each)));
  });
}

function removeOf(before: Item, region: string): Draft {
  const { remove, whenRemoved } = kindRules[before.kind];
  return {
    ...draft('remove', before.key, [remove]),
    before,
    ...priced(before, undefined, region),
    ...(whenRemoved && { interrupts: whenRemoved }),
  };
}

function draft(action: NetworkChange['action'], key: string, calls: readonly string[]) {
  return { id: `${action} ${key}`, action, key, calls, fields: [] as readonly string[] };
}

function priced(
  before: Item | undefined,
  after: Item | undefined,
  region: string,
): { readonly hourlyUsd?: number } {
  const now = before ? hourlyPrice(before, region) : 0;
  const then = after ? hourlyPrice(after, region) : 0;
  return now === undefined || then === undefined ? {} : { hourlyUsd: then - now };
}

/** Names of values and references that differ. What AWS chose itself, such as the range of IPv6, is not compared. */
export function changedFields(before: Item, after: Item): readonly string[] {
  const props = Object.keys(after.props).filter((name) => !isSame(before.props[name], after.props[name]));
  // A value that is given no more, such as a certificate, is a difference too.
  const gone =
    before.kind === 'ipv6-range'
      ? []
      : Object.keys(before.props).filter((name) => !Object.hasOwn(after.props, name));
  const refs = [...new Set([...Object.keys(before.refs), ...Object.keys(after.refs)])].filter(
    (name) =>
      !isSame([before.refs[name] ?? []].flat().toSorted(), [after.refs[name] ?? []].flat().toSorted()),
  );
  return [...props, ...gone, ...refs];
}

function isSame(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null)
    return one === other;
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every(
    (key) => (one as Record<string, unknown>)[key] === (other as Record<string, unknown>)[key],
  );
}
