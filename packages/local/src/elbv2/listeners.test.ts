import {
  type Action,
  CreateListenerCommand,
  type CreateListenerCommandInput,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  type CreateTargetGroupCommandInput,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteRuleCommand,
  DeleteTargetGroupCommand,
  DeregisterTargetsCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  ModifyListenerCommand,
  ModifyRuleCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { expect, test } from 'vitest';
import { startBalancers } from './testing/start-balancers.ts';

const http: CreateTargetGroupCommandInput = { Name: 'app', Protocol: 'HTTP', Port: 8080, VpcId: 'vpc-1' };
const ids = ['a', 'b', 'c', 'd', 'e'].map((letter) => `i-0000000000000000${letter}`);
const [inA, inB, inC, stopped, elsewhere] = ids as [string, string, string, string, string];
const certificate = 'arn:aws:acm:eu-west-1:111122223333:certificate/1';

async function open(options: Parameters<typeof startBalancers>[0] = {}) {
  const started = await startBalancers(options);
  const { client } = started;
  async function balancer(Name = 'web', Type: 'application' | 'network' = 'application') {
    const command = new CreateLoadBalancerCommand({ Name, Type, Subnets: ['subnet-a', 'subnet-b'] });
    return (await client.send(command)).LoadBalancers![0]!.LoadBalancerArn!;
  }
  async function group(input: Partial<CreateTargetGroupCommandInput> = {}) {
    const { TargetGroups = [] } = await client.send(new CreateTargetGroupCommand({ ...http, ...input }));
    return TargetGroups[0]!;
  }
  async function listener(input: Partial<CreateListenerCommandInput>) {
    const command = new CreateListenerCommand({
      LoadBalancerArn: undefined,
      DefaultActions: undefined,
      Protocol: 'HTTP',
      Port: 80,
      ...input,
    });
    return (await client.send(command)).Listeners![0]!;
  }
  const register = (TargetGroupArn: string | undefined, ...targets: readonly string[]) =>
    client.send(new RegisterTargetsCommand({ TargetGroupArn, Targets: targets.map((Id) => ({ Id })) }));
  async function health(TargetGroupArn: string | undefined) {
    const { TargetHealthDescriptions = [] } = await client.send(
      new DescribeTargetHealthCommand({ TargetGroupArn }),
    );
    return Object.fromEntries(
      TargetHealthDescriptions.map(({ Target, TargetHealth }) => [
        Target?.Id,
        [TargetHealth?.State, TargetHealth?.Reason],
      ]),
    );
  }
  return { ...started, balancer, group, listener, register, health };
}

const forward = (TargetGroupArn: string | undefined): Action => ({ Type: 'forward', TargetGroupArn });

test('a target group has the health check of its protocol, which can be changed', async () => {
  const { group, client } = await open();
  expect(await group()).toMatchObject({
    TargetGroupArn: expect.stringMatching(/:targetgroup\/app\/[0-9a-f]{16}$/),
    HealthCheckProtocol: 'HTTP',
    HealthCheckPath: '/',
    HealthCheckPort: 'traffic-port',
    HealthCheckIntervalSeconds: 30,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
    Matcher: { HttpCode: '200' },
    TargetType: 'instance',
    ProtocolVersion: 'HTTP1',
    LoadBalancerArns: [],
  });
  const tcp = await group({ Name: 'tcp', Protocol: 'TCP' });
  expect(tcp).toMatchObject({ HealthCheckProtocol: 'TCP', HealthCheckTimeoutSeconds: 10 });
  expect(tcp.Matcher).toBeUndefined();
  const { TargetGroups } = await client.send(
    new ModifyTargetGroupCommand({
      TargetGroupArn: tcp.TargetGroupArn,
      HealthCheckProtocol: 'HTTP',
      HealthCheckPath: '/up',
      HealthCheckIntervalSeconds: 10,
    }),
  );
  expect(TargetGroups).toMatchObject([
    { HealthCheckPath: '/up', HealthCheckIntervalSeconds: 10, Matcher: { HttpCode: '200-399' } },
  ]);
});

test('the same target group again is the first one, and another one of its name is refused', async () => {
  const { group } = await open();
  const first = await group();
  expect((await group()).TargetGroupArn).toBe(first.TargetGroupArn);
  await expect(group({ Port: 81 })).rejects.toMatchObject({ name: 'DuplicateTargetGroupNameException' });
  await expect(group({ Name: 'x', VpcId: 'vpc-9' })).rejects.toMatchObject({
    message: "The VPC ID 'vpc-9' is not found",
  });
  await expect(group({ Name: 'x', HealthCheckProtocol: 'TCP' })).rejects.toMatchObject({
    name: 'ValidationError',
  });
});

test('a target group cannot be deleted while a listener or a rule forwards to it', async () => {
  const { balancer, group, listener, client } = await open();
  const LoadBalancerArn = await balancer();
  const [one, two] = [await group({ Name: 'one' }), await group({ Name: 'two' })];
  const { ListenerArn } = await listener({ LoadBalancerArn, DefaultActions: [forward(one.TargetGroupArn)] });
  const { Rules = [] } = await client.send(
    new CreateRuleCommand({
      ListenerArn,
      Priority: 1,
      Conditions: [{ Field: 'path-pattern', Values: ['/x/*'] }],
      Actions: [forward(two.TargetGroupArn)],
    }),
  );
  const remove = (TargetGroupArn: string | undefined) =>
    client.send(new DeleteTargetGroupCommand({ TargetGroupArn }));
  for (const { TargetGroupArn } of [one, two])
    await expect(remove(TargetGroupArn)).rejects.toMatchObject({
      name: 'ResourceInUseException',
      message: `Target group '${TargetGroupArn}' is currently in use by a listener or a rule`,
    });
  const { TargetGroups = [] } = await client.send(new DescribeTargetGroupsCommand({ LoadBalancerArn }));
  expect(TargetGroups.map(({ LoadBalancerArns }) => LoadBalancerArns)).toEqual([
    [LoadBalancerArn],
    [LoadBalancerArn],
  ]);
  await client.send(new DeleteRuleCommand({ RuleArn: Rules[0]?.RuleArn }));
  await remove(two.TargetGroupArn);
  await client.send(new DeleteListenerCommand({ ListenerArn }));
  await remove(one.TargetGroupArn);
  await remove(one.TargetGroupArn);
  const described = client.send(new DescribeTargetGroupsCommand({ Names: ['one'] }));
  await expect(described).rejects.toMatchObject({ name: 'TargetGroupNotFoundException' });
});

test('the same listener again is the first one, and another one of its port is refused', async () => {
  const { balancer, group, listener, client } = await open();
  const LoadBalancerArn = await balancer();
  const { TargetGroupArn } = await group();
  const input = { LoadBalancerArn, DefaultActions: [forward(TargetGroupArn)] };
  const first = await listener(input);
  expect(first.DefaultActions).toMatchObject([
    { Type: 'forward', TargetGroupArn, ForwardConfig: { TargetGroups: [{ TargetGroupArn, Weight: 1 }] } },
  ]);
  expect((await listener(input)).ListenerArn).toBe(first.ListenerArn);
  const redirect: Action = {
    Type: 'redirect',
    RedirectConfig: { Protocol: 'HTTPS', StatusCode: 'HTTP_301' },
  };
  await expect(listener({ LoadBalancerArn, DefaultActions: [redirect] })).rejects.toMatchObject({
    name: 'DuplicateListenerException',
    message: `A listener already exists on this port for this load balancer '${LoadBalancerArn}'`,
  });
  const { Listeners } = await client.send(
    new ModifyListenerCommand({ ListenerArn: first.ListenerArn, DefaultActions: [redirect] }),
  );
  expect(Listeners?.[0]?.DefaultActions?.[0]?.RedirectConfig).toEqual({
    Protocol: 'HTTPS',
    Port: '#{port}',
    Host: '#{host}',
    Path: '/#{path}',
    Query: '#{query}',
    StatusCode: 'HTTP_301',
  });
});

test('a secure listener needs a certificate, and loses it with its protocol', async () => {
  const { balancer, group, listener, client } = await open();
  const LoadBalancerArn = await balancer();
  const { TargetGroupArn } = await group();
  const input = {
    LoadBalancerArn,
    Port: 443,
    Protocol: 'HTTPS' as const,
    DefaultActions: [forward(TargetGroupArn)],
  };
  await expect(listener(input)).rejects.toMatchObject({
    message: 'A certificate must be specified for HTTPS listeners',
  });
  const made = await listener({ ...input, Certificates: [{ CertificateArn: certificate }] });
  expect(made).toMatchObject({
    Certificates: [{ CertificateArn: certificate }],
    SslPolicy: 'ELBSecurityPolicy-2016-08',
  });
  const { Listeners } = await client.send(
    new ModifyListenerCommand({ ListenerArn: made.ListenerArn, Protocol: 'HTTP' }),
  );
  expect(Listeners?.[0]).toMatchObject({ Protocol: 'HTTP', Port: 443 });
  expect(Listeners?.[0]?.Certificates).toBeUndefined();
});

test('what a listener may forward to depends on its protocol, its load balancer and its VPC', async () => {
  const { balancer, group, listener } = await open();
  const LoadBalancerArn = await balancer();
  const edge = await balancer('edge', 'network');
  const [web, tcp, other] = [
    await group(),
    await group({ Name: 'tcp', Protocol: 'TCP' }),
    await group({ Name: 'other', VpcId: 'vpc-2' }),
  ];
  const to = (arn: string | undefined, Port = 80) => ({
    LoadBalancerArn,
    Port,
    DefaultActions: [forward(arn)],
  });
  await listener(to(web.TargetGroupArn));
  await expect(listener(to(tcp.TargetGroupArn, 81))).rejects.toMatchObject({
    name: 'IncompatibleProtocolsException',
  });
  await expect(listener(to(other.TargetGroupArn, 81))).rejects.toMatchObject({
    name: 'InvalidConfigurationRequestException',
  });
  await expect(
    listener({ ...to(web.TargetGroupArn), LoadBalancerArn: await balancer('second') }),
  ).rejects.toMatchObject({ name: 'TargetGroupAssociationLimitException' });
  await expect(listener(to(`${web.TargetGroupArn}0`, 82))).rejects.toMatchObject({
    name: 'TargetGroupNotFoundException',
  });
  await expect(listener({ ...to(tcp.TargetGroupArn), LoadBalancerArn: edge })).rejects.toMatchObject({
    name: 'ValidationError',
  });
  const fixed: Action = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } };
  await expect(
    listener({ LoadBalancerArn: edge, Protocol: 'TCP', DefaultActions: [fixed] }),
  ).rejects.toMatchObject({ name: 'InvalidLoadBalancerActionException' });
  await expect(listener({ ...to(web.TargetGroupArn), LoadBalancerArn: `${edge}0` })).rejects.toMatchObject({
    name: 'LoadBalancerNotFoundException',
  });
});

