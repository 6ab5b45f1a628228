import { englishLeft } from '@groundcrew/report/testing/english-left';
import { readAhead, type Report } from '@groundcrew/report';
import { describe, expect, test } from 'vitest';
import { chooseColumns } from './choose-columns.ts';
import type { Detail } from './details/detail.ts';
import { detailColumns } from './details/detail-columns.ts';
import type { InstanceFacts } from './instance.ts';
import { instanceColumns } from './instance-report.ts';
import { knownFamilies } from './instance-type/known-types.ts';
import { parseInstanceType } from './instance-type/parse.ts';
import { typesReport } from './instance-type/type-report.ts';
import type { ListOutcome } from './listing/list-instances.ts';
import { listingReport } from './listing/listing-report.ts';
import type { RegionOutcome } from './listing/region-outcome.ts';
import type { InterfaceFacts, OwnerKind } from './lookup/interface-owner.ts';
import type { LookupAnswer } from './lookup/lookup-instances.ts';
import { lookupReport } from './lookup/lookup-report.ts';
import { metadataReport } from './metadata/metadata-report.ts';
import { instanceStates, lifecycles } from './selection/selection.ts';
import { plainFacts } from './selection/testing/arbitrary-facts.ts';

const nowMs = Date.parse('2026-11-28T12:00:00Z');
const place = { accountId: '111122223333', region: 'us-east-1' };
const listed: RegionOutcome = { ...place, status: 'listed', count: 2, reason: null };
const failures: readonly RegionOutcome[] = (['not-enabled', 'denied', 'timed-out', 'failed'] as const).map(
  (status) => ({
    accountId: null,
    region: 'eu-west-1',
    status,
    count: 0,
    reason:
      status === 'not-enabled'
        ? 'the account has not enabled it; leave it out, or enable it (aws account enable-region --region-name eu-west-1)'
        : 'it did not respond in time; try again, or raise --timeout',
  }),
);
const details: readonly Detail[] = ['image', 'price', 'ssm', 'status', 'subnet', 'vpc'];
const checks = ['2/2', '1/2 impaired', '0/2 insufficient-data', '1/3 initializing', 'unknown'];
const agents = ['online', 'connection-lost', 'inactive', 'not-managed', 'unknown'];
const instances: readonly InstanceFacts[] = [...instanceStates, null].flatMap((state, index) =>
  [...lifecycles, null].map((lifecycle, other): InstanceFacts => ({
    ...plainFacts,
    name: 'running',
    state,
    lifecycle,
    imdsv2: other === 0 ? 'optional' : 'required',
    launchTime: new Date(nowMs - 40 ** (index % 5) * 60_000).toISOString(),
    details: {
      statusChecks: checks[index % checks.length]!,
      ssm: agents[index % agents.length]!,
      imageCreatedAt: 'unknown',
      monthlyPrice: 'unknown',
    },
  })),
);

function reportOf(found: readonly InstanceFacts[], outcome: Partial<ListOutcome>): Promise<Report> {
  let isRead = false;
  return readAhead(
    listingReport({
      title: 'Instances in all enabled regions',
      columns: [...chooseColumns({ text: 'all', hasAccounts: true }), ...detailColumns],
      instances: (async function* () {
        yield* found;
        isRead = true;
      })(),
      outcomeOf: () => (isRead ? { regions: [listed], elsewhere: [], ...outcome } : undefined),
      hasAccounts: true,
      nowMs,
    }),
  );
}

/** Names that AWS gives, and those in the test. */
const isName = (text: string) => /^(?:running|Linux\/UNIX)$/.test(text);

