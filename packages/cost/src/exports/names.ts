/**
 * A column or tag key as AWS writes it for Athena: `lineItem/UnblendedCost` becomes `line_item_unblended_cost`,
 * `reservation/ReservationARN` becomes `reservation_reservation_a_r_n`. Data Exports user guide, "Querying Cost and
 * Usage Reports using Amazon Athena".
 */
export function snakeOf(name: string): string {
  return name
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/(?<=[^_])(?=\p{Lu})/gu, '_')
    .toLowerCase();
}

/**
 * Possible names of a tag's key within a map or a JSON text, the likeliest first. FOCUS leaves a user's key unchanged;
 * CUR 2.0 puts `user_` before it, and may write it as Athena does; its column `tags` has `resourceTags/`, and tags of
 * accounts and users by prefixes that are part of the key here: `accountTag/department`. Data Exports user guide, "Tags
 * column".
 */
export function tagKeys(key: string): readonly string[] {
  if (key.startsWith('aws:')) return distinct([key, `resourceTags/${key}`, snakeOf(key)]);
  return distinct([key, `user:${key}`, `user_${key}`, `user_${snakeOf(key)}`, `resourceTags/${key}`]);
}

/**
 * The same in a column of CUR 2.0, of which `tags` may have the names of the columns of the legacy report. Each name is looked
 * for in every row.
 */
export function curTagKeys(key: string, column: string): readonly string[] {
  if (key.startsWith('aws:')) return tagKeys(key);
  const further = (each: string) =>
    column === 'tags' ? [`resourceTags/user:${each}`, `resourceTags/user_${each}`] : [];
  return distinct([...new Set([key, plainKey(key)])].flatMap((each) => [...tagKeys(each), ...further(each)]));
}

/** A tag's key that was written as the header of its column: `resourceTags/user:Project`, `user:Project`. */
export function plainKey(key: string): string {
  return key.replace(/^(?:resourceTags\/(?:user:)?|user:)(?=.)/, '');
}

/** Whether a key is of a tag of an account or a user, which only the column `tags` of CUR 2.0 has. */
export function isOfOthers(key: string): boolean {
  return /^(?:accountTag|userAttribute|iamPrincipal|costCategory)\//.test(key);
}

/** Possible names of a cost category within a map or a JSON text. */
export function categoryKeys(name: string): readonly string[] {
  return distinct([name, `costCategory/${name}`, snakeOf(name)]);
}

function distinct(names: readonly string[]): readonly string[] {
  return [...new Set(names)];
}
