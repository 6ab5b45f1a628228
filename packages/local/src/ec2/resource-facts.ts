import type { ResourceDetails } from '../account/index.ts';

/** The state of a resource, in EC2's terms. */
export function statusOf({ kind, parents }: ResourceDetails): string {
  const isAttached = parents.instance !== undefined;
  if (kind === 'snapshot') return 'completed';
  return isAttached && (kind === 'volume' || kind === 'network-interface') ? 'in-use' : 'available';
}

/** The security groups of a network interface: those of its instance. */
export function groupsOf({
  instance,
}: ResourceDetails): readonly { readonly id: string; readonly name: string }[] {
  return instance?.network?.securityGroups ?? [];
}

/** The addresses of a network interface: the one that was created with its instance has all of them. */
export function addressesOf(resource: ResourceDetails): {
  readonly privateIps: readonly string[];
  readonly publicIp: string | undefined;
  readonly ipv6: readonly string[];
} {
  const network = isPrimary(resource) ? resource.instance?.network : undefined;
  return network ?? { privateIps: [], publicIp: undefined, ipv6: [] };
}

/** Whether this is the volume or the interface that was created with its instance. */
export function isPrimary({ id, instance }: ResourceDetails): boolean {
  return instance !== undefined && (id === instance.rootVolumeId || id === instance.network?.interfaceId);
}
