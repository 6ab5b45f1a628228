import type { LocalAccounts } from '@groundcrew/local';
import type { TaggedResource } from '@groundcrew/tags/model';

/** Whether nobody may change the tags of a resource: one of the globs is for its type or its ARN, or its service is forbidden. */
export function deniedBy(
  globs: readonly string[],
  { accounts }: LocalAccounts,
  resources: readonly TaggedResource[],
): (arn: string) => boolean {
  const patterns = globs.map((glob) => new RegExp(`^${glob.replaceAll('*', '.*')}$`, 's'));
  const isForbidden = ({ accountId, region, type }: TaggedResource) => {
    const services = accounts.find(({ id }) => id === accountId)?.regions[region]?.denied ?? [];
    return services === true || services.some((service) => type.startsWith(`${service}:`));
  };
  const denied = resources.filter(
    (resource) =>
      isForbidden(resource) || patterns.some((one) => one.test(resource.type) || one.test(resource.arn)),
  );
  const arns = new Set(denied.map(({ arn }) => arn));
  return (arn) => arns.has(arn);
}