test('rules are in the order of their priorities, the default one last', async () => {
  const { balancer, group, listener, client } = await open();
  const LoadBalancerArn = await balancer();
  const { TargetGroupArn } = await group();
  const Actions = [forward(TargetGroupArn)];
  const { ListenerArn } = await listener({ LoadBalancerArn, DefaultActions: Actions });
  const rule = async (Priority: number, field: string, ...Values: readonly string[]) => {
    const command = new CreateRuleCommand({
      ListenerArn,
      Priority,
      Actions,
      Conditions: [{ Field: field, Values: [...Values] }],
    });
    return (await client.send(command)).Rules![0]!;
  };
  await rule(20, 'path-pattern', '/b');
  const first = await rule(10, 'host-header', 'shop.example');
  await expect(rule(10, 'path-pattern', '/c')).rejects.toMatchObject({ name: 'PriorityInUseException' });
  await expect(rule(30, 'colour', 'red')).rejects.toMatchObject({ name: 'ValidationError' });
  await expect(rule(30, 'path-pattern', '1', '2', '3', '4', '5', '6')).rejects.toMatchObject({
    name: 'ValidationError',
  });
  const { Rules = [] } = await client.send(new DescribeRulesCommand({ ListenerArn }));
  expect(Rules.map(({ Priority, IsDefault }) => [Priority, IsDefault])).toEqual([
    ['10', false],
    ['20', false],
    ['default', true],
  ]);
  expect(first.Conditions).toEqual([
    {
      Field: 'host-header',
      Values: ['shop.example'],
      HostHeaderConfig: { Values: ['shop.example'] },
    },
  ]);
  const { Rules: changed } = await client.send(
    new ModifyRuleCommand({
      RuleArn: first.RuleArn,
      Conditions: [{ Field: 'source-ip', SourceIpConfig: { Values: ['192.0.2.0/24'] } }],
    }),
  );
  expect(changed?.[0]?.Conditions).toEqual([
    { Field: 'source-ip', SourceIpConfig: { Values: ['192.0.2.0/24'] } },
  ]);
  await expect(client.send(new DeleteRuleCommand({ RuleArn: Rules[2]?.RuleArn }))).rejects.toMatchObject({
    name: 'OperationNotPermittedException',
  });
  await client.send(new DeleteLoadBalancerCommand({ LoadBalancerArn }));
  const gone = client.send(new DescribeRulesCommand({ RuleArns: [first.RuleArn!] }));
  await expect(gone).rejects.toMatchObject({ name: 'RuleNotFoundException' });
  const listeners = client.send(new DescribeListenersCommand({ ListenerArns: [ListenerArn!] }));
  await expect(listeners).rejects.toMatchObject({ name: 'ListenerNotFoundException' });
  const ofNone = client.send(new DescribeListenersCommand({ LoadBalancerArn }));
  await expect(ofNone).rejects.toMatchObject({ name: 'LoadBalancerNotFoundException' });
});

