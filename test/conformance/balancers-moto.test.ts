import {
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupsCommand,
  ElasticLoadBalancingV2Client,
  SetSubnetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {
  EC2Client,
  CreateSubnetCommand,
  CreateVpcCommand,
  DescribeSubnetsCommand,
} from '@aws-sdk/client-ec2';
import {
  ChangeResourceRecordSetsCommand,
  ChangeTagsForResourceCommand,
  CreateHostedZoneCommand,
  DeleteHostedZoneCommand,
  GetHostedZoneCommand,
  ListResourceRecordSetsCommand,
  ListTagsForResourceCommand,
  type ResourceRecordSet,
  Route53Client,
} from '@aws-sdk/client-route-53';
import { parseAccounts, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Moto, startMoto } from './moto.ts';
import { createWorkFolder, tool, toolEnvironment } from './tools.ts';

/* The same calls to the embedded AWS and to moto, which was written by others. Where they differ, the comment has what AWS documents. */

const region = 'eu-west-1';
let work: Awaited<ReturnType<typeof createWorkFolder>>;
let moto: Moto;
let local: Awaited<ReturnType<typeof startLocal>>;

beforeAll(async () => {
  work = await createWorkFolder();
  moto = await startMoto(tool('moto_server'), toolEnvironment(work.path));
  local = await startLocal({
    accounts: parseAccounts({
      accounts: [
        {
          id: '123456789012',
          regions: {
            [region]: {
              vpcs: [{ id: 'vpc-0000000000000000a', cidr: '10.0.0.0/16' }],
              subnets: ['a', 'b'].map((zone) => ({
                id: `subnet-0000000000000000${zone}`,
                zone,
                vpc: 'vpc-0000000000000000a',
              })),
            },
          },
        },
      ],
    }),
  });
});
afterAll(async () => {
  await local.close();
  await moto.stop();
  await work.remove();
});

interface Networks {
  readonly vpcId: string;
  readonly subnets: readonly string[];
}

type Steps = Record<string, unknown>;

/** What `shown` makes of a call that was carried out, or the code of its error. */
async function answerOf<Output>(
  call: Promise<Output>,
  shown: (output: Output) => unknown = () => 'done',
): Promise<unknown> {
  try {
    return shown(await call);
  } catch (error) {
    return `refused: ${(error as Error).name}`;
  }
}

const settings = (endpoint: string, ofRegion = region) => ({
  endpoint,
  region: ofRegion,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  maxAttempts: 1,
});

async function makeNetwork(endpoint: string): Promise<Networks> {
  const ec2 = new EC2Client(settings(endpoint));
  try {
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.0.0.0/16' }));
    const subnets: string[] = [];
    for (const [index, zone] of ['a', 'b'].entries()) {
      const { Subnet } = await ec2.send(
        new CreateSubnetCommand({
          VpcId: Vpc?.VpcId,
          CidrBlock: `10.0.${index}.0/24`,
          AvailabilityZone: region + zone,
        }),
      );
      subnets.push(Subnet!.SubnetId!);
    }
    return { vpcId: Vpc!.VpcId!, subnets };
  } finally {
    ec2.destroy();
  }
}

async function describedNetwork(endpoint: string): Promise<Networks> {
  const ec2 = new EC2Client(settings(endpoint));
  try {
    const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({}));
    return { vpcId: Subnets[0]!.VpcId!, subnets: Subnets.map(({ SubnetId }) => SubnetId!) };
  } finally {
    ec2.destroy();
  }
}

