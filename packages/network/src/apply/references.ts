import { GroundcrewError } from '@groundcrew/errors';
import type { Item } from '../desired/index.ts';
import type { LookUp } from './network-calls.ts';

/** The ids of what an item refers to by this name; those that are not known are left out. */
export function knownRefs(item: Pick<Item, 'refs'>, name: string, { ids }: Pick<LookUp, 'ids'>): string[] {
  return [item.refs[name] ?? []].flat().flatMap((key) => ids.get(key) ?? []);
}

/** Whether all that an item refers to by this name have known ids: none is still to be made. */
export function hasKnownRefs(item: Pick<Item, 'refs'>, name: string, { ids }: Pick<LookUp, 'ids'>): boolean {
  return [item.refs[name] ?? []].flat().every((key) => ids.has(key));
}

/** The one id of a reference; `undefined`: it is not known, as what it refers to is not there. */
export function knownRef(
  item: Pick<Item, 'refs'>,
  name: string,
  look: Pick<LookUp, 'ids'>,
): string | undefined {
  return knownRefs(item, name, look)[0];
}

/** The ids of a reference. @throws GroundcrewError `network.apply.no-id` */
export function refIds(
  item: Pick<Item, 'key' | 'refs'>,
  name: string,
  { ids }: Pick<LookUp, 'ids'>,
): string[] {
  return [item.refs[name] ?? []].flat().map((key) => {
    const id = ids.get(key);
    if (id === undefined) {
      throw new GroundcrewError(
        'network.apply.no-id',
        `${item.key} refers to ${key}, whose id is not known; make a new plan`,
        { fault: 'bug' },
      );
    }
    return id;
  });
}

/** As {@link refIds}, of a reference to one resource. */
export function refId(item: Pick<Item, 'key' | 'refs'>, name: string, look: Pick<LookUp, 'ids'>): string {
  const [id] = refIds(item, name, look);
  if (id === undefined) {
    throw new GroundcrewError('network.apply.no-id', `${item.key} refers to no ${name}; make a new plan`, {
      fault: 'bug',
    });
  }
  return id;
}
