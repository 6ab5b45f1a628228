import {
  DescribeNetworkInterfacesCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type EC2Client,
  type NetworkInterface,
  type Subnet,
} from '@aws-sdk/client-ec2';
import type { Call } from '@groundcrew/aws-core';
import { sendOptions } from '../call.ts';
import { type Ec2Filter, filterInput } from './filters.ts';
import type { Ec2Bucket } from './limiters.ts';

/** The part of a network interface that is read, under the names of the SDK. */
export type Ec2Interface = NetworkInterface;

/** A VPC or subnet. */
export interface Ec2Network {
  readonly id: string;
  /** The tag `Name`. */
  readonly name: string | undefined;
  /** `10.80.0.0/24` */
  readonly cidr: string | undefined;
  readonly vpcId: string | undefined;
}

interface Page {
  readonly NextToken?: string | undefined;
}

/** EC2 API reference, MaxResults of the actions. */
const PAGE_SIZE = 1_000;

async function readPages<Item, Answer extends Page>(
  call: Call<Ec2Bucket>,
  signal: AbortSignal | undefined,
  send: (page: { MaxResults: number; NextToken?: string }) => Promise<Answer>,
  itemsOf: (answer: Answer) => readonly Item[] | undefined,
): Promise<Item[]> {
  const found: Item[] = [];
  let token: string | undefined;
  do {
    const next = token;
    const answer = await call('filtered', signal, () =>
      send({ MaxResults: PAGE_SIZE, ...(next !== undefined && { NextToken: next }) }),
    );
    found.push(...(itemsOf(answer) ?? []));
    token = answer.NextToken || undefined;
  } while (token !== undefined);
  return found;
}

/** The network interfaces that match filters. Errors are those of the SDK. */
export function readInterfaces(
  client: EC2Client,
  call: Call<Ec2Bucket>,
  filters: readonly Ec2Filter[],
  signal: AbortSignal | undefined,
): Promise<Ec2Interface[]> {
  return readPages(
    call,
    signal,
    (page) =>
      client.send(
        new DescribeNetworkInterfacesCommand({ ...page, ...filterInput(filters) }),
        sendOptions(signal),
      ),
    ({ NetworkInterfaces }) => NetworkInterfaces,
  );
}

/** The VPCs or subnets that match filters; without any, all. Errors are those of the SDK. */
export async function readNetworks(
  client: EC2Client,
  call: Call<Ec2Bucket>,
  kind: 'vpc' | 'subnet',
  filters: readonly Ec2Filter[],
  signal: AbortSignal | undefined,
): Promise<Ec2Network[]> {
  const input = filterInput(filters);
  const options = sendOptions(signal);
  if (kind === 'vpc') {
    const vpcs = await readPages(
      call,
      signal,
      (page) => client.send(new DescribeVpcsCommand({ ...page, ...input }), options),
      ({ Vpcs }) => Vpcs,
    );
    return vpcs.map((vpc) => ({ ...toNetwork(vpc), id: vpc.VpcId ?? '' }));
  }
  const subnets = await readPages(
    call,
    signal,
    (page) => client.send(new DescribeSubnetsCommand({ ...page, ...input }), options),
    ({ Subnets }) => Subnets,
  );
  return subnets.map((subnet) => ({ ...toNetwork(subnet), id: subnet.SubnetId ?? '' }));
}

function toNetwork({
  Tags = [],
  CidrBlock,
  VpcId,
}: Pick<Subnet, 'Tags' | 'CidrBlock' | 'VpcId'>): Omit<Ec2Network, 'id'> {
  return { name: Tags.find(({ Key }) => Key === 'Name')?.Value, cidr: CidrBlock, vpcId: VpcId };
}
