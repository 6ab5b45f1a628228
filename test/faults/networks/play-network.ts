import { createRandom } from '@groundcrew/async';
import { createEc2Client, createEc2NetworkCalls } from '@groundcrew/aws/ec2';
import { createElbCalls, createElbClient } from '@groundcrew/aws/elbv2';
import { createRoute53Calls, createRoute53Client } from '@groundcrew/aws/route53';
import { createMovableClock, type FaultOptions, parseAccounts, startLocal } from '@groundcrew/local';
import {
  CreateHostedZoneCommand,
  ListHostedZonesCommand,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import { collectNetwork, createNetworkClients } from '@groundcrew/collect/network';
import { readNetworkState } from '@groundcrew/network/account-state';
import { NETWORK_TAG, planAddresses } from '@groundcrew/network/addresses';
import { createNetworkExecutor, type NetworkCalls, networkOf, planDocument } from '@groundcrew/network/apply';
import { emptyState, planNetwork, vpcOf } from '@groundcrew/network/desired';
import { type NetworkFile, parseNetwork } from '@groundcrew/network/file';
import { isGroundcrewError } from '@groundcrew/errors';
import {
  type ApplyResult,
  applyPlan,
  loadJournal,
  openJournal,
  type JournalStore,
  type Plan,
  undoPlan,
} from '@groundcrew/plan';

export interface NetworkSeedResult {
  readonly seed: number;
  /** What is not as planned. */
  readonly differences: readonly string[];
  /** How often something went wrong on the way. */
  readonly events: Readonly<Record<'crashes' | 'failures' | 'discarded', number>>;
}

const accountId = '111111111111';
const region = 'us-east-1';

/** A process has ended at a call, before or after it was carried out. */
class Crash extends Error {}

/**
 * Makes a network in the embedded AWS and takes it back, while calls are throttled, fail, lose their answers and are late,
 * NAT gateways fail, and processes end at any call. At the end there is the network, and after the undo there is nothing.
 */
export async function playNetwork(seed: number): Promise<NetworkSeedResult> {
  const random = createRandom(seed);
  const draw = (most: number) => (random() < 0.3 ? 0 : random() * most);
  const faults: FaultOptions = {
    seed,
    throttle: draw(0.1),
    error: draw(0.05),
    errorAfter: draw(0.05),
    reset: draw(0.05),
    resetAfter: draw(0.1),
    lateIds: draw(0.5),
    lateIdsMs: 45_000,
    natFail: draw(0.5),
    natSlow: draw(0.3),
    natSlowMs: 120_000,
    linger: draw(0.5),
    lingerMs: 120_000,
  };
  const clock = createMovableClock();
  const local = await startLocal({
    accounts: parseAccounts({ accounts: [{ id: accountId, regions: { [region]: {} } }] }),
    clock,
    faults,
  });
  const differences: string[] = [];
  const events = { crashes: 0, failures: 0, discarded: 0 };
  const settings = {
    region,
    endpointUrl: local.endpoint,
    credentials: async () => ({ accessKeyId: 'a', secretAccessKey: 'b' }),
  };
  const clients = {
    ec2: createEc2Client(settings),
    elb: createElbClient(settings),
    route53: createRoute53Client(settings),
  };
  const sleep = (ms: number) => clock.advance(ms);
  const limiter = { take: async () => undefined, throttled: () => undefined };
  const common = { limiter, random, sleep };
  const calls: NetworkCalls = {
    ec2: createEc2NetworkCalls({ client: clients.ec2, ...common }),
    elb: createElbCalls({ client: clients.elb, ...common }),
    route53: createRoute53Calls({ client: clients.route53, ...common }),
  };
  const retryPolicy = { now: clock.now, sleep, random };
  let pid = 0;
  const dies = () => Array.from({ length: Math.floor(random() * 4) }, () => 1 + Math.floor(random() * 150));

  /** A process that ends at its `crashAt`th call: nothing of it is written afterwards. */
  function processOf(disk: { text: string | undefined }, crashAt: number) {
    const state = { isDead: false, left: crashAt, inFlight: new Set<Promise<unknown>>() };
    const check = () => {
      if (state.isDead) throw new Crash();
    };
    const store: JournalStore = {
      name: 'journal',
      async open(mode) {
        check();
        if (mode === 'new') disk.text = '';
      },
      async read() {
        check();
        return disk.text ?? '';
      },
      async append(text) {
        check();
        disk.text = `${disk.text ?? ''}${text}`;
      },
      async close() {},
    };
    const dying = <Calls extends object>(service: Calls): Calls =>
      new Proxy(service, {
        get(target, name) {
          const call = Reflect.get(target, name) as (...args: never[]) => Promise<unknown>;
          return async (...args: never[]) => {
            check();
            state.left -= 1;
            const isLast = state.left <= 0;
            const isBefore = isLast && random() < 0.5;
            if (isLast) state.isDead = true;
            if (isBefore) throw new Crash();
            const answer = call(...args);
            state.inFlight.add(answer);
            try {
              return await answer;
            } finally {
              state.inFlight.delete(answer);
              check();
            }
          };
        },
      });
    const { ec2, elb, route53 } = calls;
    return { store, calls: { ec2: dying(ec2), elb: dying(elb), route53: dying(route53) }, state };
  }

  async function applyThrough(
    plan: Plan,
    disk: { text: string | undefined },
    dies: readonly number[],
  ): Promise<ApplyResult | undefined> {
    const rest = Array.from({ length: 12 }, () => Number.POSITIVE_INFINITY);
    let result: ApplyResult | undefined;
    for (const crashAt of [...dies, ...rest]) {
      pid += 1;
      const process = processOf(disk, crashAt);
      try {
        const journal = await openJournal(process.store, {
          plan,
          mode: disk.text === undefined ? 'new' : 'resume',
          now: clock.now,
          holder: { pid, host: 'h' },
          isRunning: () => false,
        });
        const executor = createNetworkExecutor({
          calls: process.calls,
          network: networkOf(plan.scope),
          planHash: plan.hash,
        });
        result = await applyPlan(plan, {
          executor,
          journal,
          concurrency: 4,
          isStrict: disk.text === undefined,
          ...retryPolicy,
        });
        await journal.close();
        events.failures += result.failed.length;
        if (result.failed.length === 0) return result;
      } catch (thrown) {
        if (process.state.isDead) events.crashes += 1;
        else if (!isGroundcrewError(thrown)) throw thrown;
        else events.failures += 1;
      }
      // Time is virtual: what a process that has ended sent must not arrive after a minute of the next one.
      await Promise.allSettled(process.state.inFlight);
    }
    differences.push(
      `not everything could be done: ${JSON.stringify(result?.failed.map(({ change, message }) => [change.id, message]))}`,
    );
    return undefined;
  }

  /** Calls until there is an answer. */
  async function persistently<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask();
      } catch (error) {
        if (attempt >= 50) throw error;
        await clock.advance(1_000);
      }
    }
  }

  /** What a plan out of what the account answers would do. */
  async function stillToDo(file: NetworkFile): Promise<readonly string[]> {
    const { network } = await planNow(file);
    return network.changes.map(({ id, fields }) => `${id} ${fields.join(' ')}`);
  }

  async function planNow(file: NetworkFile) {
    const networkClients = createNetworkClients(settings, { now: clock.now, sleep });
    const hostedZones = [...file.loadBalancers.values()].flatMap(({ record }) => record?.hostedZone ?? []);
    const own = { tag: { key: NETWORK_TAG, value: file.name }, hostedZones };
    const { answers } = await collectNetwork({ region, own }, { clients: networkClients });
    networkClients.close();
    const state = readNetworkState(answers, file);
    const vpc = vpcOf(state);
    const addresses = planAddresses(file, { ...(vpc && { vpc }), others: state.others ?? [] });
    return { network: planNetwork(file, addresses, state), state };
  }

  async function counts(): Promise<Readonly<Record<string, number>>> {
    await clock.advance(60_000);
    const { ec2, elb } = calls;
    const { Vpcs = [] } = await persistently(() => ec2.DescribeVpcs({}));
    const { Subnets = [] } = await persistently(() => ec2.DescribeSubnets({}));
    const { InternetGateways = [] } = await persistently(() => ec2.DescribeInternetGateways({}));
    const { Addresses = [] } = await persistently(() => ec2.DescribeAddresses({}));
    const { NatGateways = [] } = await persistently(() => ec2.DescribeNatGateways({}));
    const { VpcEndpoints = [] } = await persistently(() => ec2.DescribeVpcEndpoints({}));
    const { EgressOnlyInternetGateways = [] } = await persistently(() =>
      ec2.DescribeEgressOnlyInternetGateways({}),
    );
    const { RouteTables = [] } = await persistently(() => ec2.DescribeRouteTables({}));
    const { SecurityGroups = [] } = await persistently(() => ec2.DescribeSecurityGroups({}));
    const { LoadBalancers = [] } = await persistently(() => elb.DescribeLoadBalancers({}));
    const { TargetGroups = [] } = await persistently(() => elb.DescribeTargetGroups({}));
    const isOwn = (each: { readonly Tags?: readonly { Key?: string | undefined }[] | undefined }) =>
      each.Tags?.some(({ Key }) => Key === 'groundcrew:network') ?? false;
    return {
      vpcs: Vpcs.filter(isOwn).length,
      subnets: Subnets.filter(isOwn).length,
      gateways: InternetGateways.length,
      addresses: Addresses.length,
      natGateways: NatGateways.filter(({ State }) => State === 'available' || State === 'pending').length,
      endpoints: VpcEndpoints.filter(({ State }) => !/^delet/i.test(State ?? '')).length,
      egressOnly: EgressOnlyInternetGateways.length,
      routeTables: RouteTables.filter(isOwn).length,
      groups: SecurityGroups.filter(isOwn).length,
      balancers: LoadBalancers.length,
      targetGroups: TargetGroups.length,
    };
  }

  try {
    const before = await counts();
    const zone = await persistently(() => hostedZone(clients.route53));
    const text = networkText(random, zone);
    const file = parseNetwork(text, { file: 'network.yaml' });
    const network = planNetwork(file, planAddresses(file), emptyState);
    const plan = planDocument({
      file,
      plan: network,
      state: emptyState,
      account: { id: accountId },
      createdAt: new Date(clock.now()).toISOString(),
    });
    const disk: { text: string | undefined } = { text: undefined };
    await applyThrough(plan, disk, dies());
    const kinds = (kind: string) => plan.changes.filter(({ id }) => id.startsWith(`create ${kind}`)).length;
    const made = await counts();
    const wanted = {
      vpcs: 1,
      subnets: kinds('subnet:'),
      gateways: kinds('internet-gateway'),
      addresses: kinds('address:'),
      natGateways: kinds('nat-gateway:'),
      endpoints: kinds('endpoint:'),
      egressOnly: kinds('egress-only-gateway'),
      routeTables: kinds('route-table:'),
      groups: kinds('group:'),
      balancers: kinds('load-balancer:'),
      targetGroups: kinds('target-group:'),
    };
    compare('after the apply', made, wanted);
    events.discarded += (disk.text?.match(/"discarded":/g) ?? []).length;

    const left = await persistently(() => stillToDo(file));
    if (left.length > 0) differences.push(`still to do: ${left.join(', ')}`);
    // Another zone changes load balancers and gateway endpoints, which get subnets and tables that are made before.
    if (seed % 2 === 0)
      await grow(
        parseNetwork(text.replace('"use1-az2"]', '"use1-az2","use1-az3"]'), { file: 'network.yaml' }),
      );
    await takeBack(plan, disk);
    compare('after the undo', await counts(), before);
  } finally {
    for (const client of Object.values(clients)) client.destroy();
    await local.close();
  }
  return { seed, differences, events };

  async function grow(file: NetworkFile): Promise<void> {
    const { network, state } = await persistently(() => planNow(file));
    const plan = planDocument({
      file,
      plan: network,
      state,
      account: { id: accountId },
      createdAt: new Date(clock.now()).toISOString(),
    });
    const disk: { text: string | undefined } = { text: undefined };
    await applyThrough(plan, disk, dies());
    const left = await persistently(() => stillToDo(file));
    if (left.length > 0) differences.push(`still to do after growing: ${left.join(', ')}`);
    await takeBack(plan, disk);
  }

  async function takeBack(plan: Plan, disk: { text: string | undefined }): Promise<void> {
    const { store } = processOf(disk, Number.POSITIVE_INFINITY);
    const record = await loadJournal(store, { isRunning: () => false });
    const undoer = createNetworkExecutor({ calls, network: networkOf(record.header), planHash: plan.hash });
    const undo = await persistently(() => undoPlan(record, { executor: undoer, ...retryPolicy }));
    for (const { target, reason } of undo.findings) differences.push(`left: ${target.resource}: ${reason}`);
    await applyThrough(undo, { text: undefined }, dies());
  }

  function compare(
    when: string,
    is: Readonly<Record<string, number>>,
    should: Readonly<Record<string, number>>,
  ): void {
    for (const [name, count] of Object.entries(should)) {
      if (is[name] !== count) differences.push(`${when}: ${is[name]} ${name}, not ${count}`);
    }
  }
}

