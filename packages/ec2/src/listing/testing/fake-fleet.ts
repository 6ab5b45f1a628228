import type { Ec2, Ec2Filter, Ec2Instance, Ec2Interface, Ec2Network, Ec2Region } from '@groundcrew/aws/ec2';
import { GroundcrewError } from '@groundcrew/errors';
import type { FleetDeps } from '../deps.ts';

/** One region of a test. */
export interface FakeRegion {
  readonly optInStatus?: Ec2Region['optInStatus'];
  /** The pages of a call; a function is called each time. */
  readonly pages?: readonly (readonly Ec2Instance[])[] | (() => readonly (readonly Ec2Instance[])[]);
  /** Thrown after the pages. */
  readonly error?: Error;
  readonly interfaces?: readonly Ec2Interface[];
  readonly networks?: readonly (Pick<Ec2Network, 'id'> & Partial<Ec2Network>)[];
}

export interface FakeCall {
  readonly accountId: string | undefined;
  readonly region: string;
  readonly query: Parameters<Ec2['describeInstances']>[0];
}

/** An account with these regions, the same for every account id; records its calls. */
export function createFakeFleet(
  regions: Readonly<Record<string, FakeRegion>>,
  { regionsError }: { readonly regionsError?: Error } = {},
) {
  const calls: FakeCall[] = [];
  const deps: FleetDeps = {
    currentRegion: Object.keys(regions)[0]!,
    ec2For: (accountId, region) => ({
      async *describeInstances(query) {
        calls.push({ accountId, region, query });
        const { pages = [], error } = regions[region] ?? {};
        yield* typeof pages === 'function' ? pages() : pages;
        if (error) throw error;
      },
      async describeRegions() {
        if (regionsError) throw regionsError;
        return Object.entries(regions).map(([name, { optInStatus = 'opt-in-not-required' }]) => ({
          name,
          optInStatus,
        }));
      },
      async describeInterfaces(filters) {
        return (regions[region]?.interfaces ?? []).filter((each) =>
          filters.every((filter) => has(each, filter)),
        );
      },
      async describeNetworks(kind) {
        const { networks = [] } = regions[region] ?? {};
        return networks
          .filter(({ id }) => id.startsWith(`${kind}-`))
          .map((each) => ({ name: undefined, cidr: undefined, vpcId: undefined, ...each }));
      },
    }),
  };
  return { deps, calls };
}

/** Whether EC2's filter, one of those that lookups use, matches an interface. */
function has(found: Ec2Interface, { name, values }: Ec2Filter): boolean {
  const { PrivateIpAddresses = [], Ipv6Addresses = [] } = found;
  const texts: Readonly<Record<string, readonly (string | undefined)[]>> = {
    'addresses.association.public-ip': PrivateIpAddresses.map(({ Association }) => Association?.PublicIp),
    'addresses.private-ip-address': PrivateIpAddresses.map(({ PrivateIpAddress }) => PrivateIpAddress),
    'ipv6-addresses.ipv6-address': Ipv6Addresses.map(({ Ipv6Address }) => Ipv6Address),
    'network-interface-id': [found.NetworkInterfaceId],
    'subnet-id': [found.SubnetId],
  };
  return texts[name]!.some((text) => text !== undefined && values.includes(text));
}

/** An instance with this id. */
export function instance(id: string, rest: Partial<Ec2Instance> = {}): Ec2Instance {
  return {
    InstanceId: id,
    InstanceType: 'm7g.large',
    State: { Name: 'running' },
    OwnerId: '111122223333',
    ...rest,
  };
}

/** An error of floor 2 with this reason. */
export function failure(reason: string, awsError = 'Failure'): GroundcrewError {
  return new GroundcrewError('aws-ec2.describe-instances-failed', `no: ${reason}`, {
    details: { reason, awsError },
  });
}
