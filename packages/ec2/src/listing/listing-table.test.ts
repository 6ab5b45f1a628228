import { render, widthOf } from '@groundcrew/report';
import { expect, test } from 'vitest';
import { chooseColumns } from '../choose-columns.ts';
import type { InstanceFacts } from '../instance.ts';
import { plainFacts } from '../selection/testing/arbitrary-facts.ts';
import { listingReport } from './listing-report.ts';

const nowMs = Date.parse('2026-11-28T12:00:00Z');
const names = [
  '주문-처리-배치-서버-ap-northeast-2a-01',
  'shop-web-prod-blue-ap-northeast-2-asg-0123',
  '검색',
  'k8s-node-group-general-purpose-arm64-1-31-spot',
  'db',
  '이미지 변환 서버 2호기 (테스트)',
];
const ages = [40 * 60_000, 5 * 3_600_000, 3 * 86_400_000, 41 * 86_400_000, 1_000 * 86_400_000, 90 * 60_000];

/** Thirty instances with Korean and long names, some with many addresses or none. */
const instances = Array.from({ length: 30 }, (_, index): InstanceFacts => {
  const six = index % 6;
  return {
    ...plainFacts,
    name: index === 29 ? null : names[six]!,
    instanceId: `i-0bb379ea3e79d0${String(index).padStart(3, '0')}`,
    accountId: '111122223333',
    region: 'ap-northeast-2',
    availabilityZone: `ap-northeast-2${'abcd'[index % 4]}`,
    state: index === 7 ? 'shutting-down' : six === 4 ? 'stopped' : 'running',
    instanceType: [
      'm7g.large',
      'c7gd.16xlarge',
      't4g.small',
      'm6i.metal',
      'r8g.2xlarge',
      'u7in-24tb.224xlarge',
    ][six]!,
    privateIpv4:
      index === 3
        ? ['10.80.103.204', '10.80.103.205', '10.80.103.206', '10.80.103.207']
        : index === 8
          ? []
          : [`10.80.${index}.${200 + index}`],
    publicIpv4: index % 5 === 0 ? [`203.0.113.${100 + index}`] : [],
    launchTime: new Date(nowMs - ages[six]!).toISOString(),
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    subnetId: `subnet-0a1b2c3d4e5f6000${six}`,
    imageId: 'ami-0abcdef1234567890',
  };
});

async function pictureAt(width: number, options: { hasAccounts?: boolean; hasRegions?: boolean } = {}) {
  const { hasAccounts = false, hasRegions = false } = options;
  const report = listingReport({
    title: 'Instances in ap-northeast-2',
    columns: chooseColumns({ text: undefined, hasAccounts, hasRegions, output: 'table' }),
    instances: (async function* () {
      yield* instances;
    })(),
    outcomeOf: () => ({
      regions: [{ accountId: null, region: 'ap-northeast-2', status: 'listed', count: 30, reason: null }],
      elsewhere: [],
    }),
    hasAccounts,
    nowMs,
  });
  let text = '';
  for await (const chunk of render(report, 'table', { width })) text += chunk;
  return text;
}

const widths = [80, 100, 140, 200];

test.each(widths)('%s columns', async (width) => {
  expect(`\n${await pictureAt(width)}`).toMatchSnapshot();
});

test.each([...widths, 60, 90, 120, 168])(
  'at %s columns nothing that identifies is cut, and no line is longer',
  async (width) => {
    for (const options of [{}, { hasRegions: true }, { hasRegions: true, hasAccounts: true }]) {
      const picture = await pictureAt(width, options);
      const lines = picture.split('\n');
      for (const { instanceId, privateIpv4, name, state } of instances) {
        expect(picture).toContain(instanceId);
        for (const address of privateIpv4) expect(picture).toContain(address);
        expect(picture).toContain(state!);
        // Wrapped, but with every letter.
        for (const word of name?.split(' ') ?? [])
          expect(picture.replaceAll(/\s/g, '')).toContain(word.slice(0, 8));
      }
      if (width < 80) continue;
      expect(lines.filter((line) => widthOf(line) > width)).toEqual([]);
      expect(picture).not.toContain('…');
    }
  },
);

test('wider terminals have the columns of narrower ones, and more', async () => {
  const headings = await Promise.all(
    widths.map(async (width) =>
      (await pictureAt(width))
        .split('\n')[0]!
        .trim()
        .split(/\s{2,}/),
    ),
  );
  for (const [index, heading] of headings.entries()) {
    expect(heading).toEqual(expect.arrayContaining(['Name', 'Instance', 'State', 'Private IPv4']));
    if (index > 0) expect(heading).toEqual(expect.arrayContaining(headings[index - 1]!));
  }
  expect(headings[1]).toEqual(expect.arrayContaining(['Type', 'Age']));
  expect(headings[2]).toEqual(expect.arrayContaining(['Zone', 'Public IPv4']));
});
