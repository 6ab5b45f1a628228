import fc from 'fast-check';
import { ACCOUNT_ID } from './account-id.ts';

/** The region of global services. */
const HOME = 'us-east-1';

const at = (region: string) => `${region}:${ACCOUNT_ID}`;

/** An ARN of each type that is listed under its ARN alone, and of two that no service lists here. */
const arnOf: Readonly<Record<string, (region: string, name: string) => string>> = {
  'apigateway:apis': (region, name) => `arn:aws:apigateway:${region}::/apis/${name}`,
  'apigateway:restapis': (region, name) => `arn:aws:apigateway:${region}::/restapis/${name}`,
  'apigateway:restapis/stages': (region, name) =>
    `arn:aws:apigateway:${region}::/restapis/${name}/stages/prod`,
  'cloudformation:stack': (region, name) => `arn:aws:cloudformation:${at(region)}:stack/${name}/5f3c`,
  'cloudwatch:alarm': (region, name) => `arn:aws:cloudwatch:${at(region)}:alarm:${name} is high`,
  'ecr:repository': (region, name) => `arn:aws:ecr:${at(region)}:repository/team/${name}`,
  'ecs:cluster': (region, name) => `arn:aws:ecs:${at(region)}:cluster/${name}`,
  'eks:cluster': (region, name) => `arn:aws:eks:${at(region)}:cluster/${name}`,
  'elasticache:cluster': (region, name) => `arn:aws:elasticache:${at(region)}:cluster:${name}`,
  'elasticache:replicationgroup': (region, name) =>
    `arn:aws:elasticache:${at(region)}:replicationgroup:${name}`,
  'elasticache:serverlesscache': (region, name) =>
    `arn:aws:elasticache:${at(region)}:serverlesscache:${name}`,
  'elasticfilesystem:file-system': (region, name) =>
    `arn:aws:elasticfilesystem:${at(region)}:file-system/fs-${name}`,
  'elasticloadbalancing:loadbalancer': (region, name) =>
    `arn:aws:elasticloadbalancing:${at(region)}:loadbalancer/${name === 'one' ? 'app/one/50dc' : name}`,
  'es:domain': (region, name) => `arn:aws:es:${at(region)}:domain/${name}`,
  'glue:crawler': (region, name) => `arn:aws:glue:${at(region)}:crawler/a ${name}`,
  'kinesis:stream': (region, name) => `arn:aws:kinesis:${at(region)}:stream/${name}`,
  'kms:key': (region, name) => `arn:aws:kms:${at(region)}:key/${name}`,
  'redshift:cluster': (region, name) => `arn:aws:redshift:${at(region)}:cluster:${name}`,
  'secretsmanager:secret': (region, name) => `arn:aws:secretsmanager:${at(region)}:secret:${name}-AbCdEf`,
  'states:stateMachine': (region, name) => `arn:aws:states:${at(region)}:stateMachine:${name}`,
};
/** The same of global services. */
const globalArnOf: typeof arnOf = {
  'cloudfront:distribution': (_, name) => `arn:aws:cloudfront::${ACCOUNT_ID}:distribution/E${name}`,
  'iam:role': (_, name) => `arn:aws:iam::${ACCOUNT_ID}:role/service/${name}`,
  'iam:user': (_, name) => `arn:aws:iam::${ACCOUNT_ID}:user/${name}`,
  'route53:hostedzone': (_, name) => `arn:aws:route53:::hostedzone/Z${name}`,
};

