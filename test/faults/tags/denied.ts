import type { TaggedResource } from '@groundcrew/tags';

/** Whether nobody may change the tags of a resource: one of the globs is for its type or its ARN. */
export function deniedBy(
  globs: readonly string[],
  resources: readonly TaggedResource[],
): (arn: string) => boolean {
  const patterns = globs.map((glob) => new RegExp(`^${glob.replaceAll('*', '.*')}$`, 's'));
  const denied = resources.filter(({ type, arn }) =>
    patterns.some((pattern) => pattern.test(type) || pattern.test(arn)),
  );
  const arns = new Set(denied.map(({ arn }) => arn));
  return (arn) => arns.has(arn);
}
