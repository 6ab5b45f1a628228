import type { Tags } from '../tags/index.ts';

/** Why tags are not as AWS takes them. */
export interface TagFlaw {
  readonly kind: 'invalid' | 'too-many';
  readonly message: string;
}

const maxTags = 50;
/** What all services take. */
const common = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * What is wrong with a change of tags; `undefined`: it can be made.
 *
 * Rules: "Tag naming limits and requirements" of the guide "Tagging AWS resources"; "Tag restrictions" of the EC2 user
 * guide, which takes any character.
 *
 * @param type `ec2:volume`
 */
export function flawOfTags(added: Tags, present: Tags, type: string): TagFlaw | undefined {
  const isAny = type.startsWith('ec2:');
  for (const [key, value] of Object.entries(added)) {
    const flaw = flawOfKey(key) ?? flawOfText('value', value, 0, 256);
    if (flaw) return flaw;
    if (!isAny && !(common.test(key) && common.test(value))) {
      return invalid(`The tag "${key}" has a character that is none of letters, digits, spaces and _.:/=+-@`);
    }
  }
  const count = Object.keys({ ...present, ...added }).filter((key) => !isReserved(key)).length;
  if (count <= maxTags) return undefined;
  return { kind: 'too-many', message: `The resource would have ${count} tags, and ${maxTags} are the most` };
}

/** What is wrong with a key that tags are set or removed by. */
export function flawOfKey(key: string): TagFlaw | undefined {
  if (isReserved(key))
    return invalid(`Tag keys that start with "aws:" are reserved for system use: "${key}"`);
  return flawOfText('key', key, 1, 128);
}

/** Tags of AWS's own. */
export function isReserved(key: string): boolean {
  return /^aws:/i.test(key);
}

/** What is wrong with the length (in Unicode characters) of a tag's key or value. */
export function flawOfText(
  what: 'key' | 'value',
  text: string,
  least: number,
  most: number,
): TagFlaw | undefined {
  const length = Array.from(text).length;
  if (length >= least && length <= most) return undefined;
  return invalid(`The tag ${what} "${text}" has ${length} characters; it has to have ${least} to ${most}`);
}

function invalid(message: string): TagFlaw {
  return { kind: 'invalid', message };
}
