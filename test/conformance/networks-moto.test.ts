import * as sdk from '@aws-sdk/client-ec2';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Moto, startMoto } from './moto.ts';
import { createWorkFolder, tool, toolEnvironment } from './tools.ts';

let work: Awaited<ReturnType<typeof createWorkFolder>>;
let moto: Moto;
let local: LocalAws;

beforeAll(async () => {
  work = await createWorkFolder();
  [moto, local] = await Promise.all([
    startMoto(tool('moto_server'), toolEnvironment(work.path)),
    startLocal({ region: 'us-east-1' }),
  ]);
});
afterAll(async () => {
  await local.close();
  await moto.stop();
  await work.remove();
});

const none = '0123456789abcdef0';

/** The outcomes of one script of calls by their names: `ok`, the code of an error, or the value that a call is about. */
async function play(endpoint: string): Promise<Readonly<Record<string, string>>> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = new sdk.EC2Client({ region: 'us-east-1', endpoint, credentials, maxAttempts: 1 });
  const outcomes: Record<string, string> = {};
  /** Makes one call. @param valueOf what of its answer is compared */
  async function call<Answer>(
    name: string,
    send: () => Promise<Answer>,
    valueOf: (answer: Answer) => string = () => 'ok',
  ): Promise<Answer | undefined> {
    try {
      const answer = await send();
      outcomes[name] = valueOf(answer);
      return answer;
    } catch (error) {
      outcomes[name] = (error as Error).name;
      return undefined;
    }
  }
  const nothing = { VpcId: `vpc-${none}`, SubnetId: `subnet-${none}`, InternetGatewayId: `igw-${none}` };

  const vpcs = [];
  for (const CidrBlock of ['10.20.0.0/16', '10.30.0.0/16', '10.0.0.0/8', '10.0.0.0'])
    vpcs.push(
      await call(`a VPC of ${CidrBlock}`, () => client.send(new sdk.CreateVpcCommand({ CidrBlock }))),
    );
  const [VpcId = '', other = ''] = vpcs.map((answer) => answer?.Vpc?.VpcId);
  const newSubnet = (CidrBlock: string, more: Partial<sdk.CreateSubnetCommandInput> = {}) =>
    call(`a subnet of ${CidrBlock}`, () =>
      client.send(new sdk.CreateSubnetCommand({ VpcId, CidrBlock, ...more })),
    );
  const SubnetId = (await newSubnet('10.20.0.0/24'))?.Subnet?.SubnetId;
  const second = (await newSubnet('10.20.1.0/24'))?.Subnet?.SubnetId;
  await newSubnet('10.20.0.0/25');
  await newSubnet('10.21.0.0/24');
  await newSubnet('10.20.9.0/29');
  await newSubnet('10.20.10.0/24', { AvailabilityZone: 'us-east-1z' });
  await newSubnet('10.20.11.0/24', { VpcId: nothing.VpcId });
  const associate = (CidrBlock: string) =>
    call(`a further range, ${CidrBlock}`, () =>
      client.send(new sdk.AssociateVpcCidrBlockCommand({ VpcId, CidrBlock })),
    );
  const range = await associate('100.64.0.0/16');
  await associate('192.168.0.0/16');
  const { AssociationId: rangeId } = range!.CidrBlockAssociation!;
  const disassociate = new sdk.DisassociateVpcCidrBlockCommand({ AssociationId: rangeId });
  await call('a range taken away', () => client.send(disassociate));

  const gateway = await call('an internet gateway', () =>
    client.send(new sdk.CreateInternetGatewayCommand({})),
  );
  const spare = await call('a second one', () => client.send(new sdk.CreateInternetGatewayCommand({})));
  const { InternetGatewayId } = gateway!.InternetGateway!;
  const attach = (name: string, id: string | undefined, to: string) =>
    call(name, () => client.send(new sdk.AttachInternetGatewayCommand({ InternetGatewayId: id, VpcId: to })));
  await attach('it is attached', InternetGatewayId, VpcId);
  await attach('it is attached to another VPC', InternetGatewayId, other);
  await attach(
    'the second one is attached to the same VPC',
    spare!.InternetGateway!.InternetGatewayId,
    VpcId,
  );
  await call('it is deleted while attached', () =>
    client.send(new sdk.DeleteInternetGatewayCommand({ InternetGatewayId })),
  );

  const address = await call('an address', () =>
    client.send(new sdk.AllocateAddressCommand({ Domain: 'vpc' })),
  );
  const { AllocationId } = address!;
  const newNat = (name: string, input: Partial<sdk.CreateNatGatewayCommandInput>) =>
    call(name, () => client.send(new sdk.CreateNatGatewayCommand({ SubnetId, AllocationId, ...input })));
  const nat = await newNat('a NAT gateway', { ClientToken: 'a' });
  const again = await newNat('the same again by its token', { ClientToken: 'a' });
  outcomes['it is the same NAT gateway'] = String(
    again?.NatGateway?.NatGatewayId === nat?.NatGateway?.NatGatewayId,
  );
  await newNat('another one by the same token', { ClientToken: 'a', SubnetId: second });
  await newNat('one with an address that is not there', { AllocationId: `eipalloc-${none}` });
  await newNat('a regional one', {
    AvailabilityMode: 'regional',
    VpcId,
    SubnetId: undefined,
    AllocationId: undefined,
  });
  await call('a NAT gateway that is not there', () =>
    client.send(new sdk.DescribeNatGatewaysCommand({ NatGatewayIds: [`nat-${none}`] })),
  );
  await call('its subnet is deleted', () => client.send(new sdk.DeleteSubnetCommand({ SubnetId: second })));

  const newTable = (name: string) =>
    call(name, () => client.send(new sdk.CreateRouteTableCommand({ VpcId, ClientToken: 'a' })));
  const table = await newTable('a route table');
  const RouteTableId = table?.RouteTable?.RouteTableId;
  outcomes['it is the same route table'] = String(
    (await newTable('the same again by its token '))?.RouteTable?.RouteTableId === RouteTableId,
  );
  const route = (name: string, input: Partial<sdk.CreateRouteCommandInput>) =>
    call(name, () =>
      client.send(new sdk.CreateRouteCommand({ RouteTableId, DestinationCidrBlock: '0.0.0.0/0', ...input })),
    );
  await route('a route', { GatewayId: InternetGatewayId });
  await route('the same route', { GatewayId: InternetGatewayId });
  const elsewhere = { DestinationCidrBlock: '172.16.0.0/12' };
  await route('a route to no internet gateway', { ...elsewhere, GatewayId: nothing.InternetGatewayId });
  await route('a route to no NAT gateway', { ...elsewhere, NatGatewayId: `nat-${none}` });
  const destination = { RouteTableId, DestinationCidrBlock: '9.0.0.0/8' };
  await call('a route that is not there is replaced', () =>
    client.send(new sdk.ReplaceRouteCommand({ ...destination, GatewayId: InternetGatewayId })),
  );
  await call('a route that is not there is deleted', () =>
    client.send(new sdk.DeleteRouteCommand(destination)),
  );
  const association = new sdk.AssociateRouteTableCommand({ RouteTableId, SubnetId });
  await call('a subnet is associated', () => client.send(association));
  const otherTable = await client.send(new sdk.CreateRouteTableCommand({ VpcId }));
  const further = { RouteTableId: otherTable.RouteTable!.RouteTableId, SubnetId };
  await call('it is associated with another table', () =>
    client.send(new sdk.AssociateRouteTableCommand(further)),
  );
  await call('its table is deleted', () => client.send(new sdk.DeleteRouteTableCommand({ RouteTableId })));

  const service = 'com.amazonaws.us-east-1.s3';
  const newEndpoint = (name: string, ServiceName: string) =>
    call(name, () =>
      client.send(new sdk.CreateVpcEndpointCommand({ VpcId, ServiceName, RouteTableIds: [RouteTableId!] })),
    );
  const made = await newEndpoint('an endpoint', service);
  await newEndpoint('the same endpoint', service);
  await newEndpoint('an endpoint of no service', `${service}x`);
  const VpcEndpointIds = [made!.VpcEndpoint!.VpcEndpointId!];
  await call('the endpoint is deleted', () =>
    client.send(new sdk.DeleteVpcEndpointsCommand({ VpcEndpointIds })),
  );

  const newGroup = (name: string, GroupName: string) =>
    call(name, () => client.send(new sdk.CreateSecurityGroupCommand({ VpcId, GroupName, Description: 'x' })));
  const group = await newGroup('a group', 'web');
  await newGroup('a group of the same name', 'web');
  const source = await newGroup('another group', 'lb');
  const GroupId = group?.GroupId;
  const https = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443 };
  const allow = (name: string, permission: sdk.IpPermission) =>
    call(name, () =>
      client.send(
        new sdk.AuthorizeSecurityGroupIngressCommand({
          GroupId,
          IpPermissions: [{ ...https, ...permission }],
        }),
      ),
    );
  await allow('a rule', { IpRanges: [{ CidrIp: '0.0.0.0/0' }] });
  await allow('the same rule', { IpRanges: [{ CidrIp: '0.0.0.0/0' }] });
  await allow('a rule of a group', { UserIdGroupPairs: [{ GroupId: source?.GroupId }] });
  await allow('a rule of no group', { UserIdGroupPairs: [{ GroupId: `sg-${none}` }] });
  await call('a group that a rule names is deleted', () =>
    client.send(new sdk.DeleteSecurityGroupCommand({ GroupId: source?.GroupId })),
  );
  const gone = { GroupId, SecurityGroupRuleIds: [`sgr-${none}`] };
  await call('a rule that is not there is revoked', () =>
    client.send(new sdk.RevokeSecurityGroupIngressCommand(gone)),
  );

  await call('the VPC is deleted', () => client.send(new sdk.DeleteVpcCommand({ VpcId })));
  await call('a VPC without anything is deleted', () =>
    client.send(new sdk.DeleteVpcCommand({ VpcId: other })),
  );
  const detach = new sdk.DetachInternetGatewayCommand({ InternetGatewayId, VpcId });
  await call('the gateway is detached while an address is mapped', () => client.send(detach));
  const { NatGatewayId } = nat!.NatGateway!;
  await call(
    'the NAT gateway is deleted',
    () => client.send(new sdk.DeleteNatGatewayCommand({ NatGatewayId })),
    (answer) => String(answer.NatGatewayId === NatGatewayId),
  );
  client.destroy();
  return outcomes;
}