test('a target is unused, initial, then healthy as the rule has it, and drains at the end', async () => {
  const { balancer, group, listener, register, health, client, clock } = await open({
    targetRule: ({ id, group: { name } }) => (name === 'app' && id === inB ? 'times-out' : 'passes'),
  });
  const { TargetGroupArn } = await group();
  await register(TargetGroupArn, inA, inB, inC);
  expect(await health(TargetGroupArn)).toEqual({
    [inA]: ['unused', 'Target.NotInUse'],
    [inB]: ['unused', 'Target.NotInUse'],
    [inC]: ['unused', 'Target.NotInUse'],
  });
  await listener({ LoadBalancerArn: await balancer(), DefaultActions: [forward(TargetGroupArn)] });
  expect(await health(TargetGroupArn)).toMatchObject({
    [inA]: ['initial', 'Elb.RegistrationInProgress'],
    [inC]: ['unused', 'Target.NotInUse'],
  });
  await clock.advance(30_000);
  await register(TargetGroupArn, inA);
  expect(await health(TargetGroupArn)).toMatchObject({
    [inA]: ['healthy', undefined],
    [inB]: ['unhealthy', 'Target.Timeout'],
  });
  await client.send(new DeregisterTargetsCommand({ TargetGroupArn, Targets: [{ Id: inA }] }));
  expect(await health(TargetGroupArn)).toMatchObject({
    [inA]: ['draining', 'Target.DeregistrationInProgress'],
  });
  await clock.advance(300_000);
  expect(Object.keys(await health(TargetGroupArn))).toEqual([inB, inC]);
});

test('targets have to be of the kind and the VPC of their group, and running', async () => {
  const { group, register } = await open();
  const { TargetGroupArn } = await group();
  const addresses = await group({ Name: 'ip', TargetType: 'ip' });
  for (const id of [stopped, elsewhere, 'i-00000000000000009'])
    await expect(register(TargetGroupArn, id)).rejects.toMatchObject({ name: 'InvalidTargetException' });
  await expect(register(TargetGroupArn, '10.0.0.1')).rejects.toMatchObject({ name: 'ValidationError' });
  await register(addresses.TargetGroupArn, '10.0.0.1');
  for (const id of ['::1', '10.0.0.256'])
    await expect(register(addresses.TargetGroupArn, id)).rejects.toMatchObject({ name: 'ValidationError' });
});
