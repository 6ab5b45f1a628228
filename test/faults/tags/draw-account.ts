import { type LocalAccounts, parseAccounts } from '@groundcrew/local';
import type { Random } from '../random.ts';

export const ACCOUNT_ID = '111122223333';
export const regions = ['us-east-1', 'ap-northeast-2'] as const;

/** The types in an account; each needs calls of its own, so no account has all of them. */
const kinds = [
  'ec2:instance',
  'ec2:volume',
  'ec2:snapshot',
  'ec2:network-interface',
  'ec2:elastic-ip',
  'ec2:image',
  'ec2:security-group',
  'ec2:vpc',
  'ec2:subnet',
  'ec2:route-table',
  'ec2:natgateway',
  's3:bucket',
  'dynamodb:table',
  'lambda:function',
  'sns:topic',
  'sqs:queue',
  'logs:log-group',
] as const;
type Kind = (typeof kinds)[number];

/** Correct keys, variants of them, others, those that a policy may forbid, and one that only AWS may set. */
const keys = [
  'Project',
  'project',
  ' PROJECT',
  'proj',
  'Owner',
  'owner',
  'holder',
  'Stage',
  'temp',
  'temp-2',
  '설명',
  'aws:cloudformation:stack-name',
];
const values = ['shop', 'shop', 'shop', 'Shop', 'shpo', ' shop', 'web', 'none', '', 'X-1'];

type Tags = Readonly<Record<string, string>>;
interface Described {
  readonly id: string;
  readonly tags?: Tags;
  readonly [more: string]: unknown;
}

export interface DrawnAccount {
  readonly accounts: LocalAccounts;
  /** The types to collect; default: all. */
  readonly types?: readonly string[];
}

/** An account with a few resources of some kinds in two regions, tagged like in practice. */
export function drawAccount(random: Random): DrawnAccount {
  const drawn = kinds.filter(() => random.chance(0.4));
  const described = regions.map((region, index) => [region, drawRegion(random, index, new Set(drawn))]);
  const account = { id: ACCOUNT_ID, alias: 'dal-shop', regions: Object.fromEntries(described) };
  return {
    accounts: parseAccounts({ accounts: [account] }),
    // Instances have volumes, network interfaces and networks, drawn or not: they are then not collected.
    ...(drawn.length > 0 && random.chance(0.6) && { types: drawn }),
  };
}

function drawRegion(random: Random, index: number, drawn: ReadonlySet<Kind>): object {
  const some = (kind: Kind, prefix: string): Described[] =>
    Array.from({ length: drawn.has(kind) ? random.between(0, 3) : 0 }, (_, number) => ({
      id: `${prefix}${index}${number}`,
      ...drawTags(random),
    }));
  const below = (one: Described, relation: string, parents: readonly Described[]): Described =>
    parents.length === 0 || random.chance(0.2) ? one : { ...one, [relation]: random.pick(parents).id };
  const named = (kind: Kind, prefix: string) =>
    some(kind, prefix).map(({ id, ...tags }) => ({ name: id, ...tags }));

  const vpcs = some('ec2:vpc', 'net');
  const subnets = some('ec2:subnet', 'sub').map((one) => below(one, 'vpc', vpcs));
  const instances = some('ec2:instance', 'i-0000000000000a0').map((one) =>
    drawInstance(random, below(one, 'subnet', subnets)),
  );
  const volumes = some('ec2:volume', 'disk').map((one) => below(one, 'instance', instances));
  return {
    vpcs,
    subnets,
    instances,
    volumes,
    networkInterfaces: some('ec2:network-interface', 'card').map((one) => below(one, 'subnet', subnets)),
    snapshots: some('ec2:snapshot', 'copy').map((one) => below(one, 'volume', volumes)),
    addresses: some('ec2:elastic-ip', 'address').map((one) => below(one, 'instance', instances)),
    images: some('ec2:image', 'image'),
    securityGroups: some('ec2:security-group', 'group').map((one) => below(one, 'vpc', vpcs)),
    routeTables: some('ec2:route-table', 'routes').map((one) => below(one, 'vpc', vpcs)),
    natGateways: some('ec2:natgateway', 'nat').map((one) => below(one, 'subnet', subnets)),
    buckets: named('s3:bucket', 'bucket-'),
    tables: named('dynamodb:table', 'table-'),
    functions: named('lambda:function', 'function-'),
    topics: named('sns:topic', 'topic-'),
    queues: named('sqs:queue', 'queue-'),
    logGroups: named('logs:log-group', 'logs/#'),
    // Resources whose own service refuses access are returned by the tagging API if they had a tag once.
    ...(random.chance(0.15) && { denied: [random.pick(['dynamodb', 'lambda', 'sns', 'sqs', 'logs'])] }),
  };
}

/** Its volume and its network interface may have been tagged at the launch. */
function drawInstance(random: Random, one: Described): Described {
  const volumeTags = drawTags(random).tags;
  const networkInterfaceTags = drawTags(random).tags;
  return {
    ...one,
    type: 'm7g.large',
    ...(volumeTags && { volumeTags }),
    ...(networkInterfaceTags && { networkInterfaceTags }),
  };
}

/** None at all means that it never had a tag; sometimes there is room for only a few more, or none. */
function drawTags(random: Random): { readonly tags?: Tags } {
  if (random.chance(0.2)) return {};
  const tags: Record<string, string> = {};
  for (let left = random.between(0, 4); left > 0; left--) tags[random.pick(keys)] = random.pick(values);
  const full = random.chance(0.1) ? random.between(46, 50) : 0;
  const own = () => Object.keys(tags).filter((key) => !key.startsWith('aws:')).length;
  for (let number = 0; own() < full; number++) tags[`fill-${number}`] = 'x';
  return { tags };
}