/** Where moto is less strict than EC2 documents, or has another code; none is a call that EC2 permits and the embedded AWS refuses. */
const knownDifferences = [
  'a VPC of 10.0.0.0: InvalidParameterValue, of moto InvalidVpc.Range',
  'a subnet of 10.20.9.0/29: InvalidSubnet.Range, of moto ok',
  'a further range, 192.168.0.0/16: InvalidVpc.Range, of moto ok',
  'the second one is attached to the same VPC: InvalidParameterValue, of moto ok',
  // It has no client tokens.
  'the same again by its token: ok, of moto Resource.AlreadyAssociated',
  'it is the same NAT gateway: true, of moto false',
  'another one by the same token: IdempotentParameterMismatch, of moto Resource.AlreadyAssociated',
  'one with an address that is not there: InvalidElasticIpID.NotFound, of moto InvalidAllocationID.NotFound',
  'a regional one: ok, of moto InvalidSubnetID.NotFound',
  'a NAT gateway that is not there: NatGatewayNotFound, of moto ok',
  'it is the same route table: true, of moto false',
  'a route to no internet gateway: InvalidGatewayID.NotFound, of moto InvalidInternetGatewayID.NotFound',
  'a route to no NAT gateway: InvalidNatGatewayID.NotFound, of moto ok',
  'it is associated with another table: Resource.AlreadyAssociated, of moto ok',
  'the same endpoint: RouteAlreadyExists, of moto ok',
  'an endpoint of no service: InvalidServiceName, of moto ok',
  // Its answer cannot be read.
  'the endpoint is deleted: ok, of moto Error',
  'a group that a rule names is deleted: DependencyViolation, of moto ok',
  'a rule that is not there is revoked: InvalidSecurityGroupRuleId.NotFound, of moto InvalidPermission.NotFound',
  'the gateway is detached while an address is mapped: DependencyViolation, of moto ok',
];

test('the embedded AWS and moto make the same network, and refuse the same but for what is listed', async () => {
  const ours = await play(local.endpoint);
  const theirs = await play(moto.endpoint);
  expect(Object.keys(theirs)).toEqual(Object.keys(ours));
  const differences = Object.entries(ours).flatMap(([name, outcome]) =>
    outcome === theirs[name] ? [] : [`${name}: ${outcome}, of moto ${theirs[name]}`],
  );
  expect(differences).toEqual(knownDifferences);
});
