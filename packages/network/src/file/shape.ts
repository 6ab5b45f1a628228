import {
  bool,
  fields,
  listOf,
  mapOf,
  oneOf,
  oneOrMore,
  parsed,
  type Read,
  text,
  wholeNumber,
} from '@groundcrew/settings';
import { accesses, endpointServices, natModes, type PortRange, protocols } from './network-file.ts';
import { parseIpv4Range, parsePath, parsePorts, parseRange, parseShare } from './terms.ts';

// What an editor can check by network.schema.json: a test ensures that the two agree.

const NAME = /^[a-z]([a-z0-9-]{0,30}[a-z0-9])?$/;
const nameRules = { minLength: 1, maxLength: 32, matches: NAME } as const;
const nameWanted = (what: string) =>
  `${what} such as web: small letters, digits and hyphens, 32 at most, a letter first and no hyphen last`;
const prose = text({ maxLength: 250 });
const ipv4Range = parsed(parseIpv4Range, 'a range of addresses such as 10.0.0.0/16');
const range = parsed(parseRange, 'a range of addresses such as 10.0.0.0/16');
const zoneId = text({
  minLength: 1,
  maxLength: 32,
  matches: /^[a-z]{2,6}\d(-[a-z0-9]{2,6})*-(az|wlz)\d{1,2}$/,
  wanted: 'id of a zone such as apne2-az1 (not its name, ap-northeast-2a, which differs between accounts)',
});

const portText = parsed(parsePorts, 'a port from 1 to 65535; write 443, 8000-8100, or "*" for all');
/** A port is a number as well as a text. */
const ports: Read<PortRange> = (node, path, report) => {
  if (node.kind === 'scalar' && typeof node.value === 'number') {
    return portText({ ...node, value: node.source }, path, report);
  }
  return portText(node, path, report);
};

const pin: Read<{ readonly cidr?: NonNullable<ReturnType<typeof ipv4Range>>; readonly ipv6?: number }> = (
  node,
  path,
  report,
) => {
  if (node.kind === 'map') return pinFields(node, path, report);
  const cidr = ipv4Range(node, path, report);
  return cidr === undefined ? undefined : { cidr };
};
const pinFields = fields({ cidr: ipv4Range, ipv6: wholeNumber(0, 255) }, { required: ['cidr'] });

const endName = text({
  minLength: 1,
  maxLength: 64,
  matches: /^[a-z0-9][a-z0-9.:/-]*$/,
  wanted: 'name of a group or load balancer, internet, vpc, or a range such as 10.0.0.0/8',
});

const rule = fields(
  { from: oneOrMore(endName), ports: oneOrMore(ports), protocol: oneOf(...protocols), description: prose },
  { required: ['from'] },
);

const tierName = text({ ...nameRules, wanted: nameWanted('name of a tier') });

const group = fields({ description: prose, tier: oneOrMore(tierName), allow: listOf(rule) });

const targetProtocols = ['HTTP', 'HTTPS', 'TCP', 'TLS', 'UDP'] as const;

const listener = fields(
  {
    port: wholeNumber(1, 65_535),
    protocol: oneOf(...targetProtocols),
    certificate: text({
      minLength: 1,
      maxLength: 2048,
      matches: /^arn:aws[a-z-]*:(acm|iam):/,
      wanted: 'ARN of a certificate',
    }),
    target: fields(
      {
        port: wholeNumber(1, 65_535),
        protocol: oneOf(...targetProtocols),
        type: oneOf('instance', 'ip'),
        health: text({ minLength: 1, maxLength: 1024, matches: /^\//, wanted: 'path such as /health' }),
      },
      { required: ['port'] },
    ),
  },
  { required: ['port', 'target'] },
);

const loadBalancer = fields(
  {
    type: oneOf('application', 'network'),
    scheme: oneOf('internet-facing', 'internal'),
    tier: tierName,
    from: oneOrMore(endName),
    listeners: listOf(listener),
    record: fields(
      {
        name: text({
          minLength: 1,
          maxLength: 255,
          matches: /^(\*\.)?([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{2,63}$/,
          wanted: 'name such as www.example.com, in small letters and without a dot at its end',
        }),
        hostedZone: text({
          minLength: 1,
          maxLength: 32,
          matches: /^Z[A-Z0-9]+$/,
          wanted: 'id of a hosted zone such as Z0123456789ABC',
        }),
      },
      { required: ['name', 'hostedZone'] },
    ),
  },
  { required: ['scheme', 'tier', 'listeners'] },
);

const tier = fields(
  { access: oneOf(...accesses), share: parsed(parseShare, 'a share of the VPC; write 1/4, or 25%') },
  { required: ['access', 'share'] },
);

/** Reads the shape of a network file; what it means is checked by `checkSemantics`. */
export const readShape = fields(
  {
    $schema: text({ maxLength: 2048 }),
    version: oneOf(1),
    name: text({
      ...nameRules,
      maxLength: 20,
      matches: /^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/,
      wanted: nameWanted('name').replace('32', '20'),
    }),
    region: text({
      minLength: 1,
      maxLength: 32,
      matches: /^[a-z]{2}(-[a-z]+)+-\d$/,
      wanted: 'region such as ap-northeast-2',
    }),
    cidr: ipv4Range,
    secondary: listOf(ipv4Range),
    zones: listOf(zoneId, { unique: true }),
    roomForZones: wholeNumber(1, 8),
    tiers: mapOf({ ...nameRules, wanted: nameWanted('name of a tier') }, tier, 1),
    nat: oneOf(...natModes),
    ipv6: bool,
    endpoints: listOrNone(oneOf(...endpointServices)),
    avoid: listOf(range),
    tags: mapOf(
      { minLength: 1, maxLength: 128, matches: /^(?!aws:|groundcrew:)/i, wanted: 'key of a tag of your own' },
      text({ maxLength: 256, wanted: 'value of a tag' }),
      1,
    ),
    groups: mapOf({ ...nameRules, wanted: nameWanted('name of a group') }, group, 1),
    loadBalancers: mapOf({ ...nameRules, wanted: nameWanted('name of a load balancer') }, loadBalancer, 1),
    paths: listOf(parsed(parsePath, 'a path; write internet -> www:443, or never internet -> data:*')),
    subnets: mapOf(
      { ...nameRules, wanted: nameWanted('name of a tier') },
      mapOf({ minLength: 1, maxLength: 32, wanted: 'id of a zone such as apne2-az1' }, oneOrMore(pin), 1),
      1,
    ),
  },
  { required: ['version', 'name', 'region', 'cidr', 'tiers'] },
);

/** A list, or `none`. */
function listOrNone<T>(read: Read<T>): Read<readonly T[]> {
  const list = listOf(read, { unique: true });
  return (node, path, report) =>
    node.kind === 'scalar' && node.value === 'none' ? [] : list(node, path, report);
}

/** A network file as in the text: without defaults, and without invalid parts. */
export type RawFile = NonNullable<ReturnType<typeof readShape>>;
export type RawGroup = NonNullable<ReturnType<typeof group>>;
export type RawRule = NonNullable<ReturnType<typeof rule>>;
export type RawLoadBalancer = NonNullable<ReturnType<typeof loadBalancer>>;
export type RawListener = NonNullable<ReturnType<typeof listener>>;
