import { readFileSync } from 'node:fs';
import { isGroundcrewError } from '@groundcrew/errors';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { cidr } from '../cidr/index.ts';
import { defaultZones, initialNetwork, parseNetwork, zonePrefix } from './index.ts';

const schema = JSON.parse(
  readFileSync(new URL('../../network.schema.json', import.meta.url), 'utf8'),
) as object;
const fitsSchema = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);

interface Shown {
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly message: string;
}

function problemsOf(text: string | Uint8Array): string[] {
  try {
    parseNetwork(text, { file: 'network.yaml' });
    return [];
  } catch (thrown) {
    if (!isGroundcrewError(thrown, 'network.file.invalid')) throw thrown;
    const problems = thrown.details.problems as readonly Shown[];
    return problems.map(({ line, column, path, message }) => `${line}:${column} ${path}: ${message}`);
  }
}

const head = 'version: 1\nname: shop\nregion: ap-northeast-2\n';
/** A small file: its parts after the first three lines, one after the other. */
const network = (...parts: readonly string[]) =>
  `${head}${[
    parts.some((part) => part.startsWith('cidr:')) ? '' : 'cidr: 10.20.0.0/16\n',
    parts.some((part) => part.startsWith('tiers:'))
      ? ''
      : 'tiers: { public: { access: public, share: 1/4 }, private: { access: private, share: 1/4 } }\n',
    ...parts.map((part) => `${part}\n`),
  ].join('')}`;
const balancer = (given: string) =>
  network(`loadBalancers: { www: { scheme: internet-facing, tier: public, ${given} } }`);
const listener = 'listeners: [{ port: 80, target: { port: 8080 } }]';

