import type { Coverage, CoverageStatus, Difference, LinkName, Resource } from '@groundcrew/account';
import { englishLeft } from '@groundcrew/report/testing/english-left';
import { describe, expect, test } from 'vitest';
import { collectionReport } from './coverage-report.ts';
import { ONLY_TAGGED_REASON } from './coverage.ts';
import { diffReport, type SnapshotDiff } from './diff-report.ts';
import { showReport } from './show-report.ts';

const statuses: readonly CoverageStatus[] = [
  'listed',
  'tagged-only',
  'denied',
  'not-enabled',
  'timed-out',
  'failed',
];
const coverage = statuses.map((status): Coverage => ({
  accountId: '111122223333',
  region: 'us-east-1',
  type: 'ec2:volume',
  status,
  resources: status === 'listed' ? 3 : 0,
  unknown: 0,
  ...(status !== 'listed' && { reason: ONLY_TAGGED_REASON }),
}));

const resource: Resource = {
  arn: 'arn:aws:ec2:us-east-1:111122223333:instance/i-1',
  type: 'ec2:instance',
  id: 'i-1',
  accountId: '111122223333',
  region: 'us-east-1',
  tags: { Name: 'new' },
  links: {},
  attributes: { state: 'running' },
};

const diff: SnapshotDiff = {
  before: '2026-11-20T00:00:00Z',
  after: '2026-11-21T00:00:00Z',
  differences: [],
  gaps: { before: 0, after: 0 },
  same: new Map(),
};

const differences: readonly Difference[] = [
  { kind: 'new', resource, changes: [] },
  { kind: 'gone', resource, changes: [] },
  { kind: 'changed', resource, changes: [{ field: 'state', before: 'running', after: null }] },
  ...(['first', 'second'] as const).flatMap((which) =>
    [
      'has only what is or was tagged of this type',
      'does not have this type there',
      'could not list this type there (denied)',
    ].map((reason): Difference => ({
      kind: 'unknown',
      resource,
      changes: [],
      reason: `the ${which} snapshot ${reason}`,
    })),
  ),
];

/** Attributes have the names of the API. */
const isName = (text: string) => /^(?:state|running|new)$/.test(text);

describe('a report on an account in Korean has no English sentence and no English label', () => {
  test('of what was collected', async () => {
    expect(await englishLeft(collectionReport({ resources: 3, coverage }, ' saved in a.gz'))).toEqual([]);
    expect(await englishLeft(collectionReport({ resources: 1, coverage: [] }, ''))).toEqual([]);
  });

  test('of differences', async () => {
    expect(await englishLeft(diffReport(diff))).toEqual([]);
    const some = { ...diff, differences, gaps: { before: 1, after: 2 }, same: new Map([['ec2:volume', 3]]) };
    for (const top of [1, 8, undefined]) expect(await englishLeft(diffReport(some, top), isName)).toEqual([]);
  });

  test('of a resource and what depends on it', async () => {
    const links: readonly LinkName[] = ['instance', 'vpc', 'security-group', 'source-snapshot'];
    const shown = {
      takenAt: '2026-11-21T00:00:00Z',
      tree: { resource, children: links.map((by) => ({ resource, by, children: [] })) },
      links: links.map((by) => ({ by, arn: 'arn:1', ...(by === 'vpc' && { resource }) })),
      gaps: coverage.slice(1),
    };
    expect(await englishLeft(showReport(shown), isName)).toEqual([]);
    const bare = { ...resource, tags: null, attributes: {} };
    const alone = { ...shown, tree: { resource: bare, children: [] }, links: [], gaps: [] };
    expect(await englishLeft(showReport(alone), isName)).toEqual([]);
  });
});
