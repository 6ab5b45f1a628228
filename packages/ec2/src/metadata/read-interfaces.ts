import type { Imds } from '@groundcrew/aws/imds';
import type { SecurityGroup } from '../instance.ts';

/** The facts of the network interfaces of the instance. */
export interface NetworkFacts {
  readonly macAddress: string | null;
  readonly privateIpv4: readonly string[];
  readonly publicIpv4: readonly string[];
  readonly ipv6: readonly string[];
  readonly vpcId: string | null;
  readonly subnetId: string | null;
  readonly securityGroups: readonly SecurityGroup[];
}

interface Addresses {
  readonly privateIpv4: readonly string[];
  readonly publicIpv4: readonly string[];
  readonly ipv6: readonly string[];
}

interface NetworkInterface extends Addresses {
  readonly mac: string;
  readonly deviceNumber: number;
}

/**
 * Reads all network interfaces; addresses of the primary one come first, the others follow by device number.
 * VPC, subnet and security groups are those of the primary interface.
 *
 * @throws those of `imds`
 */
export async function readInterfaces(imds: Pick<Imds, 'get' | 'list'>): Promise<NetworkFacts> {
  const lines = async (path: string) => toLines(await imds.get(path));
  const [primaryMac, macs, primaryPrivate, primaryPublic] = await Promise.all([
    imds.get('meta-data/mac'),
    imds.list('meta-data/network/interfaces/macs/'),
    lines('meta-data/local-ipv4'),
    lines('meta-data/public-ipv4'),
  ]);
  const mac = primaryMac?.trim() || null;
  const folderOf = (each: string) => `meta-data/network/interfaces/macs/${each}`;
  const readInterface = async (each: string): Promise<NetworkInterface> => {
    const [privateIpv4, publicIpv4, ipv6, deviceNumber] = await Promise.all([
      lines(`${folderOf(each)}/local-ipv4s`),
      lines(`${folderOf(each)}/public-ipv4s`),
      lines(`${folderOf(each)}/ipv6s`),
      lines(`${folderOf(each)}/device-number`),
    ]);
    return { mac: each, deviceNumber: Number(deviceNumber[0] ?? 0), privateIpv4, publicIpv4, ipv6 };
  };
  const readPrimary = async () =>
    mac === null
      ? [[], [], [], []]
      : await Promise.all(
          ['vpc-id', 'subnet-id', 'security-group-ids', 'security-groups'].map((name) =>
            lines(`${folderOf(mac)}/${name}`),
          ),
        );
  const names = (macs ?? []).map((name) => name.replace(/\/$/, ''));
  const [interfaces, [vpcIds, subnetIds, groupIds, groupNames]] = await Promise.all([
    Promise.all(names.map(readInterface)),
    readPrimary(),
  ]);
  const first = { privateIpv4: primaryPrivate, publicIpv4: primaryPublic, ipv6: [] };
  return {
    macAddress: mac,
    ...gatherAddresses(first, inOrder(interfaces, mac)),
    vpcId: vpcIds?.[0] ?? null,
    subnetId: subnetIds?.[0] ?? null,
    securityGroups: pairGroups(groupIds ?? [], groupNames ?? []),
  };
}

function inOrder(interfaces: readonly NetworkInterface[], primaryMac: string | null): NetworkInterface[] {
  const rank = ({ mac, deviceNumber }: NetworkInterface) => (mac === primaryMac ? -1 : deviceNumber);
  return interfaces.toSorted((a, b) => rank(a) - rank(b) || (a.mac < b.mac ? -1 : 1));
}

/** The addresses of `first`, then those of the interfaces in their order, each once. */
function gatherAddresses(first: Addresses, interfaces: readonly NetworkInterface[]): Addresses {
  const gather = (key: keyof Addresses) => [
    ...new Set([...first[key], ...interfaces.flatMap((each) => each[key])]),
  ];
  return { privateIpv4: gather('privateIpv4'), publicIpv4: gather('publicIpv4'), ipv6: gather('ipv6') };
}

/**
 * Ids and names are two lists, whose common order is not documented: a name is assigned to an id only if there is one of
 * each.
 */
function pairGroups(ids: readonly string[], names: readonly string[]): SecurityGroup[] {
  if (ids.length === 0) return names.map((name) => ({ id: null, name }));
  const name = ids.length === 1 && names.length === 1 ? names[0]! : null;
  return ids.map((id) => ({ id, name }));
}

function toLines(text: string | undefined): string[] {
  return (text ?? '').split(/[\r\n]+/).filter((line) => line !== '');
}
