import type { Tags } from '../tags/index.ts';

/** Kinds of invalid tags. */
export interface TagProblem {
  readonly kind: 'invalid' | 'too-many';
  readonly message: string;
}

const MAX_TAGS = 50;
/** Limits of all services. */
const COMMON_CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/**
 * The problem of a tag change; `undefined`: it is valid.
 *
 * Rules: "Tag naming limits and requirements" of the guide "Tagging AWS resources"; "Tag restrictions" of the EC2 user
 * guide, which allows any character.
 *
 * @param type `ec2:volume`
 */
export function findTagsProblem(added: Tags, present: Tags, type: string): TagProblem | undefined {
  const isAny = type.startsWith('ec2:');
  for (const [key, value] of Object.entries(added)) {
    const problem = findTagKeyProblem(key) ?? findTagTextProblem('value', value, 0, 256);
    if (problem) return problem;
    if (!isAny && !(COMMON_CHARACTERS.test(key) && COMMON_CHARACTERS.test(value))) {
      return invalidTag(`The tag "${key}" has a character other than letters, digits, spaces and _.:/=+-@`);
    }
  }
  const count = Object.keys({ ...present, ...added }).filter((key) => !isReserved(key)).length;
  if (count <= MAX_TAGS) return undefined;
  return { kind: 'too-many', message: `The resource would have ${count} tags; the maximum is ${MAX_TAGS}` };
}

/** The problem of a key to set or remove. */
export function findTagKeyProblem(key: string): TagProblem | undefined {
  if (isReserved(key))
    return invalidTag(`Tag keys that start with "aws:" are reserved for system use: "${key}"`);
  return findTagTextProblem('key', key, 1, 128);
}

/** Tags reserved for AWS. */
export function isReserved(key: string): boolean {
  return /^aws:/i.test(key);
}

/** The problem of the length (in Unicode characters) of a tag's key or value. */
export function findTagTextProblem(
  what: 'key' | 'value',
  text: string,
  minLength: number,
  maxLength: number,
): TagProblem | undefined {
  const length = Array.from(text).length;
  if (length >= minLength && length <= maxLength) return undefined;
  return invalidTag(
    `The tag ${what} "${text}" has ${length} characters; ${minLength} to ${maxLength} are allowed`,
  );
}

function invalidTag(message: string): TagProblem {
  return { kind: 'invalid', message };
}
