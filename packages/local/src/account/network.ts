import type { AccountInstance, LocalRegion } from '@groundcrew/account/file';
import type { NetworkDetails } from './details.ts';
import { createValueGenerator } from './value-generator.ts';

/** Generates networks: a VPC gets one more address range for each 8,000 instances. */
export interface Networks {
  at(position: number, entry: AccountInstance, zoneIndex: number): NetworkDetails;
  /** Of the primary interface of the instance at a position. */
  readonly interfaceIdOf: (position: number) => string;
  /** Of a name, or `sg-…=name`. */
  readonly securityGroupOf: (written: string) => { readonly id: string; readonly name: string };
  /** `ami-0…` for a word; an id unchanged. */
  idOf(prefix: string, word: string): string;
}

/** Number of consecutive instances that share an address block. */
export const INSTANCES_PER_SUBNET = 8000;
// AWS reserves the first four addresses of a subnet: "Subnet CIDR blocks" of the VPC user guide.
const RESERVED_ADDRESSES = 4;
const domains = { 'us-east-1': { private: 'ec2.internal', public: 'compute-1.amazonaws.com' } };

/** Of instances in described networks, `complete`: nothing that is not described exists. */
export function createNetworks(accountId: string, region: string, described: LocalRegion = {}): Networks {
  const isComplete = described.complete ?? false;
  const vpcOfSubnet = vpcsOfSubnets(described);
  const words = new Map<string, string>();
  const interfaces = createValueGenerator(accountId, region, 'interface');
  const attachments = createValueGenerator(accountId, region, 'attachment');
  const macs = createValueGenerator(accountId, region, 'mac');
  const range = createValueGenerator(accountId, region, 'address range');
  const firstBlock = range.number(0, 14) * 16;
  const firstPublic = range.number(1, 2 ** 17);
  const domain = domains[region as keyof typeof domains] ?? {
    private: `${region}.compute.internal`,
    public: `${region}.compute.amazonaws.com`,
  };

  function idOf(prefix: string, word: string): string {
    if (word.startsWith(`${prefix}-`)) return word;
    const key = `${prefix} ${word}`;
    let id = words.get(key);
    if (id === undefined) {
      id = `${prefix}-0${createValueGenerator(accountId, region, key).hex(0, 16)}`;
      words.set(key, id);
    }
    return id;
  }

  function securityGroupOf(written: string) {
    const [, id, name] = /^(sg-[0-9a-f]+)=(.+)$/.exec(written) ?? [];
    return id === undefined || name === undefined ? { id: idOf('sg', written), name: written } : { id, name };
  }

  const interfaceIdOf = (position: number) => `eni-0${interfaces.hex(position, 16)}`;

  return {
    idOf,
    interfaceIdOf,
    securityGroupOf,
    at(position, entry, zoneIndex) {
      // By the position in the region, regardless of the zone: no two instances share an address.
      const block = Math.floor(position / INSTANCES_PER_SUBNET);
      const host = (position % INSTANCES_PER_SUBNET) + RESERVED_ADDRESSES;
      const address = `10.${firstBlock + block}.${zoneIndex * 32 + (host >> 8)}.${host & 255}`;
      const privateIps = entry.privateIps ?? [address];
      const primary = privateIps[0]!;
      const [first, second, third] = primary.split('.');
      const generated = publicIpOf(entry, firstPublic + position);
      const publicIps = entry.publicIps ?? (generated === undefined ? [] : [generated]);
      const [publicIp] = publicIps;
      return {
        interfaceId: entry.networkInterface ?? (isComplete ? undefined : interfaceIdOf(position)),
        attachmentId: `eni-attach-0${attachments.hex(position, 16)}`,
        macAddress: entry.mac ?? macOf(macs.hex(position, 10)),
        vpcId: idOf('vpc', entry.vpc ?? vpcOfSubnet.get(entry.subnet ?? '') ?? 'main'),
        vpcCidr: `${first}.${second}.0.0/16`,
        subnetId: idOf('subnet', entry.subnet ?? `${entry.vpc ?? 'main'} ${zoneIndex} ${block}`),
        subnetCidr: `${first}.${second}.${Number(third) & ~31}.0/19`,
        securityGroups: (entry.securityGroups ?? ['default']).map(securityGroupOf),
        privateIps,
        privateDnsName: entry.privateDnsName ?? `ip-${primary.replaceAll('.', '-')}.${domain.private}`,
        publicIps,
        publicDnsName:
          entry.publicDnsName ??
          (publicIp === undefined ? undefined : `ec2-${publicIp.replaceAll('.', '-')}.${domain.public}`),
        ipv6:
          entry.ipv6 === true
            ? [`2001:db8:${interfaces.hex(0, 4)}:${zoneIndex}::${(position + 16).toString(16)}`]
            : entry.ipv6 || [],
      };
    },
  };
}

/** By the id of a described subnet, the id of its VPC, or a word for it. */
function vpcsOfSubnets({ subnets = [], vpcs = [] }: LocalRegion): ReadonlyMap<string, string> {
  return new Map(
    subnets.flatMap(({ id, vpc }) => {
      if (id === undefined || vpc === undefined) return [];
      const named = vpcs.find((each) => each.id === vpc || each.name === vpc);
      return [[id, named?.id ?? vpc] as const];
    }),
  );
}

/** Locally administered: not an address of real hardware. */
function macOf(hex: string): string {
  let mac = '02';
  for (let index = 0; index < hex.length; index += 2) mac += `:${hex.slice(index, index + 2)}`;
  return mac;
}

/** From the range for benchmarks (RFC 2544), which is not routed on the Internet. */
function publicIpOf({ publicIp, state }: AccountInstance, number: number): string | undefined {
  if (typeof publicIp === 'string') return publicIp;
  if (publicIp !== true || (state !== undefined && state !== 'running' && state !== 'pending'))
    return undefined;
  const host = number % 2 ** 17;
  return `198.${18 + (host >> 16)}.${(host >> 8) & 255}.${host & 255}`;
}