async function playBalancers(endpoint: string, { vpcId, subnets }: Networks): Promise<Steps> {
  const client = new ElasticLoadBalancingV2Client(settings(endpoint));
  const steps: Steps = {};
  try {
    const web = { Name: 'web', Scheme: 'internal' as const, Subnets: [...subnets] };
    const { LoadBalancers = [] } = await client.send(new CreateLoadBalancerCommand(web));
    const { LoadBalancerArn, State, Type, AvailabilityZones = [], IpAddressType } = LoadBalancers[0]!;
    steps['create'] = [State?.Code, Type, AvailabilityZones.map(({ ZoneName }) => ZoneName), IpAddressType];
    steps['the same again'] = await answerOf(
      client.send(new CreateLoadBalancerCommand(web)),
      (again) => again.LoadBalancers?.[0]?.LoadBalancerArn === LoadBalancerArn,
    );
    steps['with tags'] = await answerOf(
      client.send(new CreateLoadBalancerCommand({ ...web, Tags: [{ Key: 'a', Value: 'b' }] })),
    );
    steps['one zone'] = await answerOf(
      client.send(new CreateLoadBalancerCommand({ ...web, Name: 'one', Subnets: subnets.slice(0, 1) })),
    );
    steps['no such subnet'] = await answerOf(
      client.send(
        new CreateLoadBalancerCommand({ ...web, Name: 'none', Subnets: ['subnet-00000000000000009'] }),
      ),
    );
    steps['no such name'] = await answerOf(
      client.send(new DescribeLoadBalancersCommand({ Names: ['none'] })),
    );
    steps['to one subnet'] = await answerOf(
      client.send(new SetSubnetsCommand({ LoadBalancerArn, Subnets: subnets.slice(0, 1) })),
    );

    const http = { Name: 'app', Protocol: 'HTTP' as const, Port: 80, VpcId: vpcId };
    const { TargetGroups = [] } = await client.send(new CreateTargetGroupCommand(http));
    const { TargetGroupArn, HealthCheckPath, HealthCheckTimeoutSeconds, Matcher, TargetType } =
      TargetGroups[0]!;
    steps['group'] = [HealthCheckPath, HealthCheckTimeoutSeconds, Matcher, TargetType];
    steps['another group of the name'] = await answerOf(
      client.send(new CreateTargetGroupCommand({ ...http, Port: 81 })),
    );
    const forward = [{ Type: 'forward' as const, TargetGroupArn }];
    const on80 = { LoadBalancerArn, Protocol: 'HTTP' as const, Port: 80, DefaultActions: forward };
    const { Listeners = [] } = await client.send(new CreateListenerCommand(on80));
    const { ListenerArn, Port, Protocol } = Listeners[0]!;
    steps['listener'] = [Port, Protocol];
    steps['the same listener again'] = await answerOf(
      client.send(new CreateListenerCommand(on80)),
      (again) => again.Listeners?.[0]?.ListenerArn === ListenerArn,
    );
    steps['secure without certificate'] = await answerOf(
      client.send(new CreateListenerCommand({ ...on80, Protocol: 'HTTPS', Port: 443 })),
    );
    const rule = {
      ListenerArn,
      Priority: 5,
      Conditions: [{ Field: 'path-pattern', Values: ['/a/*'] }],
      Actions: forward,
    };
    const { Rules: made = [] } = await client.send(new CreateRuleCommand(rule));
    steps['rule'] = [made[0]?.Priority, made[0]?.IsDefault];
    steps['priority in use'] = await answerOf(client.send(new CreateRuleCommand(rule)));
    const { Rules = [] } = await client.send(new DescribeRulesCommand({ ListenerArn }));
    steps['rules'] = Rules.map(({ Priority }) => Priority);
    steps['group in use'] = await answerOf(client.send(new DeleteTargetGroupCommand({ TargetGroupArn })));
    const { TargetGroups: used = [] } = await client.send(
      new DescribeTargetGroupsCommand({ LoadBalancerArn }),
    );
    steps['groups of the balancer'] = used.map(({ TargetGroupName }) => TargetGroupName);
    await client.send(new AddTagsCommand({ ResourceArns: [ListenerArn!], Tags: [{ Key: 'a', Value: 'b' }] }));
    const { TagDescriptions } = await client.send(new DescribeTagsCommand({ ResourceArns: [ListenerArn!] }));
    steps['tags'] = TagDescriptions?.[0]?.Tags;
    await client.send(new DeleteListenerCommand({ ListenerArn }));
    steps['gone listener'] = await answerOf(
      client.send(new DescribeListenersCommand({ ListenerArns: [ListenerArn!] })),
    );
    steps['group without its listener'] = await answerOf(
      client.send(new DeleteTargetGroupCommand({ TargetGroupArn })),
    );
    await client.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
    steps['deleted again'] = await answerOf(client.send(new DeleteLoadBalancerCommand({ LoadBalancerArn })));
  } finally {
    client.destroy();
  }
  return steps;
}

