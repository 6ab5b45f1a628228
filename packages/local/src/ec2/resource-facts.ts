import type { ResourceDetails } from '../account/index.ts';

/** The state of a resource, in EC2's terms. */
export function statusOf({ kind, parents, entry }: ResourceDetails): string {
  if (entry.state !== undefined) return entry.state;
  const isAttached = parents.instance !== undefined;
  if (kind === 'snapshot') return 'completed';
  return isAttached && (kind === 'volume' || kind === 'network-interface') ? 'in-use' : 'available';
}

/** The security groups of a network interface: its own, or those of its instance. */
export function groupsOf({
  instance,
  securityGroups,
}: ResourceDetails): readonly { readonly id: string; readonly name: string }[] {
  return securityGroups ?? instance?.network?.securityGroups ?? [];
}

/** The addresses of a network interface: the one that was created with its instance has all of them. */
export function addressesOf(resource: ResourceDetails): {
  readonly privateIps: readonly string[];
  readonly publicIps: readonly string[];
  readonly ipv6: readonly string[];
} {
  const network = isPrimary(resource) ? resource.instance?.network : undefined;
  const { privateIps, publicIps, ipv6 } = resource.entry;
  return {
    privateIps: privateIps ?? network?.privateIps ?? [],
    publicIps: publicIps ?? network?.publicIps ?? [],
    ipv6: ipv6 ?? network?.ipv6 ?? [],
  };
}

/** Whether this is the volume or the interface that was created with its instance. */
export function isPrimary({ id, instance }: ResourceDetails): boolean {
  return instance !== undefined && (id === instance.rootVolumeId || id === instance.network?.interfaceId);
}

/** The MAC address of a network interface: its own, or that of the instance that it was created with. */
export function macAddressOf(resource: ResourceDetails): string | undefined {
  return resource.entry.mac ?? (isPrimary(resource) ? resource.instance?.network?.macAddress : undefined);
}

export function imageNameOf({ entry, id }: ResourceDetails): string {
  return entry.imageName ?? entry.name ?? id;
}
