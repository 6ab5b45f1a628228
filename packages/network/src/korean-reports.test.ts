import type { Report } from '@groundcrew/report';
import { englishLeft } from '@groundcrew/report/testing/english-left';
import { expect, test } from 'vitest';
import { addressReport } from './addresses/address-report.ts';
import { checkedOutcomes, type NetworkOutcome, planDocument } from './apply/index.ts';
import { networkOutcomeReport } from './apply/outcome-report.ts';
import { type AddressFinding, type ExistingVpc, planAddresses } from './addresses/index.ts';
import { cidr } from './cidr/index.ts';
import { initialNetwork, parseNetwork } from './file/index.ts';
import { networkPlanReport } from './desired/network-plan-report.ts';
import { emptyState, type NetworkState, planNetwork } from './desired/index.ts';
import { problemReport } from './file/problem-report.ts';
import { checkPlanned, plannedItems, plannedModels, plannedNotes } from './planned/index.ts';

const advice: AddressFinding = {
  code: 'advice',
  message:
    '172.17.0.0/16 overlaps 172.17.0.0/16, which services of AWS such as Cloud9 and SageMaker use themselves',
};

/** Names of the file and of AWS. */
const isName = (text: string) => /^(?:network\.yaml|public|private|data)$/.test(text);

async function expectKorean(report: Report): Promise<void> {
  expect(await englishLeft(report, isName)).toEqual([]);
}

test('addresses, with all that is to be known of them', async () => {
  const text = initialNetwork().replace('share: 1/16', 'share: 10%').replace('ipv6: false', 'ipv6: true');
  const file = parseNetwork(`${text}avoid: [10.21.0.0/16]\n`, { file: 'network.yaml' });
  const vpc: ExistingVpc = {
    id: 'vpc-1',
    ranges: [cidr('10.20.0.0/16'), cidr('10.21.0.0/24'), cidr('10.22.0.0/24')],
    ipv6: cidr('2001:db8::/56'),
    subnets: [
      { id: 'subnet-1', tier: 'public', zone: 'apne2-az1', cidr: cidr('10.20.0.0/28'), freeAddresses: 3 },
      { id: 'subnet-2', tier: 'data', zone: 'apne2-az1', cidr: cidr('10.20.64.0/18') },
      { id: 'subnet-3', tier: 'gone', zone: 'apne2-az1', cidr: cidr('10.20.128.0/17') },
      { id: 'subnet-4', zone: 'apne2-az1', cidr: cidr('10.22.0.0/28') },
    ],
  };
  const others = [{ what: 'vpc-2 (office)', cidr: cidr('10.20.0.0/20') }];
  const plan = planAddresses(file, { vpc, others });
  const findings = [...plan.findings, advice];
  expect(new Set(findings.map(({ code }) => code)).size).toBe(9);
  await expectKorean(
    addressReport({
      file,
      plan: { ...plan, findings },
      ipv6: vpc.ipv6!,
      notes: [
        'What exists was not looked at: pass --from with a snapshot, or keep the ranges with --write.',
        'Compared with the snapshot of 2027-01-04T00:00:00Z.',
      ],
    }),
  );
  await expectKorean(
    addressReport({ file, plan: { ...plan, subnets: [], unused: [], findings: [] }, notes: [] }),
  );
});

test('problems', async () => {
  await expectKorean(problemReport('network.yaml', []));
});

