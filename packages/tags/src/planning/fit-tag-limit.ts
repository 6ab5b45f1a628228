import { MAX_TAGS } from '@groundcrew/aws/tagging';
import { type Fix, isTagChange, type TagChange } from './fix.ts';

/**
 * Orders the fixes of one resource so that it never has more tags than AWS allows, not even between two calls. Tags
 * are added before those that they replace are removed. If there is no room for that, independent removals go first,
 * then one replacement after the other, then other additions as far as there is room; the rest become findings.
 *
 * @param count of its tags, without those of AWS
 */
export function fitTagLimit(count: number, fixes: readonly Fix[]): readonly Fix[] {
  const changes = fixes.filter(isTagChange);
  const added = changes.filter(({ before }) => before === null);
  if (count + added.length <= MAX_TAGS) return fixes;

  const addedKeys = new Set(added.map(({ key }) => key));
  const replacedBy = (key: string) =>
    changes.filter(({ after, requires }) => after === null && requires?.includes(key));
  const free = changes.filter(
    ({ after, requires }) => after === null && !requires?.some((key) => addedKeys.has(key)),
  );
  let room = MAX_TAGS - count + free.length;
  let before = keysOf(free);
  const requires = new Map<string, readonly string[]>();
  const replacing = added.filter(({ key }) => replacedBy(key).length > 0);
  for (const { key } of room > 0 ? replacing : []) {
    requires.set(key, before);
    before = keysOf(replacedBy(key));
    room += before.length - 1;
  }
  for (const { key } of added) {
    if (requires.has(key) || room <= 0) continue;
    requires.set(key, before);
    room -= 1;
  }
  return fixes.flatMap((fix): readonly Fix[] => {
    if (!isTagChange(fix)) return [fix];
    if (fix.requires?.some((key) => addedKeys.has(key) && !requires.has(key))) return [];
    if (!addedKeys.has(fix.key)) return [fix];
    const first = requires.get(fix.key);
    if (first === undefined) {
      const finding = `would be ${JSON.stringify(fix.after)}, but there is no room for it among the ${MAX_TAGS} tags that AWS allows; remove one that is not needed`;
      return [{ key: fix.key, finding }];
    }
    return [first.length > 0 ? { ...fix, requires: first } : fix];
  });
}

const keysOf = (changes: readonly TagChange[]): readonly string[] => changes.map(({ key }) => key);