describe('a report on instances in Korean has no English sentence and no English label', () => {
  test.each<[string, readonly InstanceFacts[], Partial<ListOutcome>]>([
    ['of instances in each state', instances, {}],
    ['of one', instances.slice(0, 1), {}],
    ['of none', [], {}],
    ['of no region', [], { regions: failures }],
    ['that is not complete', instances, { regions: [listed, ...failures] }],
    ['that was cut', instances, { limited: true }],
    ['of others elsewhere', [], { elsewhere: [{ ...place, count: 3, orMore: true }] }],
    [
      'of unknown details',
      instances,
      { unknown: details.map((detail) => ({ ...place, detail, reason: 'nothing may be listed there: x' })) },
    ],
  ])('%s', async (_, found, outcome) => {
    expect(await englishLeft(await reportOf(found, outcome), isName)).toEqual([]);
  });

  test('a page begins with how many there are in which states, and what is missing', async () => {
    const { lead, figures, next } = await reportOf(instances, { regions: [listed, ...failures] });
    expect(lead).toEqual([
      '35 instances in 1 region: 5 pending, 5 running, 5 shutting-down, 5 terminated, 5 stopping, 5 stopped, 5 of unknown state.',
      'Not all: 4 regions could not be listed.',
    ]);
    expect(figures).toEqual([
      { title: 'Instances', value: 35 },
      { title: 'Running', value: 5, tone: 'good' },
      { title: 'Stopped', value: 5 },
      { title: 'Failed status checks', value: 15, tone: 'bad' },
      { title: 'Regions not listed', value: 4, tone: 'warning' },
    ]);
    expect(next).toEqual([
      'Look at the 15 instances that failed status checks.',
      'List again what is missing: `groundcrew ec2 list --regions eu-west-1`',
    ]);
    expect((await reportOf([], {})).lead).toEqual(['No instance matches in 1 region.']);
    expect((await reportOf([], { regions: failures })).lead?.[0]).toBe('No region could be listed.');
  });

  test('of look-ups', async () => {
    const owners: readonly OwnerKind[] = [
      'container-task',
      'database',
      'directory',
      'file-system',
      'function',
    ];
    const others: readonly OwnerKind[] = ['kubernetes-control-plane', 'load-balancer', 'nat-gateway', 'pod'];
    const last: readonly OwnerKind[] = ['not-attached', 'transit-gateway', 'unknown', 'vpc-endpoint'];
    const interfaces = [...owners, ...others, ...last].map((ownerKind, index): InterfaceFacts => ({
      ...place,
      interfaceId: 'eni-1',
      ownerKind,
      owner: index % 2 === 0 ? 'web' : null,
      description: '',
      availabilityZone: null,
      vpcId: null,
      subnetId: null,
      privateIpv4: [],
      publicIpv4: [],
      ipv6: [],
    }));
    const regions = [listed, ...failures];
    const [instance] = instances as [InstanceFacts];
    const answers: readonly LookupAnswer[] = [
      { status: 'none', regions: [listed] },
      { status: 'none', regions: Array.from({ length: 5 }, (_, at) => ({ ...listed, region: `us-${at}` })) },
      { status: 'unknown', regions: failures },
      { status: 'one', instance, regions },
      { status: 'one', instance: { ...instance, name: null }, via: { interfaceId: 'eni-1' }, regions },
      { status: 'one', instance, via: { interfaceId: 'eni-1', prefix: '10.0.0.0/28' }, regions },
      { status: 'interface', interfaces, regions },
      { status: 'several', instances, more: true, regions },
    ];
    for (const answer of answers) {
      const report = lookupReport('10.0.0.1 in the snapshot of 2026-11-28T12:00:00Z', answer, {
        hasAccounts: true,
        output: 'html',
      });
      expect(await englishLeft(report, isName)).toEqual([]);
    }
  });

  test('of every family of instance types, and of later generations', async () => {
    const types = [...knownFamilies].map(([family, sizes]) => parseInstanceType(`${family}.${sizes[0]!}`));
    expect(types.length).toBeGreaterThan(50);
    for (const output of ['html', 'csv'] as const)
      expect(await englishLeft(typesReport(types, output, { hasLater: true }))).toEqual([]);
  });

  test('a page on types begins with what one is, or how many there are', async () => {
    const of = (...names: readonly string[]) =>
      typesReport(
        names.map((name) => parseInstanceType(name)),
        'html',
      );
    expect(of('m5.large')).toMatchObject({
      lead: [
        'm5.large is an Intel instance type of generation 5, general purpose.',
        expect.stringMatching(/^The next generation of m5\.large is m\d\w*\.large\.$/),
      ],
      figures: [
        { title: 'Generation', value: 5 },
        { title: 'Newer', unit: 'text' },
      ],
    });
    expect(of('mac-m4pro.metal').lead?.[0]).toMatch(/^mac-m4pro\.metal is an Apple instance type, /);
    expect(of('m5.large', 'm5.xlarge', 'mac-m4pro.metal').lead).toEqual([
      expect.stringMatching(/^3 instance types of 2 families; a later generation exists for [23]\.$/),
    ]);
    const parsed = parseInstanceType('m5.large');
    const figures = { vCpus: 2, memoryMib: 8192 };
    const described = typesReport([{ type: parsed, figures }] as never, 'html');
    expect(described.figures?.map(({ value }) => value)).toEqual(expect.arrayContaining([2, 8192]));
    for (const report of [of('m5.large'), of('mac-m4pro.metal'), of('m5.large', 'm6g.large'), described])
      expect(await englishLeft(report)).toEqual([]);
    const unknown = typesReport(
      [{ ...parsed, name: 'zz9.large', family: 'zz9', series: 'zz', processor: 'unknown' }],
      'html',
    );
    expect(unknown.lead).toContain('zz9.large is of a family that this version of groundcrew does not know.');
    expect(await englishLeft(unknown)).toEqual([]);
  });

  test('of what an instance knows of itself', async () => {
    const facts: InstanceFacts = {
      ...plainFacts,
      source: 'imds',
      type: parseInstanceType('m7gd.4xlarge'),
      tags: null,
      unread: [
        {
          path: 'meta-data/iam/info',
          reason: 'it did not respond in time; try again, or raise --timeout',
          facts: ['role'],
        },
      ],
    };
    expect(await englishLeft(metadataReport(facts), isName)).toEqual([]);
    expect(await englishLeft(metadataReport({ ...facts, tags: {}, unread: [] }), isName)).toEqual([]);
  });

  test('a name that is a word of the catalog stays as it is', async () => {
    const { sections } = await reportOf(instances, {});
    const [table] = sections as [Extract<Report['sections'][number], { kind: 'table' }>];
    expect(instanceColumns.filter(({ words }) => words).map(({ key }) => key)).toEqual([
      'state',
      'age',
      'lifecycle',
      'imdsv2',
    ]);
    expect([...(table.rows as Iterable<Record<string, unknown>>)][0]!.name).toBe('running');
  });
});
