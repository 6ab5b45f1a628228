import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import type { Coverage, CoverageStatus } from './coverage.ts';
import { type Difference, diffSnapshots } from './diff-snapshots.ts';
import { openSnapshot } from './read-snapshot.ts';
import type { Resource } from './resource.ts';
import { arbitraryResources, bytesOf, snapshotOf } from './testing/arbitrary-resources.ts';

const place = { accountId: '111122223333', region: 'eu-west-1', type: 'ec2:volume' };
const volume: Resource = {
  ...place,
  arn: 'arn:aws:ec2:eu-west-1:111122223333:volume/vol-1',
  id: 'vol-1',
  tags: { Project: 'shop' },
  links: {},
  attributes: { state: 'in-use', securityGroups: ['a', 'b'] },
};

function rowsOf(resources: readonly Resource[], status: CoverageStatus = 'listed'): Coverage[] {
  const rows = new Map(
    [place, ...resources].map(({ accountId, region, type }) => [
      `${accountId} ${region} ${type}`,
      { accountId, region, type, status, resources: 1, unknown: 0 },
    ]),
  );
  return [...rows.values()];
}

async function diff(
  before: readonly Resource[],
  after: readonly Resource[],
  later: CoverageStatus = 'listed',
) {
  const all = [...before, ...after];
  const open = (resources: readonly Resource[], status: CoverageStatus) =>
    openSnapshot(bytesOf(snapshotOf(resources, { coverage: rowsOf(all, status) }), 4_096));
  const same: string[] = [];
  const found: Difference[] = [];
  const readers = [await open(before, 'listed'), await open(after, later)] as const;
  for await (const each of diffSnapshots(...readers, ({ arn }) => same.push(arn))) found.push(each);
  return { found, same };
}

describe('two snapshots', () => {
  test('differ in what is in one of them only, and in fields', async () => {
    await fc.assert(
      fc.asyncProperty(arbitraryResources, arbitraryResources, async (before, after) => {
        const { found, same } = await diff(before, after);
        const [old, current] = [before, after].map((all) => new Map(all.map((each) => [each.arn, each])));
        const arns = (kind: string) =>
          found.filter((each) => each.kind === kind).map(({ resource }) => resource.arn);
        expect(new Set(arns('gone'))).toEqual(new Set([...old!.keys()].filter((arn) => !current!.has(arn))));
        expect(new Set(arns('new'))).toEqual(new Set([...current!.keys()].filter((arn) => !old!.has(arn))));
        const inBoth = [...old!.keys()].filter((arn) => current!.has(arn));
        expect(new Set([...arns('changed'), ...same])).toEqual(new Set(inBoth));
        for (const arn of same) {
          const { tags: was } = old!.get(arn)!;
          const { tags: is } = current!.get(arn)!;
          // What is unknown in one of them does not count as a difference.
          if (was && is) expect(is).toEqual(was);
        }
      }),
      { numRuns: Math.ceil(100 * inject('effort')) },
    );
  });

  test('that are equal have no differences', async () => {
    const { found, same } = await diff([volume], [volume]);
    expect(found).toEqual([]);
    expect(same).toEqual([volume.arn]);
  });

  test('differ field by field, without regard to the order of lists', async () => {
    const after = {
      ...volume,
      tags: { Project: 'shop2', Env: 'prod' },
      attributes: { state: 'available', securityGroups: ['b', 'a'] },
      links: { instance: 'arn:aws:ec2:eu-west-1:111122223333:instance/i-1' },
    };
    const { found } = await diff([volume], [after]);
    expect(found).toMatchObject([
      {
        kind: 'changed',
        changes: [
          { field: 'tags.Project', before: 'shop', after: 'shop2' },
          { field: 'tags.Env', before: null, after: 'prod' },
          { field: 'links.instance', before: null, after: after.links.instance },
          { field: 'state', before: 'in-use', after: 'available' },
        ],
      },
    ]);
  });

  test('do not differ in what is unknown in one of them', async () => {
    const { attributes: _, ...plain } = volume;
    expect((await diff([volume], [{ ...plain, tags: null }])).found).toEqual([]);
  });

  test.each<[CoverageStatus, string]>([
    ['denied', 'could not list this type there (denied)'],
    ['tagged-only', 'has only what is or was tagged of this type'],
  ])('do not report as gone what was %s in the later one', async (status, reason) => {
    const { found } = await diff([volume], [], status);
    expect(found).toMatchObject([{ kind: 'unknown', reason: `the second snapshot ${reason}` }]);
  });
});