/** A hosted zone for records. */
async function hostedZone(client: Route53Client): Promise<string> {
  const command = new CreateHostedZoneCommand({ Name: 'example.com', CallerReference: 'one' });
  const { HostedZone } = await client.send(command).catch(async (error: unknown) => {
    if ((error as Error).name !== 'HostedZoneAlreadyExists') throw error;
    const { HostedZones = [] } = await client.send(new ListHostedZonesCommand({}));
    return { HostedZone: HostedZones[0] };
  });
  return HostedZone!.Id!.replace('/hostedzone/', '');
}

function networkText(random: () => number, hostedZone: string): string {
  const one = <One>(...of: readonly One[]) => of[Math.floor(random() * of.length)]!;
  const hasBalancer = random() < 0.6;
  return JSON.stringify({
    version: 1,
    name: 'shop',
    region,
    cidr: '10.20.0.0/16',
    zones: ['use1-az1', 'use1-az2'],
    tiers: {
      public: { access: 'public', share: '1/16' },
      private: { access: 'private', share: '1/4' },
      ...(random() < 0.5 && { data: { access: 'isolated', share: '1/8' } }),
    },
    nat: one('one', 'per-zone', 'none'),
    ipv6: random() < 0.5,
    endpoints: one<unknown>('none', ['s3'], ['s3', 'dynamodb']),
    tags: { Project: 'shop' },
    ...(hasBalancer && {
      loadBalancers: {
        www: {
          type: one('application', 'network'),
          scheme: one('internet-facing', 'internal'),
          tier: 'public',
          listeners: [{ port: 80, target: { port: 8080 } }],
          record: { name: 'www.example.com', hostedZone },
        },
      },
    }),
    groups: {
      web: { allow: [{ from: hasBalancer ? 'www' : 'internet', ports: 8080 }] },
      app: { allow: [{ from: 'web', ports: 8080 }] },
      db: {
        allow: [
          { from: 'app', ports: 5432 },
          { from: 'db', ports: 5432 },
        ],
      },
    },
  });
}
