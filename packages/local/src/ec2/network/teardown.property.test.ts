import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOrganization } from '../../account/index.ts';
import { createForm } from '../../form.ts';
import { AwsError } from '../../service.ts';
import type { RequestContext } from '../request-context.ts';
import { changeActions } from './network-actions.ts';
import { createNetworkStore } from './network-store.ts';
import { defaultNetworkQuotas } from './options.ts';
import { openRegionNetwork } from './region-network.ts';
import { settleNetwork } from './settle.ts';
import { overlaps, parseCidr } from './cidr.ts';
import { accountId, region } from './testing/start-network.ts';

/** An account without HTTP: calls by their actions and parameters. */
function createAccount() {
  const location = { accountId, region };
  const organization = createOrganization({ accounts: [{ id: accountId, regions: {} }] });
  const store = createNetworkStore();
  let nowMs = 0;
  const open = () => openRegionNetwork(store, location, organization.resources(accountId, region), nowMs);
  return {
    open,
    version: () => store.region(location).version,
    state: () => [...store.region(location).resources.values()],
    wait(ms: number) {
      nowMs += ms;
      settleNetwork(open());
    },
    call(action: string, parameters: Readonly<Record<string, string>>): boolean {
      settleNetwork(open());
      const context = {
        ...location,
        network: open(),
        networkSettings: {
          quotas: defaultNetworkQuotas,
          natPendingMs: 10,
          natDeletingMs: 10,
          draw: { lateMs: () => 0, natFails: () => false, natSlowMs: () => 0 },
        },
      } as unknown as RequestContext;
      try {
        changeActions[action]!(createForm(new URLSearchParams(parameters)), context);
        return true;
      } catch (error) {
        if (error instanceof AwsError) return false;
        throw error;
      }
    },
  };
}

type Account = ReturnType<typeof createAccount>;

const step = fc.record({ what: fc.nat(13), one: fc.nat(20), other: fc.nat(20) });

/** Makes something of what there is; most of it is possible. */
function make(
  { open, call }: Account,
  { what, one, other }: { what: number; one: number; other: number },
): void {
  const network = open();
  const idOf = (kind: Parameters<typeof network.all>[0], at: number) => {
    const all = network.all(kind);
    return all[at % Math.max(1, all.length)]?.id ?? 'none';
  };
  const VpcId = idOf('vpc', one);
  const prefix = network.find('vpc', VpcId)?.cidrs[0]!.cidr.split('.', 2).join('.') ?? '10.0';
  const calls: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['CreateVpc', { CidrBlock: `10.${one}.0.0/16` }],
    ['CreateSubnet', { VpcId, CidrBlock: `${prefix}.${other * 8}.0/${20 + (other % 6)}` }],
    ['CreateSubnet', { VpcId, CidrBlock: `${prefix}.${other * 4}.0/22` }],
    ['CreateInternetGateway', {}],
    ['AttachInternetGateway', { VpcId, InternetGatewayId: idOf('internet-gateway', other) }],
    ['AllocateAddress', {}],
    ['CreateNatGateway', { SubnetId: idOf('subnet', one), AllocationId: idOf('elastic-ip', other) }],
    ['CreateRouteTable', { VpcId }],
    ['AssociateRouteTable', { RouteTableId: idOf('route-table', one), SubnetId: idOf('subnet', other) }],
    [
      'CreateRoute',
      {
        RouteTableId: idOf('route-table', one),
        DestinationCidrBlock: '0.0.0.0/0',
        GatewayId: other % 2 === 0 ? idOf('internet-gateway', other) : idOf('natgateway', other),
      },
    ],
    ['CreateSecurityGroup', { VpcId, GroupName: `g${other}`, GroupDescription: 'x' }],
    [
      'AuthorizeSecurityGroupIngress',
      {
        GroupId: idOf('security-group', one),
        'IpPermissions.1.IpProtocol': '-1',
        'IpPermissions.1.Groups.1.GroupId': idOf('security-group', other),
      },
    ],
    [
      'CreateNetworkInterface',
      { SubnetId: idOf('subnet', one), 'SecurityGroupId.1': idOf('security-group', other) },
    ],
    [
      'CreateVpcEndpoint',
      { VpcId, ServiceName: `com.amazonaws.${region}.s3`, 'RouteTableId.1': idOf('route-table', other) },
    ],
  ];
  call(...calls[what]!);
}