test('the file to start from can be used, and fits the schema, with what is commented out too', () => {
  const text = initialNetwork();
  expect(problemsOf(text)).toEqual([]);
  expect(fitsSchema(parse(text))).toBe(true);
  const uncommented = text
    .replace('# avoid', 'avoid')
    .replace('    # record', '    record')
    .replaceAll(/^# (subnets|  \w+:|    [\w-]+:)/gm, '$1')
    .replace(/: 10.20.0.0\/16\n$/, ': 10.20.0.0/20\n');
  expect(problemsOf(uncommented)).toEqual([]);
  expect(fitsSchema(parse(uncommented))).toBe(true);
  expect(parseNetwork(uncommented, { file: 'f' }).avoid).toHaveLength(2);
});

test('a file to start from is made for any region', () => {
  for (const region of ['us-west-1', 'us-gov-west-1', 'ap-southeast-2', 'eu-central-1', 'me-south-1']) {
    expect(problemsOf(initialNetwork({ region, name: 'a', cidr: cidr('172.20.0.0/18') }))).toEqual([]);
  }
});

test.each([
  ['ap-northeast-2', 'apne2'],
  ['us-east-1', 'use1'],
  ['eu-central-1', 'euc1'],
  ['ap-southeast-3', 'apse3'],
  ['us-gov-west-1', 'usgw1'],
  ['ca-central-1', 'cac1'],
])('the ids of the zones of %s begin with %s', (region, prefix) => {
  expect(zonePrefix(region)).toBe(prefix);
});

test('defaults are filled in', () => {
  expect(parseNetwork(network(), { file: 'f' })).toMatchObject({
    zones: ['apne2-az1', 'apne2-az2'],
    roomForZones: 4,
    nat: 'none',
    ipv6: false,
    endpoints: ['dynamodb', 's3'],
  });
  expect(defaultZones('us-west-1')).toEqual(['usw1-az1', 'usw1-az3']);
  const { loadBalancers } = parseNetwork(balancer(listener), { file: 'f' });
  expect(loadBalancers.get('www')).toMatchObject({
    type: 'application',
    from: [{ kind: 'internet' }],
    listeners: [{ protocol: 'HTTP', target: { protocol: 'HTTP', type: 'instance' } }],
  });
});

test('the order of a file has no meaning', () => {
  const forth = network(
    'zones: [apne2-az1, apne2-az3]',
    'avoid: [10.1.0.0/16, 10.2.0.0/16]',
    'endpoints: [s3, dynamodb]',
  );
  const back = network(
    'endpoints: [dynamodb, s3]',
    'avoid: [10.2.0.0/16, 10.1.0.0/16]',
    'zones: [apne2-az3, apne2-az1]',
  );
  expect(parseNetwork(forth, { file: 'f' })).toEqual(parseNetwork(back, { file: 'f' }));
});

test('JSON is read as YAML is', () => {
  const text = initialNetwork();
  expect(parseNetwork(JSON.stringify(parse(text)), { file: 'f' })).toEqual(parseNetwork(text, { file: 'f' }));
});

test.each([
  ['1/4', 2],
  ['25%', 2],
  ['30%', 2],
  ['1/3', 2],
  ['24.9%', 3],
  ['all', 0],
  ['100%', 0],
])('a share of %s is one of 2 to the power of %i', (share, shareBits) => {
  const file = network(`tiers: { public: { access: public, share: ${share} } }`);
  expect(parseNetwork(file, { file: 'f' }).tiers.get('public')).toMatchObject({ shareBits, share });
});

test.each([
  [
    'internet -> www:80',
    { must: 'reach', from: { kind: 'internet' }, to: { kind: 'load-balancer', name: 'www' } },
  ],
  [
    'never internet -> db:*',
    { must: 'never', to: { kind: 'group', name: 'db' }, ports: { from: 0, to: 65_535 } },
  ],
  [
    '10.1.0.0/16 -> app:8000-8100/udp',
    { from: { kind: 'range' }, protocol: 'udp', ports: { from: 8000, to: 8100 } },
  ],
  ['[2001:db8::/32]->app:1-65535', { from: { kind: 'range', cidr: cidr('2001:db8::/32') } }],
  ['tier/data -> app/icmp', { from: { kind: 'tier', name: 'data' }, protocol: 'icmp' }],
  [
    'app -> 10.9.0.0/16:443',
    { to: { kind: 'range', cidr: cidr('10.9.0.0/16') }, ports: { from: 443, to: 443 } },
  ],
])('the path %s is read', (path, expected) => {
  const file = initialNetwork().replace('  - internet -> www:80', `  - "${path}"`);
  expect(parseNetwork(file, { file: 'f' }).paths[0]).toMatchObject(expected);
});

test('the name of a record leads to its load balancer', () => {
  const file = initialNetwork()
    .replace('# record', 'record')
    .replace('- internet -> www:80', '- internet -> www.example.com:80');
  expect(parseNetwork(file, { file: 'f' }).paths[0]?.to).toEqual({ kind: 'load-balancer', name: 'www' });
});

describe('a problem is reported with its line and column', () => {
  test.each([
    [
      network('cidr: 10.20.1.0/16'),
      '5:7 cidr: "10.20.1.0/16" does not begin at its own /16; write 10.20.0.0/16',
    ],
    [network('cidr: 10.0.0.0/8'), '5:7 cidr: 10.0.0.0/8 is a /8, and a VPC has ranges from /16 to /28'],
    [network('cidr: 169.254.0.0/16'), 'which AWS keeps for itself'],
    [network('cidr: 224.0.0.0/16'), 'in which no host has an address'],
    [network('cidr: 2001:db8::/56'), 'is a range of IPv6; that of the VPC is given by AWS'],
    [
      network('secondary: [192.168.0.0/16]'),
      'is of 192.168.0.0/16, and a VPC of 10.0.0.0/8 gets none of the other',
    ],
    [network('secondary: [10.20.0.0/20]'), 'overlaps 10.20.0.0/16, which the VPC has already'],
    [
      network('avoid: [10.20.3.0/24]'),
      '4:7 cidr: 10.20.0.0/16 overlaps 10.20.3.0/24, which avoid keeps clear of',
    ],
    [network('zones: [use1-az1]'), '6:9 zones[0]: "use1-az1" is not a zone of ap-northeast-2'],
    [network('zones: [ap-northeast-2a]'), 'is not an id of a zone such as apne2-az1 (not its name'],
    [network('zones: [apne2-az1, apne2-az1]'), '"apne2-az1" is here a second time'],
    [network('zones: [apne2-az1, apne2-wl1-sel-wlz1]', 'nat: per-zone'), 'may have no NAT gateways'],
    [network('tiers: { a: { access: public, share: 0.25 } }'), '0.25 is not a share of the VPC; write 1/4'],
    [network('tiers: { a: { access: public, share: 5/4 } }'), '"5/4" is not a share of the VPC'],
    [network('tiers: { a: { access: public, share: 1/9999 } }'), 'write a larger share'],
    [
      network('tiers: { a: { access: public, share: 1/2048 } }'),
      'makes subnets of /29, and the smallest is /28',
    ],
    [
      network(
        'tiers: { a: { access: public, share: 1/2 }, b: { access: public, share: 60% }, c: { access: public, share: 1/4 } }',
      ),
      'has shares of 125% together',
    ],
    [network('tiers: { a: { share: 1/2 } }'), 'has no access'],
    [network('nat: one', 'tiers: { a: { access: public, share: 1/2 } }'), 'no tier is private'],
    [network('nat: one', 'tiers: { a: { access: private, share: 1/2 } }'), 'no tier is public'],
    [network('nat: two'), '6:6 nat: "two" is not one of none, one, per-zone, regional'],
    [network('endpoints: [s4]'), 'did you mean s3?'],
    [network('tags: { "aws:x": y }'), 'is not a key of a tag of your own'],
    [network('subnets: { public: { apne2-az4: 10.20.0.0/24 } }'), '"apne2-az4" is not one of the zones'],
    [network('subnets: { web: { apne2-az1: 10.20.0.0/24 } }'), 'there is no tier "web"'],
    [
      network('subnets: { public: { apne2-az1: 10.21.0.0/24 } }'),
      "is in none of the VPC's ranges 10.20.0.0/16",
    ],
    [
      network('subnets: { public: { apne2-az1: 10.20.0.0/24, apne2-az2: [10.20.1.0/24, 10.20.0.0/25] } }'),
      '10.20.0.0/25 overlaps 10.20.0.0/24 of public in apne2-az1',
    ],
    [
      network('subnets: { public: { apne2-az1: { cidr: 10.20.0.0/24, ipv6: 1 } } }'),
      'has ipv6, and the network has none',
    ],
    [network('groups: { internet: {} }'), 'has a meaning of its own'],
    [network('groups: { a: { allow: [{ from: b, ports: 1 }] } }'), 'has "b", which is neither group nor'],
    [network('groups: { a: { allow: [{ from: a }] } }'), 'has no ports; write ports: 443'],
    [
      network('groups: { a: { allow: [{ from: a, ports: 70000 }] } }'),
      '"70000" is not a port from 1 to 65535',
    ],
    [
      network('groups: { a: { allow: [{ from: a, ports: 9-1 }] } }'),
      '"9-1" ends before it begins; write 1-9',
    ],
    [network('groups: { a: { allow: [{ from: a, ports: 1, protocol: icmp }] } }'), 'is for tcp and udp'],
    [network('groups: { a: { allow: [{ from: private, ports: 1 }] } }'), 'has "private", a tier'],
    [network('groups: { a: { allow: [{ from: 10.0.0.1, ports: 1 }] } }'), 'write 10.0.0.1/32 for it alone'],
    [balancer(`${listener}, type: network, from: app`), 'has "app", which is neither'],
    [balancer('listeners: [{ port: 443, protocol: HTTPS, target: { port: 1 } }]'), 'has no certificate'],
    [
      balancer('listeners: [{ port: 443, protocol: TCP, target: { port: 1 } }]'),
      '"TCP" is not a protocol of an application',
    ],
    [
      balancer('listeners: [{ port: 1, target: { port: 1 } }, { port: 1, target: { port: 2 } }]'),
      'of another listener',
    ],
    [
      balancer(listener).replace('tier: public', 'tier: private'),
      'nothing would reach it; name a public tier',
    ],
    [balancer(listener).replace('tier: public', 'tier: web'), 'there is no tier "web"'],
    [
      balancer(`${listener}, from: internet`).replace('internet-facing', 'internal'),
      'the load balancer is internal',
    ],
    [balancer(listener).replace('www:', 'a-name-of-thirty-characters-xx:'), 'of more than 32 characters'],
    [`${balancer(listener)}zones: [apne2-az1]`, 'needs subnets in two zones'],
    [`${balancer(listener)}groups: { www: {} }`, 'is the name of a group too'],
    [balancer(listener).replace('share: 1/4 }', 'share: 1/1024 }'), 'and a load balancer needs /27 at least'],
    [network('paths: [internet -> private]'), 'names no port; write private:443, for example'],
    [network('paths: [never internet -> private]'), 'write private:443 for one, or private:* for every one'],
    [
      network('paths: ["internet -> private:*"]'),
      'can mean that any port of private is reached, or that all are',
    ],
    [network('paths: [internet -> vpc:1]'), 'leads to all of the vpc'],
    [network('paths: [internet to private]'), 'is not a path; write internet -> www:443'],
    [network('paths: ["internet -> private:0"]'), 'names the port "0", which is not a port'],
    [network('paths: ["internet -> private:1/all"]'), 'names a port, and all has none'],
    [
      network('groups: { private: {} }', 'paths: ["internet -> private:1"]'),
      '7:9 paths[0]: has "private", which is a group and a tier; write group/private or tier/private',
    ],
    [network('nats: one'), '6:1 nats: is unknown here; did you mean nat?'],
    [
      network(`zones: [${Array.from({ length: 600 }, (_, at) => `apne2-x${at}-az1`).join(', ')}]`),
      'makes 1200 subnets in 600 zones, more than 1000',
    ],
    ['', 'is empty; "groundcrew network init" writes one'],
  ])('row %#', (text, expected) => {
    expect(problemsOf(text).join('\n')).toContain(expected);
  });

  test('and all problems together', () => {
    const found = problemsOf(network('zones: [use1-az1]', 'nat: two', 'ipv6: maybe'));
    expect(found.map((problem) => problem.split(' ')[0])).toEqual(['6:9', '7:6', '8:7']);
  });

  test('what is not UTF-8 is reported with its line', () => {
    expect(() => parseNetwork(new Uint8Array([10, 0xb0, 0xa1]), { file: 'f' })).toThrow(
      'f is not UTF-8 on line 2',
    );
  });
});

const starter = parse(
  `${initialNetwork()}subnets: { public: { apne2-az1: [{ cidr: 10.20.0.0/24 }, 10.20.1.0/24] } }\nsecondary: [10.21.0.0/16]`,
) as object;
const oddValue = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, 1, 443, 2.5, '', 'web', '*', '443', '1/4', '10%', 'none', 'all'),
  fc.constantFrom<unknown>('10.20.0.0/20', '::/0', 'apne2-az3', 'internet -> www:80', '->', 'a-', 'A'),
  fc.constantFrom<unknown>([], ['web'], ['s3', 's3'], {}, { port: 1 }, { cidr: '10.20.9.0/24', ipv6: 3 }, [
    {},
  ]),
  fc.string({ maxLength: 5 }),
);

/** `value` with one place in it replaced, by a list of random numbers. */
function mutate(value: unknown, steps: readonly number[], odd: unknown): unknown {
  const [step = 0, ...rest] = steps;
  if (typeof value !== 'object' || value === null || rest.length === 0) return odd;
  const entries = Object.entries(value);
  if (entries.length === 0) return odd;
  const [key] = entries[step % entries.length]!;
  if (Array.isArray(value)) {
    return value.map((item, at) => (String(at) === key ? mutate(item, rest, odd) : (item as unknown)));
  }
  return Object.fromEntries(
    entries.map(([name, inner]) => [name, name === key ? mutate(inner, rest, odd) : inner]),
  );
}

test('what the schema refuses, the parser refuses: editors and the command agree', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 7 }), oddValue, (steps, odd) => {
      const text = stringify(mutate(starter, steps, odd));
      const problems = problemsOf(text);
      // The parser knows more than the schema: names that do not exist, what contradicts itself.
      if (problems.length === 0) {
        expect({ text, fits: fitsSchema(parse(text)) }).toEqual({ text, fits: true });
      }
    }),
    { numRuns: Math.ceil(2000 * inject('effort')) },
  );
});
