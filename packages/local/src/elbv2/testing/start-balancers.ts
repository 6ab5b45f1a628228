import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2';
import { onTestFinished } from 'vitest';
import { createAccessKeys } from '../../access-keys.ts';
import { createOrganization } from '../../account/index.ts';
import { startHttpServer } from '../../http-server/http-server.ts';
import { createMovableClock, type MovableClock } from '../../movable-clock.ts';
import { createResourceRegistry } from '../../resource-registry/index.ts';
import type { ServiceCall } from '../../service.ts';
import { createTagStore } from '../../tags/index.ts';
import type { TargetRule } from '../context.ts';
import { createLoadBalancing } from '../elbv2.ts';
import type { ServiceInterfaceRequest } from '../../ec2/index.ts';
import type { BalancerNetwork, BalancerSubnet } from '../network.ts';

export const region = 'eu-west-1';
const home = { accountId: '111122223333', region };

const subnets: Readonly<Record<string, BalancerSubnet>> = {
  'subnet-a': { vpcId: 'vpc-1', zone: 'eu-west-1a', freeAddresses: 200, hasIpv6: true },
  'subnet-a2': { vpcId: 'vpc-1', zone: 'eu-west-1a', freeAddresses: 200, hasIpv6: true },
  'subnet-b': { vpcId: 'vpc-1', zone: 'eu-west-1b', freeAddresses: 200, hasIpv6: true },
  'subnet-c': { vpcId: 'vpc-1', zone: 'eu-west-1c', freeAddresses: 200, hasIpv6: false },
  'subnet-full': { vpcId: 'vpc-1', zone: 'eu-west-1c', freeAddresses: 7 },
  'subnet-other': { vpcId: 'vpc-2', zone: 'eu-west-1b' },
  'subnet-other-a': { vpcId: 'vpc-2', zone: 'eu-west-1a' },
};
const groups: Readonly<Record<string, { readonly vpcId: string }>> = {
  'sg-default': { vpcId: 'vpc-1' },
  'sg-web': { vpcId: 'vpc-1' },
  'sg-other': { vpcId: 'vpc-2' },
};
const instances = {
  'i-0000000000000000a': { vpcId: 'vpc-1', zone: 'eu-west-1a', state: 'running' },
  'i-0000000000000000b': { vpcId: 'vpc-1', zone: 'eu-west-1b', state: 'running' },
  'i-0000000000000000c': { vpcId: 'vpc-1', zone: 'eu-west-1c', state: 'running' },
  'i-0000000000000000d': { vpcId: 'vpc-1', zone: 'eu-west-1a', state: 'stopped' },
  'i-0000000000000000e': { vpcId: 'vpc-2', zone: 'eu-west-1a', state: 'running' },
} as const satisfies Readonly<Record<string, unknown>>;
type InstanceId = keyof typeof instances;

/** Two VPCs, of which the second has no internet gateway. */
const network: BalancerNetwork = {
  subnet: (_, id) => subnets[id],
  securityGroup: (_, id) => groups[id],
  defaultGroup: (_, vpcId) => (vpcId === 'vpc-1' ? 'sg-default' : undefined),
  vpc: (_, id) => (/^vpc-[12]$/.test(id) ? { hasInternetGateway: id === 'vpc-1' } : undefined),
  instance: (_, id) => (id in instances ? instances[id as InstanceId] : undefined),
  hasAllocation: (_, id) => id === 'eipalloc-1',
};

/** An interface that a load balancer holds, or held. */
export interface HeldInterface extends ServiceInterfaceRequest {
  readonly id: string;
  readonly lingerMs?: number;
}

/** The load balancers of a small made-up network behind a real HTTP server, with a client; all closed when the test ends. */
export async function startBalancers(
  options: {
    readonly dataDir?: string;
    readonly clock?: MovableClock;
    readonly targetRule?: TargetRule;
    readonly lateMs?: () => number;
  } = {},
) {
  const { clock = createMovableClock(), dataDir, targetRule, lateMs } = options;
  const organization = createOrganization({ accounts: [{ id: home.accountId, regions: { [region]: {} } }] });
  const keys = createAccessKeys(home.accountId);
  const tags = createTagStore({ clock });
  const registry = createResourceRegistry({ organization, keys, clock, tags, home, faults: () => undefined });
  const held: HeldInterface[] = [];
  const calls: ServiceCall[] = [];
  const service = createLoadBalancing({
    clock,
    registry,
    network,
    targetRule,
    lateMs,
    ...(dataDir !== undefined && { dataDir }),
    interfaces: {
      create(_, request) {
        held.push({ ...request, id: `eni-${held.length}` });
        return { id: `eni-${held.length - 1}` };
      },
      remove(_, id, lingerMs) {
        const index = held.findIndex((each) => each.id === id);
        held[index] = { ...held[index]!, lingerMs };
      },
      setIpv6(_, id, hasIpv6) {
        const index = held.findIndex((each) => each.id === id);
        held[index] = { ...held[index]!, hasIpv6 };
      },
      setGroups(_, id, next) {
        const index = held.findIndex((each) => each.id === id);
        held[index] = { ...held[index]!, groups: next };
      },
    },
  });
  const bugs: unknown[] = [];
  const server = await startHttpServer({
    services: [service],
    onBug: (error) => bugs.push(error),
    onCall: (call) => void calls.push(call),
  });
  const client = new ElasticLoadBalancingV2Client({
    region,
    endpoint: server.endpoint,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  async function close(): Promise<void> {
    client.destroy();
    await server.close();
  }
  onTestFinished(close);
  return { client, clock, held, calls, bugs, tags, close };
}
