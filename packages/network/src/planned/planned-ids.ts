import { type Item, textOf } from '../desired/item.ts';
import { kindRules } from '../desired/kinds.ts';

/** Kinds that a model names by an id. */
const withIds: readonly Item['kind'][] = [
  'vpc',
  'subnet',
  'internet-gateway',
  'egress-only-gateway',
  'nat-gateway',
  'route-table',
  'endpoint',
  'group',
  'load-balancer',
  'target-group',
  'listener',
];

/**
 * The id of each item by its key: its own, or its name until it has one. Of two with one name (a VPC and its gateway), the
 * later one is named with its kind, or with its range: the same id would be the same resource.
 */
export function plannedIds(items: ReadonlyMap<string, Item>): ReadonlyMap<string, string> {
  const ids = new Map<string, string>();
  const taken = new Set<string>();
  for (const item of items.values()) {
    const { key, id, kind, name } = item;
    if (!withIds.includes(kind)) continue;
    const more = kind === 'subnet' ? textOf(item, 'cidr') : `(${kindRules[kind].title})`;
    const chosen = id ?? (taken.has(name) ? `${name} ${more}` : name);
    taken.add(chosen);
    ids.set(key, chosen);
  }
  return ids;
}
