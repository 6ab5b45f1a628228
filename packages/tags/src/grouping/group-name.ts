import { createHash } from 'node:crypto';

/** API reference of Resource Groups, CreateGroup, Name. */
const MAX_NAME_LENGTH = 300;
/** The end of a generated name; no other name has it. */
const GENERATED_NAME = /\.[0-9a-f]{16}$/;

/**
 * The name of the group of a tag: `Project-shop`. If letters, digits, `.`, `_` and `-` can't represent it, as with
 * 프로젝트, what they can represent and a hash of key and value; so no two tags ever have the same name, and each has the
 * same one on every run.
 */
export function groupName(key: string, value: string): string {
  const plain = `${key}-${value}`;
  if (
    /^[A-Za-z0-9]+$/.test(key) &&
    /^[A-Za-z0-9._-]+$/.test(value) &&
    plain.length <= MAX_NAME_LENGTH &&
    !GENERATED_NAME.test(plain) &&
    !/^aws/i.test(plain)
  ) {
    return plain;
  }
  const hash = createHash('sha256')
    .update(JSON.stringify([key, value]))
    .digest('hex')
    .slice(0, 16);
  // AWS reserves names that begin with its own.
  return `${slugOf(`tag-${key}-${value}`).slice(0, 100)}.${hash}`;
}

/** The text without characters other than letters, digits, `.`, `_` and `-`. */
export function slugOf(text: string): string {
  return text
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/-{2,}/g, '-')
    .replace(/-$/, '');
}
