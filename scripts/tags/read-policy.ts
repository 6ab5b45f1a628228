import { usageError } from '@groundcrew/cli';
import { didYouMean } from '@groundcrew/errors';
import { compileGlobs, parsePolicy, type TagPolicy } from '@groundcrew/tags/policy';
import { readBytes } from './files.ts';

export const policyOption = {
  type: 'text',
  value: 'FILE',
  description: 'the tag policy; groundcrew tags policy init writes one to start from',
} as const;

/**
 * The policy of a command that needs one.
 *
 * @throws GroundcrewError `cli.usage`, `tags.file.unreadable`, `tags.policy.invalid`
 */
export async function readPolicy(path: string | undefined): Promise<TagPolicy> {
  if (path === undefined) {
    throw usageError(
      '--policy is missing; name the file, or begin one: groundcrew tags policy init tags.yaml',
    );
  }
  return parsePolicy(await readBytes('policy', path), { file: path });
}

/**
 * Returns if the policy has a rule for each of these keys.
 *
 * @throws GroundcrewError `cli.usage`
 */
export function checkKeys({ file, keys, forbidden }: TagPolicy, wanted: readonly string[]): void {
  const known = keys.map(({ key }) => key);
  const isForbidden = compileGlobs(forbidden.map(({ key }) => key));
  const wrong = wanted.find((key) => !known.includes(key) && !isForbidden(key));
  if (wrong !== undefined) {
    const has = `it has ${known.join(', ') || 'none'}`;
    throw usageError(`"${wrong}" in --key is not a key of ${file}; ${has}${didYouMean(wrong, known)}`);
  }
}