/** What removes a resource, or makes it removable. */
function removalsOf({ open }: Account): [string, Record<string, string>][] {
  const network = open();
  const rules = network
    .all('security-group')
    .flatMap(({ id, rules: all }) => all.map((rule) => ({ group: id, ...rule })))
    .filter(({ group: source }) => source !== undefined);
  return [
    ...network.all('natgateway').map(({ id }) => ['DeleteNatGateway', { NatGatewayId: id }]),
    ...network
      .all('network-interface')
      .map(({ id }) => ['DeleteNetworkInterface', { NetworkInterfaceId: id }]),
    ...rules.map(({ id, group }) => [
      'RevokeSecurityGroupIngress',
      {
        GroupId:
          network.all('security-group').find((each) => each.rules.some((rule) => rule.id === id))?.id ??
          group,
        'SecurityGroupRuleId.1': id,
      },
    ]),
    ...network.all('security-group').map(({ id }) => ['DeleteSecurityGroup', { GroupId: id }]),
    ...network.all('vpc-endpoint').map(({ id }) => ['DeleteVpcEndpoints', { 'VpcEndpointId.1': id }]),
    ...network.all('route-table').map(({ id }) => ['DeleteRouteTable', { RouteTableId: id }]),
    ...network
      .all('route-table')
      .flatMap(({ associations }) =>
        associations.map(({ id }) => ['DisassociateRouteTable', { AssociationId: id }]),
      ),
    ...network.all('subnet').map(({ id }) => ['DeleteSubnet', { SubnetId: id }]),
    ...network
      .all('internet-gateway')
      .map(({ id, vpcId = '' }) => ['DetachInternetGateway', { InternetGatewayId: id, VpcId: vpcId }]),
    ...network.all('internet-gateway').map(({ id }) => ['DeleteInternetGateway', { InternetGatewayId: id }]),
    ...network.all('elastic-ip').map(({ id }) => ['ReleaseAddress', { AllocationId: id }]),
    ...network.all('vpc').map(({ id }) => ['DeleteVpc', { VpcId: id }]),
  ] as [string, Record<string, string>][];
}

test('whatever was made is removed in the end, in any order that is tried, and nothing refers to what is gone', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 20, maxLength: 80 }),
      fc.infiniteStream(fc.nat(1000)),
      (steps, numbers) => {
        const account = createAccount();
        make(account, { what: 0, one: 0, other: 0 });
        for (const each of steps) make(account, each);
        expect(problemsOf(account)).toEqual([]);
        for (let round = 0; round < 40 && account.state().length > 0; round++) {
          const removals = removalsOf(account)
            .map((removal) => ({ removal, at: numbers.next().value as number }))
            .toSorted((one, other) => one.at - other.at);
          for (const { removal } of removals) {
            account.wait(0);
            const before = account.version();
            // What is refused changes nothing.
            if (!account.call(...removal) && account.version() !== before)
              expect(removal).toBe('without effect');
          }
          expect(problemsOf(account)).toEqual([]);
          account.wait(3_600_000 * 2);
        }
        expect(account.state()).toEqual([]);
      },
    ),
    { numRuns: 10 },
  );
});

/** Ranges of a VPC that overlap, and what refers to something that is gone. */
function problemsOf({ open }: Account): string[] {
  const network = open();
  const subnets = network.all('subnet').map((subnet) => ({ ...subnet, range: parseCidr(subnet.cidr)! }));
  const overlapping = subnets.flatMap((one, at) =>
    subnets
      .slice(at + 1)
      .flatMap((other) =>
        one.vpcId === other.vpcId && overlaps(one.range, other.range) ? `${one.cidr} and ${other.cidr}` : [],
      ),
  );
  const ids = new Set(
    [...network.all('vpc'), ...network.all('subnet'), ...network.all('security-group')].map(({ id }) => id),
  );
  const referred = [
    ...network
      .all('network-interface')
      .flatMap(({ subnetId, vpcId, groups }) => [subnetId, vpcId, ...groups]),
    ...[...subnets, ...network.all('security-group'), ...network.all('route-table')].map(
      ({ vpcId }) => vpcId,
    ),
    ...[...network.all('route-table'), ...network.all('network-acl')].flatMap(({ associations }) =>
      associations.flatMap(({ subnetId }) => subnetId ?? []),
    ),
    ...network.all('security-group').flatMap(({ rules }) => rules.flatMap(({ group }) => group ?? [])),
  ];
  return [...overlapping, ...referred.filter((id) => !ids.has(id))];
}
