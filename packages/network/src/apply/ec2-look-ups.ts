import type { Filter } from '@groundcrew/aws/ec2';
import type { LookUp } from './network-calls.ts';
import { NETWORK_TAG } from '../addresses/index.ts';

/** A filter of a describe call: any of the values. */
export const filter = (Name: string, ...Values: string[]): Filter => ({ Name, Values });

interface Page {
  readonly NextToken?: string | undefined;
}

/** All pages of an answer. */
async function all<Answer extends Page, One>(
  ask: (page: { NextToken?: string }) => Promise<Answer>,
  itemsOf: (answer: Answer) => readonly One[] | undefined,
): Promise<One[]> {
  const items: One[] = [];
  let NextToken: string | undefined;
  do {
    const answer = await ask(NextToken === undefined ? {} : { NextToken });
    items.push(...(itemsOf(answer) ?? []));
    NextToken = answer.NextToken === '' ? undefined : answer.NextToken;
  } while (NextToken !== undefined);
  return items;
}

/** Filters never refuse what is not there, or not visible yet; ids do. */
const byIdOrTag = (name: string, id: string | undefined, network: string): Filter[] => [
  id === undefined ? filter(`tag:${NETWORK_TAG}`, network) : filter(name, id),
];

/** The VPC whose id is known, or those with the tag of the network. */
export const vpcsOf = ({ calls, ids, network, once, signal }: LookUp) =>
  once('vpcs', () =>
    all(
      (page) =>
        calls.ec2.DescribeVpcs(
          { ...page, Filters: byIdOrTag('vpc-id', ids.get('vpc'), network) },
          { signal },
        ),
      ({ Vpcs }) => Vpcs,
    ),
  );

/** The internet gateway whose id is known, or those with the tag of the network. */
export const gatewaysOf = ({ calls, ids, network, once, signal }: LookUp) =>
  once('internet-gateways', () =>
    all(
      (page) =>
        calls.ec2.DescribeInternetGateways(
          {
            ...page,
            Filters: byIdOrTag('internet-gateway-id', ids.get('internet-gateway'), network),
          },
          { signal },
        ),
      ({ InternetGateways }) => InternetGateways,
    ),
  );

/** All of the region, of which there are few: no filter of theirs takes an id, and tags may be taken off. */
export const egressGatewaysOf = ({ calls, once, signal }: LookUp) =>
  once('egress-only', () =>
    all(
      (page) => calls.ec2.DescribeEgressOnlyInternetGateways(page, { signal }),
      ({ EgressOnlyInternetGateways }) => EgressOnlyInternetGateways,
    ),
  );

/** @param id of the one that is meant, if it is known: it is found also without its tags */
export const addressesOf = ({ calls, network, once, signal }: LookUp, id: string | undefined) =>
  once(`addresses ${id ?? ''}`, async () => {
    const { Addresses = [] } = await calls.ec2.DescribeAddresses(
      { Filters: byIdOrTag('allocation-id', id, network) },
      { signal },
    );
    return Addresses;
  });

/** All of a VPC, those of others among them; so are the next. */
export const subnetsOf = ({ calls, once, signal }: LookUp, vpc: string) =>
  once('subnets', () =>
    all(
      (page) => calls.ec2.DescribeSubnets({ ...page, Filters: [filter('vpc-id', vpc)] }, { signal }),
      ({ Subnets }) => Subnets,
    ),
  );

/** Also those that failed or are deleted, for about an hour. */
export const natGatewaysOf = ({ calls, once, signal }: LookUp, vpc: string) =>
  once('nat-gateways', () =>
    all(
      (page) => calls.ec2.DescribeNatGateways({ ...page, Filter: [filter('vpc-id', vpc)] }, { signal }),
      ({ NatGateways }) => NatGateways,
    ),
  );

/** With their routes and associations. */
export const routeTablesOf = ({ calls, once, signal }: LookUp, vpc: string) =>
  once('route-tables', () =>
    all(
      (page) => calls.ec2.DescribeRouteTables({ ...page, Filters: [filter('vpc-id', vpc)] }, { signal }),
      ({ RouteTables }) => RouteTables,
    ),
  );

/** Endpoints of all types. */
export const endpointsOf = ({ calls, once, signal }: LookUp, vpc: string) =>
  once('endpoints', () =>
    all(
      (page) => calls.ec2.DescribeVpcEndpoints({ ...page, Filters: [filter('vpc-id', vpc)] }, { signal }),
      ({ VpcEndpoints }) => VpcEndpoints,
    ),
  );

/** Also the default group of the VPC. */
export const groupsOf = ({ calls, once, signal }: LookUp, vpc: string) =>
  once('groups', () =>
    all(
      (page) => calls.ec2.DescribeSecurityGroups({ ...page, Filters: [filter('vpc-id', vpc)] }, { signal }),
      ({ SecurityGroups }) => SecurityGroups,
    ),
  );

/** Rules of a group, in and out. */
export const rulesOf = ({ calls, once, signal }: LookUp, group: string) =>
  once(`rules ${group}`, () =>
    all(
      (page) =>
        calls.ec2.DescribeSecurityGroupRules({ ...page, Filters: [filter('group-id', group)] }, { signal }),
      ({ SecurityGroupRules }) => SecurityGroupRules,
    ),
  );
