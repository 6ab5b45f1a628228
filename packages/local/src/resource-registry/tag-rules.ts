import type { Tags } from '../tags/index.ts';

/** Why tags are not as AWS takes them. */
export interface TagProblem {
  readonly kind: 'invalid' | 'too-many';
  readonly message: string;
}

const MAX_TAGS = 50;
/** What all services take. */
const COMMON_CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * What is wrong with a change of tags; `undefined`: it can be made.
 *
 * Rules: "Tag naming limits and requirements" of the guide "Tagging AWS resources"; "Tag restrictions" of the EC2 user
 * guide, which takes any character.
 *
 * @param type `ec2:volume`
 */
export function findTagsProblem(added: Tags, present: Tags, type: string): TagProblem | undefined {
  const isAny = type.startsWith('ec2:');
  for (const [key, value] of Object.entries(added)) {
    const problem = findTagKeyProblem(key) ?? findTagTextProblem('value', value, 0, 256);
    if (problem) return problem;
    if (!isAny && !(COMMON_CHARACTERS.test(key) && COMMON_CHARACTERS.test(value))) {
      return invalidTag(
        `The tag "${key}" has a character that is none of letters, digits, spaces and _.:/=+-@`,
      );
    }
  }
  const count = Object.keys({ ...present, ...added }).filter((key) => !isReserved(key)).length;
  if (count <= MAX_TAGS) return undefined;
  return { kind: 'too-many', message: `The resource would have ${count} tags, and ${MAX_TAGS} are the most` };
}

/** What is wrong with a key that tags are set or removed by. */
export function findTagKeyProblem(key: string): TagProblem | undefined {
  if (isReserved(key))
    return invalidTag(`Tag keys that start with "aws:" are reserved for system use: "${key}"`);
  return findTagTextProblem('key', key, 1, 128);
}

/** Tags of AWS's own. */
export function isReserved(key: string): boolean {
  return /^aws:/i.test(key);
}

/** What is wrong with the length (in Unicode characters) of a tag's key or value. */
export function findTagTextProblem(
  what: 'key' | 'value',
  text: string,
  minLength: number,
  maxLength: number,
): TagProblem | undefined {
  const length = Array.from(text).length;
  if (length >= minLength && length <= maxLength) return undefined;
  return invalidTag(
    `The tag ${what} "${text}" has ${length} characters; it has to have ${minLength} to ${maxLength}`,
  );
}

function invalidTag(message: string): TagProblem {
  return { kind: 'invalid', message };
}