async function playZones(endpoint: string): Promise<Steps> {
  const client = new Route53Client(settings(endpoint, 'us-east-1'));
  const steps: Steps = {};
  try {
    const input = { Name: 'made.example', CallerReference: 'made' };
    const { HostedZone, ChangeInfo, DelegationSet } = await client.send(new CreateHostedZoneCommand(input));
    const HostedZoneId = HostedZone!.Id!.replace('/hostedzone/', '');
    steps['create'] = [
      HostedZone?.Name,
      HostedZone?.ResourceRecordSetCount,
      DelegationSet?.NameServers?.length,
    ];
    steps['pending'] = ChangeInfo?.Status;
    steps['the same again'] = await answerOf(client.send(new CreateHostedZoneCommand(input)));
    const record = (Name: string, Value = '192.0.2.1'): ResourceRecordSet => ({
      Name,
      Type: 'A',
      TTL: 60,
      ResourceRecords: [{ Value }],
    });
    const change = (Action: 'CREATE' | 'UPSERT' | 'DELETE', ...sets: ResourceRecordSet[]) =>
      answerOf(
        client.send(
          new ChangeResourceRecordSetsCommand({
            HostedZoneId,
            ChangeBatch: { Changes: sets.map((ResourceRecordSet) => ({ Action, ResourceRecordSet })) },
          }),
        ),
      );
    const list = async () => {
      const { ResourceRecordSets = [] } = await client.send(
        new ListResourceRecordSetsCommand({ HostedZoneId }),
      );
      return ResourceRecordSets.map(({ Name, Type }) => `${Name} ${Type}`);
    };
    steps['records'] = await change('CREATE', record('www.made.example'), record('a.b.made.example'));
    steps['created twice'] = await change('CREATE', record('www.made.example'));
    steps['atomic'] = await change('CREATE', record('c.made.example'), record('www.made.example'));
    steps['listed'] = await list();
    steps['other zone'] = await change('CREATE', record('www.other.example'));
    steps['no address'] = await change('CREATE', record('x.made.example', '192.0.2'));
    steps['upsert'] = await change('UPSERT', record('www.made.example', '192.0.2.2'));
    steps['wrong values'] = await change('DELETE', record('www.made.example'));
    steps['not there'] = await change('DELETE', record('none.made.example'));
    const resource = { ResourceType: 'hostedzone' as const, ResourceId: HostedZoneId };
    await client.send(new ChangeTagsForResourceCommand({ ...resource, AddTags: [{ Key: 'a', Value: 'b' }] }));
    const { ResourceTagSet } = await client.send(new ListTagsForResourceCommand(resource));
    steps['tags'] = ResourceTagSet?.Tags;
    steps['not empty'] = await answerOf(client.send(new DeleteHostedZoneCommand({ Id: HostedZoneId })));
    // What only one of them accepted.
    await change('DELETE', record('x.made.example', '192.0.2'));
    await change('DELETE', record('www.made.example', '192.0.2.2'));
    await change('DELETE', record('a.b.made.example'));
    steps['deleted'] = await answerOf(client.send(new DeleteHostedZoneCommand({ Id: HostedZoneId })));
    steps['gone'] = await answerOf(client.send(new GetHostedZoneCommand({ Id: HostedZoneId })));
  } finally {
    client.destroy();
  }
  return steps;
}

/** The steps with other answers: what moto has, and what is here. */
function differences(
  ours: Steps,
  theirs: Steps,
): Record<string, { readonly moto: unknown; readonly here: unknown }> {
  return Object.fromEntries(
    Object.entries(ours)
      .filter(([step, answer]) => JSON.stringify(answer) !== JSON.stringify(theirs[step]))
      .map(([step, answer]) => [step, { moto: theirs[step], here: answer }]),
  );
}

const refused = (name: string) => `refused: ${name}`;

// "This operation is idempotent …" of CreateLoadBalancer and CreateListener; "Application Load Balancers … at least two Availability
// Zones", "HTTPS … you must provide exactly one certificate", and the errors that the model has of each operation. A listener's rules
// go with it.
const ofBalancers = {
  'the same again': { moto: false, here: true },
  'the same listener again': { moto: false, here: true },
  'with tags': { moto: 'done', here: refused('DuplicateLoadBalancerNameException') },
  'one zone': { moto: 'done', here: refused('ValidationError') },
  'no such subnet': { moto: refused('InvalidSubnetID.NotFound'), here: refused('SubnetNotFoundException') },
  // The code that users quote of a create; of this call it is unverified.
  'to one subnet': {
    moto: refused('InvalidConfigurationRequestException'),
    here: refused('ValidationError'),
  },
  'secure without certificate': { moto: 'done', here: refused('ValidationError') },
  'group without its listener': { moto: refused('ResourceInUseException'), here: 'done' },
};

// "HostedZoneAlreadyExists" and "ChangeInfo" of the API reference; "In the case of a DELETE action, if the current value does not match
// the actual value, an error is returned."
const ofZones = {
  pending: { moto: 'INSYNC', here: 'PENDING' },
  'the same again': { moto: 'done', here: refused('HostedZoneAlreadyExists') },
  'no address': { moto: 'done', here: refused('InvalidChangeBatch') },
  'wrong values': { moto: 'done', here: refused('InvalidChangeBatch') },
  'not there': { moto: refused('InvalidInput'), here: refused('InvalidChangeBatch') },
};

test('load balancers are as those of moto, except where moto is not as AWS documents', async () => {
  const ours = await playBalancers(local.endpoint, await describedNetwork(local.endpoint));
  const theirs = await playBalancers(moto.endpoint, await makeNetwork(moto.endpoint));
  expect(Object.keys(ours)).toEqual(Object.keys(theirs));
  expect(differences(ours, theirs)).toEqual(ofBalancers);
});

test('hosted zones and records are as those of moto, except where moto is not as AWS documents', async () => {
  const [ours, theirs] = [await playZones(local.endpoint), await playZones(moto.endpoint)];
  expect(Object.keys(ours)).toEqual(Object.keys(theirs));
  expect(differences(ours, theirs)).toEqual(ofZones);
});
