import type { Report } from '@groundcrew/report';
import { englishLeft } from '@groundcrew/report/testing/english-left';
import { expect, test } from 'vitest';
import { cidr } from '../cidr/index.ts';
import { createModel } from '../model/index.ts';
import { showReport } from '../picture/show-report.ts';
import { readSaved } from '../saved/index.ts';
import { savedShop, shop } from '../testing/saved-shop.ts';
import { checkReport, surviveReport } from './check-report.ts';
import { checkPath, failuresOf, readPath, readQuestion, smallestChange, survive, trace } from './index.ts';
import { reasonSentence } from './reason-sentence.ts';
import { traceReport } from './trace-report.ts';
import type { NotModeled, Reason } from './walk-types.ts';

const model = createModel(readSaved(savedShop()).content);
const isName = (text: string) => /^(?:internet|shop|database|web-\d)$/.test(text);

async function expectKorean(report: Report): Promise<void> {
  expect(await englishLeft(report, isName)).toEqual([]);
}

test.each([
  ['internet', 'www.example.com:443'],
  ['shop', 'database:5432'],
  ['internet', 'database:5432'],
  ['web-1', 'database'],
  ['web-1', 'other.example.org'],
])('a trace from %s to %s', async (from, to) => {
  const question = readQuestion(model, from, to);
  const reason: Reason = { kind: 'no-interface', vpc: 'vpc-1' };
  const checks = [
    { node: 'eni-1', target: 'i-1:80', state: 'unhealthy', verdict: 'blocked' as const, reason },
  ];
  await expectKorean(traceReport(trace(model, question), smallestChange(model, question), checks));
});

const models: readonly NotModeled[] = [
  'transit-gateway',
  'virtual-private-gateway',
  'middlebox',
  'route-target',
  'private-nat',
  'nat64',
  'nat-route',
  'gateway-load-balancer',
  'balancer-target',
  'balancer-ping',
  'other-network',
  'other-name',
  'alias',
  'which-route',
  'which-zone',
  'which-interface',
  'egress-exclusion',
  'peer-region',
  'loop',
];
const flags = [true, false];
const reasons: readonly Reason[] = [
  ...flags.map((isEgress): Reason => ({
    kind: 'group',
    isEgress,
    interface: 'eni-1',
    groups: ['sg-1', 'sg-2'],
  })),
  ...flags.flatMap((isEgress) =>
    flags.flatMap((isAnswer): Reason[] => [
      { kind: 'acl', isEgress, isAnswer, acl: 'acl-1', subnet: 'subnet-1' },
      { kind: 'acl', isEgress, isAnswer, acl: 'acl-1', subnet: 'subnet-1', entry: 100 },
    ]),
  ),
  ...flags.flatMap((isAnswer): Reason[] => [
    { kind: 'no-route', isAnswer, table: 'rtb-1', subnet: 'subnet-1' },
    { kind: 'black-hole', isAnswer, table: 'rtb-1', target: 'nat-1' },
  ]),
  { kind: 'answer-elsewhere', table: 'rtb-1', target: 'nat-1', wanted: 'igw-1' },
  { kind: 'no-public-address', id: 'eni-1' },
  { kind: 'not-public', gateway: 'igw-1' },
  { kind: 'public-access-blocked', subnet: 'subnet-1' },
  { kind: 'no-internet-gateway', vpc: 'vpc-1' },
  { kind: 'no-interface', vpc: 'vpc-1' },
  { kind: 'not-running', instance: 'i-1', state: 'stopped' },
  { kind: 'nat-state', gateway: 'nat-1', state: 'failed' },
  { kind: 'nat-protocol', gateway: 'nat-1' },
  { kind: 'nat-inbound', gateway: 'nat-1' },
  { kind: 'peering-state', peering: 'pcx-1', status: 'deleted' },
  { kind: 'peering-onward', peering: 'pcx-1', vpc: 'vpc-1' },
  { kind: 'balancer-state', balancer: 'lb-1', state: 'failed' },
  { kind: 'no-listener', balancer: 'lb-1' },
  { kind: 'no-target', targetGroup: 'tg-1' },
  { kind: 'own-target', targetGroup: 'tg-1', target: 'i-1' },
  { kind: 'target-gone', targetGroup: 'tg-1', target: 'i-1' },
  { kind: 'no-address', what: 'eni-1' },
  { kind: 'no-name', name: 'a.example.com', zone: 'example.com' },
  { kind: 'not-collected', part: 'network-acls', of: 'subnet-1' },
  { kind: 'not-collected', part: 'resource-record-sets', of: 'example.com' },
  ...models.map((what): Reason => ({ kind: 'not-modeled', what, of: 'vpce-1' })),
];

test.each(reasons.map((reason) => [reasonSentence(reason)] as const))('%s', async (sentence) => {
  const report: Report = { title: 'Networks', catalog: 'networks', sections: [], notes: [sentence] };
  expect(await englishLeft(report)).toEqual([]);
});

test('paths, failures and what is suspicious', async () => {
  const paths = [
    'internet -> shop:443',
    'never internet -> shop:443',
    'web-1 -> database',
    'shop -> database:5432',
  ].map((text) => readPath(model, text));
  const missing = { text: 'a -> b', must: 'reach' as const, missing: 'shop-web' };
  const checked = [...paths, missing].map((path) => checkPath(model, path));
  await expectKorean(checkReport('shop', checked));
  await expectKorean(checkReport('shop', checked.slice(0, 1)));
  await expectKorean(checkReport('shop', checked.slice(4)));
  await expectKorean(checkReport('shop', checked.slice(2, 3)));
  await expectKorean(checkReport('shop', []));
  await expectKorean(surviveReport('shop', survive(model, paths, failuresOf(model, shop.vpc))));
  await expectKorean(surviveReport('shop', []));
  const kinds = [
    'private-subnet-public-route',
    'balancer-without-internet',
    'nat-in-another-zone',
    'black-hole-route',
    'rule-of-nothing',
    'empty-group',
    'world-open-group',
    'subnet-near-exhaustion',
  ] as const;
  const suspicions = kinds.map((kind) => ({ kind, id: 'sg-1', detail: String(cidr('0.0.0.0/0').length) }));
  await expectKorean(showReport(model, { suspicions, ignored: ['notes.json'] }));
  const empty = createModel({ ...model.content, scopes: [{ id: 'x', parts: new Set() }] });
  await expectKorean(showReport(empty, { vpc: shop.vpc, suspicions: [], ignored: [] }));
  const bare = createModel({ ...model.content, subnets: [] });
  const none = { suspicions: [], ignored: [] };
  const shown = [
    showReport(createModel({ ...empty.content, subnets: [] }), none),
    showReport(bare, { ...none, vpc: shop.vpc }),
    showReport(bare, { ...none, isLive: true }),
    showReport(bare, none),
  ];
  for (const report of shown) await expectKorean(report);
  // Where they were looked for, and nothing where they were not.
  expect(shown.map(({ sections }) => sections.map((each) => 'whenEmpty' in each && each.whenEmpty))).toEqual(
    [
      'Which subnets there are is unknown.',
      'The VPC has no subnets.',
      'The account has no subnets in this region.',
      'There are no subnets in what was saved.',
    ].map((sentence) => expect.arrayContaining([sentence])),
  );
});
