import { nameOf, type Resource } from './resource.ts';

/** How a question matches a resource; the first that matches anything is what was meant. */
export type MatchedBy = 'arn' | 'id' | 'address' | 'name';

export interface FoundResources {
  readonly by: MatchedBy;
  readonly resources: readonly Resource[];
}

/**
 * The resources of a question: an ARN; else an id; else an address or a host name of one; else a name. In the order of the
 * snapshot. An address of an instance is also that of its interface and of its elastic address: then the instance is meant.
 */
export function findResources(resources: Iterable<Resource>, question: string): FoundResources | undefined {
  const found: Record<MatchedBy, Resource[]> = { arn: [], id: [], address: [], name: [] };
  for (const resource of resources) {
    const by = matchOf(resource, question);
    if (by !== undefined) found[by].push(resource);
  }
  for (const by of ['arn', 'id', 'address', 'name'] as const) {
    if (found[by].length > 0)
      return { by, resources: by === 'address' ? withoutParts(found[by]) : found[by] };
  }
  return undefined;
}

function matchOf(resource: Resource, question: string): MatchedBy | undefined {
  if (resource.arn === question) return 'arn';
  if (resource.id === question) return 'id';
  const { attributes = {} } = resource;
  for (const name of ['privateIps', 'publicIps', 'ipv6'] as const) {
    const addresses = attributes[name];
    if (Array.isArray(addresses) && addresses.includes(question)) return 'address';
  }
  for (const name of ['publicIp', 'privateDnsName', 'publicDnsName', 'mac'] as const) {
    if (attributes[name] === question) return 'address';
  }
  return nameOf(resource) === question ? 'name' : undefined;
}

/** Without those that belong to another one of them. */
function withoutParts(resources: readonly Resource[]): readonly Resource[] {
  const arns = new Set(resources.map(({ arn }) => arn));
  return resources.filter(
    ({ links }) =>
      !['instance', 'network-interface'].some((name) => {
        const link = links[name as 'instance' | 'network-interface'];
        return typeof link === 'string' && arns.has(link);
      }),
  );
}
