import { type Io, usageError } from '@groundcrew/cli';
import { isNothingListed } from '@groundcrew/account';
import type { TagSnapshot } from '@groundcrew/tags/model';
import { compileGlob, compileGlobs } from '@groundcrew/tags/policy';

export const typesOption = {
  type: 'text',
  value: 'LIST',
  description: "types of resources, with commas, * for any text: 's3:bucket,ec2:*'",
} as const;

/**
 * The types that were named, as patterns; `undefined`: all.
 *
 * @throws GroundcrewError `cli.usage`
 */
export function typesOf(text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  const types = text.split(',').map((word) => word.trim());
  const wrong = types.find((type) => !/^[a-z0-9*-]+:[a-z0-9/*-]+$/.test(type));
  if (wrong !== undefined) {
    throw usageError(
      `"${wrong}" in --types is not a type of resource; write ec2:instance, s3:bucket or, for all of EC2, ec2:*`,
    );
  }
  return types;
}

/**
 * The types of a snapshot that match one of the patterns; default: all. A pattern that matches none is reported: with
 * a typo everything would look compliant.
 */
export function matchingTypes(
  { resources, coverage }: TagSnapshot,
  patterns: readonly string[] | undefined,
  { stderr }: Pick<Io, 'stderr'>,
): readonly string[] | undefined {
  if (patterns === undefined) return undefined;
  const types = [...new Set(resources.map(({ type }) => type))];
  const unmatched = patterns.filter((pattern) => !types.some(compileGlob(pattern)));
  if (unmatched.length > 0 && !isNothingListed(resources.length, coverage)) {
    const known = types.sort().join(', ') || 'none';
    stderr.write(`Nothing is of the type ${unmatched.join(' or ')}; there are ${known}.\n`);
  }
  return types.filter(compileGlobs(patterns));
}