/** Attributes that each type's list has. */
const attributesOf: Readonly<Record<string, readonly string[]>> = {
  'apigateway:apis': ['description', 'dnsName', 'name'],
  'apigateway:restapis': ['description', 'name'],
  'cloudformation:stack': ['description', 'status'],
  'cloudfront:distribution': ['aliases', 'dnsName', 'enabled', 'status'],
  'cloudwatch:alarm': ['description', 'status'],
  'ecr:repository': ['dnsName'],
  'elasticache:cluster': ['class', 'engine', 'nodes', 'status'],
  'elasticache:replicationgroup': ['class', 'description', 'engine', 'status'],
  'elasticache:serverlesscache': ['engine', 'status'],
  'elasticfilesystem:file-system': ['encrypted', 'sizeGiB', 'status'],
  'elasticloadbalancing:loadbalancer': ['dnsName', 'scheme'],
  'iam:role': ['path'],
  'kinesis:stream': ['kind', 'status'],
  'redshift:cluster': ['class', 'encrypted', 'nodes', 'status'],
  'route53:hostedzone': ['description', 'name'],
  'secretsmanager:secret': ['description', 'managedBy', 'name'],
  'states:stateMachine': ['kind'],
};
const values: Readonly<Record<string, unknown>> = {
  aliases: ['a.example', 'b.example'],
  class: 'r7g.large',
  description: 'a <b> & "재고"',
  dnsName: 'x.example',
  enabled: false,
  encrypted: true,
  engine: 'valkey',
  kind: 'EXPRESS',
  managedBy: 'rds',
  name: 'shop/api',
  nodes: 3,
  path: '/service/',
  scheme: 'internal',
  sizeGiB: 7,
  status: 'in-use',
};
/** Types whose lists have links. */
const inNetworks = new Set(['elasticloadbalancing:loadbalancer', 'redshift:cluster']);

function entryOf(type: string, region: string) {
  const arn = { ...arnOf, ...globalArnOf }[type]!;
  return fc
    .record({
      name: fc.constantFrom('one', 'two'),
      tags: fc.option(fc.constantFrom({}, { Project: 'shop' }, { 'a b': 'x&<y>', 재고: '' }), {
        nil: undefined,
      }),
      attributes: fc.subarray([...(attributesOf[type] ?? [])]),
      isLinked: fc.boolean(),
      isDated: fc.boolean(),
    })
    .map(({ name, tags, attributes, isLinked, isDated }) => ({
      arn: arn(region, name),
      ...(tags && { tags }),
      ...(isDated && hasTime(type) && { createdAt: '2026-01-02T03:04:05.678Z' }),
      attributes: Object.fromEntries(attributes.map((each) => [each, values[each]])),
      ...(isLinked &&
        inNetworks.has(type) && {
          links: {
            vpc: `arn:aws:ec2:${at(region)}:vpc/vpc-0123456789abcdef0`,
            'security-group': [`arn:aws:ec2:${at(region)}:security-group/sg-0123456789abcdef0`],
          },
        }),
    }));
}

/** Lists without any time: of clusters, domains, keys, alarms, distributions and zones. */
function hasTime(type: string): boolean {
  return !/^(cloudfront|cloudwatch|ecs|eks|es|kms|route53|glue):|stages$/.test(type);
}

/** A service of ECS with its cluster, or neither. */
const services = (region: string) =>
  fc.boolean().map((isThere) => {
    const cluster = `arn:aws:ecs:${at(region)}:cluster/three`;
    if (!isThere) return [];
    return [
      { arn: cluster },
      { arn: `arn:aws:ecs:${at(region)}:service/three/web`, tags: { Project: 'shop' }, links: { cluster } },
    ];
  });

/** Resources of an account file that have no property of their own: those that services list, and others. */
export function arbitraryOthers(region: string): fc.Arbitrary<readonly object[]> {
  const types = [...otherTypes(region)];
  return fc
    .tuple(
      fc.subarray(types).chain((chosen) => fc.tuple(...chosen.map((type) => entryOf(type, region)))),
      services(region),
    )
    .map(([others, more]) => [...others, ...more]);
}

/** The types of a region that {@link arbitraryOthers} makes. */
export function otherTypes(region: string): readonly string[] {
  return Object.keys(region === HOME ? { ...arnOf, ...globalArnOf } : arnOf);
}

/** ARNs of two resources of a type. */
export function twinsOf(type: string, region: string): readonly [string, string] {
  const arn = { ...arnOf, ...globalArnOf }[type]!;
  return [arn(region, 'one'), arn(region, 'two')];
}
