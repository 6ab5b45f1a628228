import { usageError } from '@groundcrew/cli';
import type { TagSnapshot } from '@groundcrew/tags';

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
      `"${wrong}" in --types is no type of resource; write ec2:instance, s3:bucket or, for all of EC2, ec2:*`,
    );
  }
  return types;
}

/** The types of a snapshot that one of the patterns means. */
export function matchingTypes({ resources }: TagSnapshot, patterns: readonly string[]): readonly string[] {
  const wanted = patterns.map((pattern) => new RegExp(`^${pattern.replaceAll('*', '.*')}$`));
  const types = new Set(resources.map(({ type }) => type));
  return [...types].filter((type) => wanted.some((each) => each.test(type)));
}