test('what became of a plan, and what would', async () => {
  const file = parseNetwork(initialNetwork(), { file: 'network.yaml' });
  const plan = planDocument({
    file,
    plan: planNetwork(file, planAddresses(file), emptyState),
    state: emptyState,
    account: { id: '111122223333' },
    createdAt: '2027-01-04T00:00:00Z',
  });
  const [one, other, third, ...rest] = plan.changes;
  const target = one!.target;
  const command = 'groundcrew network apply network.yaml --apply';
  const failure = (code: string, message: string) => `${message} [${code}]`;
  const outcomes: NetworkOutcome[] = [
    ...checkedOutcomes(plan, {
      ready: rest,
      applied: [],
      gone: [one!],
      drifted: [
        { change: other!, found: { value: { id: 'vpc-1' } } },
        { change: { ...third!, before: { key: 'x' } }, found: { value: null } },
      ],
    }),
    ...[
      'was not tried, because it requires VPC shop, which failed',
      'was not tried, because it requires VPC shop, which is not as the plan expects it',
      'was not tried, because what it requires became visible only at the end; --resume makes it',
    ].map((message) => ({
      change: one!,
      status: 'failed' as const,
      message: failure('plan.requirement.failed', message),
    })),
    {
      change: one!,
      status: 'failed',
      message: failure(
        'plan.resource.not-ready',
        'was made, and was still not ready when it was waited for no longer; --resume waits again',
      ),
    },
    ...[
      'was made by this apply, and is not there any more',
      'was removed by this apply, and is there again: vpc-1',
      'was made by this apply, and was changed since; there is vpc-1 (cidr 10.0.0.0/16)',
      'vpc-2 is another VPC of shop, made meanwhile by another apply; make a new plan once that has ended [network.apply.concurrent]',
    ].map((message) => ({ change: one!, status: 'drifted' as const, message })),
    { change: one!, status: 'done' },
    { change: one!, status: 'already-so' },
  ];
  const findings = [
    'is not as the apply left it; left as it is',
    'the resource does not exist any more; there is nothing to restore',
    'is left as the apply made it, because "subnets" of Load balancer www would have to be restored first',
    'is left as the apply made it, because Load balancer www would have to be restored first',
  ].map((reason) => ({ target, field: 'exists', reason }));
  const notes = [
    `Nothing was changed. To make the changes: ${command}`,
    'Nothing was changed. Everything is as the plan would make it already.',
    'Nothing was changed. 2 changes not as the plan expects, so it would be refused; make a new plan.',
    `1 change not as planned. To try those again: ${command}`,
    `To undo:         ${command}`,
    'It would be refused: Subnet shop-a (subnet-1), Group web (sg-1) of the network not made by this apply. Undo the later applies first, or apply a file without it.',
    'The apply of this journal is complete; altered or removed since: 1 change. To apply the network file as it is now, run it without --resume.',
    'The apply of this journal is complete; altered or removed since: 2 changes. To apply the network file as it is now, run it without --resume.',
  ];
  const facts = { output: 'table', calls: 3, notes, journal: 'j' } as const;
  await expectKorean(networkOutcomeReport({ ...facts, title: 'Plan 0123 applied', outcomes, findings }));
  await expectKorean(
    networkOutcomeReport({
      ...facts,
      title: 'Plan 0123 checked',
      outcomes: outcomes.slice(3, 4),
      findings: [],
    }),
  );
  await expectKorean(
    networkOutcomeReport({ ...facts, title: 'Nothing to change', outcomes: [], findings: [] }),
  );
});

test('plans, with all kinds of resources and refusals', async () => {
  const text = initialNetwork()
    .replace('ipv6: false', 'ipv6: true')
    .replace('# record', 'record')
    .replace('nat: one', 'nat: per-zone');
  const quotas = {
    vpcs: 0,
    internetGateways: 0,
    addresses: 0,
    subnetsPerVpc: 0,
    routeTablesPerVpc: 0,
    rangesPerVpc: 0,
    rulesPerGroup: 0,
  };
  const state: NetworkState = {
    ...emptyState,
    quotas,
    zones: ['apne2-az3'],
    zonesWithoutNat: ['apne2-az1'],
    hostedZones: { Z0123456789ABC: 'example.org' },
    foreign: ['group:web'],
  };
  const file = parseNetwork(`${text}secondary: [10.21.0.0/16]\n`, { file: 'network.yaml' });
  const plan = planNetwork(file, planAddresses(file), state);
  expect(new Set(plan.refusals.map((each) => each.split(':')[0])).size).toBeGreaterThan(9);
  const paths = checkPlanned(file, plannedModels(file, plannedItems(file, planAddresses(file), emptyState)));
  const notes = [
    ...plannedNotes(file),
    'Compared with the state of network.yaml.',
    'What exists was not looked at: this is the plan of a network that is not there.',
    'Whether the region has the zones of the file is unknown: the answers that it was compared with have no ec2 describe-availability-zones.',
  ];
  await expectKorean(
    networkPlanReport({
      file,
      plan: { ...plan, interruptions: ['routes'] },
      findings: [advice],
      paths,
      notes,
    }),
  );
  await expectKorean(
    networkPlanReport({
      file,
      plan: {
        ...plan,
        changes: [],
        refusals: planNetwork(file, planAddresses(file), { ...emptyState, hostedZones: {} }).refusals,
      },
      findings: [],
      paths: [],
      notes: [],
    }),
  );
});
