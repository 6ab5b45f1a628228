import { type Item, refOf } from './item.ts';
import type { NetworkChange } from './network-change.ts';

type Draft = Omit<NetworkChange, 'requires'>;

/**
 * What a change waits for where a load balancer is replaced by another of the same name in the file, of another scheme or type:
 *
 * - a record leads to a load balancer when that listens;
 * - a listener of the old one goes when the new load balancer is there;
 * - a listener of the new one waits until no listener of the old one has its target group: "You can use a target group with only
 *   one load balancer" (Elastic Load Balancing, `TargetGroupAssociationLimit`). It is the same target group, since its
 *   targets were registered by others and are not known to a new one;
 * - the old load balancer goes after all that the new one gets.
 *
 * @returns ids of the changes that a change waits for
 */
export function replacedFor(
  drafts: readonly Draft[],
  existing: ReadonlyMap<string, Item>,
): (draft: Draft) => readonly string[] {
  const kept = drafts.filter(({ action }) => action !== 'remove');
  const removed = new Map(drafts.filter(({ action }) => action === 'remove').map((each) => [each.key, each]));
  const listeners = [...existing.values()].filter(({ kind }) => kind === 'listener');
  const byKey = new Map(drafts.map((each) => [each.key, each]));
  const of = (kind: Item['kind'], by: string, key: string) =>
    kept.filter(({ after }) => after?.kind === kind && refOf(after, by) === key);
  const replacementOf = (key: string | undefined): readonly Draft[] => {
    if (key === undefined || !removed.has(key)) return [];
    return kept.filter(
      ({ action, after }) =>
        action === 'create' && after?.kind === 'load-balancer' && ownName(after.key) === ownName(key),
    );
  };

  function waitsFor({ action, before, after }: Draft): readonly Draft[] {
    const item = after ?? before!;
    if (item.kind === 'record' && after) return of('listener', 'loadBalancer', refOf(after, 'target') ?? '');
    if (item.kind === 'load-balancer' && action === 'remove') {
      return replacementOf(item.key).flatMap((each) => [
        each,
        ...of('listener', 'loadBalancer', each.key),
        ...of('record', 'target', each.key),
      ]);
    }
    if (item.kind !== 'listener') return [];
    if (!after) return replacementOf(refOf(item, 'loadBalancer'));
    const target = refOf(after, 'target');
    return listeners
      .filter((each) => refOf(each, 'target') === target)
      .filter((each) => refOf(each, 'loadBalancer') !== refOf(after, 'loadBalancer'))
      .flatMap(({ key }) => byKey.get(key) ?? []);
  }

  return (draft) => waitsFor(draft).map(({ id }) => id);
}

/** The name of a load balancer in the file, of its key `load-balancer:www/application/internal`. */
const ownName = (key: string): string => key.split(':')[1]?.split('/')[0] ?? '';
