import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import { type NetworkFile, parseNetwork } from '../file/index.ts';

const zoneIds = ['apne2-az1', 'apne2-az2', 'apne2-az3'];
const accesses = ['public', 'private', 'isolated'];
const listener = fc.record({
  port: fc.constantFrom(80, 443),
  target: fc.record({
    port: fc.constantFrom(8080, 8081),
    health: fc.constantFrom('/a', '/b'),
    type: fc.constantFrom('instance', 'ip'),
  }),
});
const balancer = fc.record({
  type: fc.constantFrom('application', 'network'),
  scheme: fc.constantFrom('internet-facing', 'internal'),
  listeners: fc.uniqueArray(listener, { minLength: 1, maxLength: 2, selector: ({ port }) => port }),
  record: fc.option(fc.constant({ name: 'www.example.com', hostedZone: 'Z1' }), { nil: undefined }),
});
const rule = fc.record({
  from: fc.constantFrom('web', 'app', 'internet', 'vpc', '192.0.2.0/24', '2001:db8::/32'),
  ports: fc.constantFrom(80, '*', '8000-8100'),
  protocol: fc.constantFrom('tcp', 'udp'),
});

/** Files of networks, as objects; some are refused. */
export const networkDraft = fc.record({
  zones: fc.uniqueArray(fc.constantFrom(...zoneIds), { minLength: 1 }),
  tiers: fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'public'),
    fc.record({ access: fc.constantFrom(...accesses), share: fc.constantFrom('1/8', '1/4') }),
    {
      minKeys: 1,
    },
  ),
  nat: fc.constantFrom('none', 'one', 'per-zone', 'regional'),
  ipv6: fc.boolean(),
  endpoints: fc.constantFrom<unknown>('none', ['s3'], ['s3', 'dynamodb']),
  tags: fc.constantFrom({ a: 'b' }, { c: 'd' }),
  groups: fc.record({
    web: fc.record({ allow: fc.array(rule, { minLength: 1, maxLength: 3 }) }),
    app: fc.record({ allow: fc.array(rule, { minLength: 1, maxLength: 3 }) }),
  }),
  www: fc.option(balancer, { nil: undefined }),
});

type Draft = typeof networkDraft extends fc.Arbitrary<infer T> ? T : never;

/** The file of a draft; `undefined`: it is refused. */
export function fileOfDraft({ www, tiers, ...more }: Draft): NetworkFile | undefined {
  const text = JSON.stringify({
    version: 1,
    name: 'shop',
    region: 'ap-northeast-2',
    cidr: '10.20.0.0/16',
    ...more,
    tiers: { ...tiers, ...(www && { public: { access: 'public', share: '1/8' } }) },
    ...(www && { loadBalancers: { www: { ...www, tier: 'public' } } }),
  });
  try {
    return parseNetwork(text, { file: 'f' });
  } catch (thrown) {
    if (isGroundcrewError(thrown, 'network.file.invalid')) return undefined;
    throw thrown;
  }
}
