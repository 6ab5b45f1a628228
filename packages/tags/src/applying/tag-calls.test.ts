import type { Change } from '@groundcrew/plan';
import { describe, expect, test } from 'vitest';
import { batchesOf, callsOf } from './tag-calls.ts';
import { changeOf } from './testing/change-of.ts';

const many = (count: number, make: (n: number) => readonly Change[]) =>
  Array.from({ length: count }, (_, n) => make(n)).flat();

describe('calls', () => {
  test('10,000 resources of EC2 with one set of tags take 10', () => {
    const changes = many(10_000, (n) => [
      changeOf('ec2:volume', `vol-${n}`, 'Project', null, 'shop'),
      changeOf('ec2:volume', `vol-${n}`, 'Owner', 'bob', 'ann'),
    ]);
    const calls = callsOf(changes);
    expect(calls.map(({ arns }) => arns.length)).toEqual(Array.from({ length: 10 }, () => 1_000));
    expect(calls[0]).toMatchObject({
      channel: 'ec2',
      action: 'set',
      tags: { Project: 'shop', Owner: 'ann' },
    });
    expect(batchesOf(changes).map((batch) => batch.length)).toEqual(Array.from({ length: 10 }, () => 2_000));
  });

  test('a call of the tagging API has up to 20 resources', () => {
    const calls = callsOf(many(50, (n) => [changeOf('sns:topic', `t-${n}`, 'Project', null, 'shop')]));
    expect(calls.map(({ channel, arns }) => [channel, arns.length])).toEqual([
      ['tagging', 20],
      ['tagging', 20],
      ['tagging', 10],
    ]);
  });

  test('resources with different sets of tags are grouped by single tags if that needs fewer calls', () => {
    // Eight sets of three tags, of which there are six.
    const changes = many(8, (n) =>
      ['A', 'B', 'C'].map((key, bit) =>
        changeOf('ec2:volume', `vol-${n}`, key, null, String((n >> bit) & 1)),
      ),
    );
    const calls = callsOf(changes);
    expect(calls).toHaveLength(6);
    expect(calls.every(({ arns }) => arns.length === 4)).toBe(true);
  });

  test('more than 50 tags of a resource are divided', () => {
    const changes = many(51, (n) => [changeOf('ec2:volume', 'vol-1', `k-${n}`, null, 'v')]);
    expect(callsOf(changes).map(({ tags }) => Object.keys(tags).length)).toEqual([50, 1]);
  });

  test('EC2 removes a tag of one value a call, the tagging API whatever value it has', () => {
    const removals = (type: string, prefix: string) =>
      many(2, (n) => [changeOf(type, `${prefix}-${n}`, 'temp', String(n), null)]);
    expect(callsOf(removals('ec2:volume', 'vol')).map(({ tags }) => tags)).toEqual([
      { temp: '0' },
      { temp: '1' },
    ]);
    expect(callsOf(removals('sns:topic', 't'))).toHaveLength(1);
  });

  test('tags with the names of what objects have are tags like any other', () => {
    const [call] = callsOf([changeOf('ec2:volume', 'vol-1', '__proto__', null, 'v')]);
    expect(Object.entries(call!.tags)).toEqual([['__proto__', 'v']]);
  });
});

describe('batches', () => {
  test('the tag that takes over a value is set before the variant is removed, in one call each', () => {
    const changes = many(500, (n) => {
      const set = changeOf('ec2:volume', `vol-${n}`, 'Project', null, 'shop');
      return [
        { ...changeOf('ec2:volume', `vol-${n}`, 'project', 'shop', null), requires: [set.id] },
        set,
        changeOf('ec2:volume', `vol-${n}`, 'temp', 'x', null),
      ];
    });
    const batches = batchesOf(changes);
    expect(batches.map((batch) => [...new Set(batch.map(({ field }) => field))])).toEqual([
      ['Project'],
      ['project', 'temp'],
    ]);
  });

  test('what others wait for is not put off', () => {
    const removal = changeOf('ec2:volume', 'vol-1', 'temp', 'x', null);
    const set = { ...changeOf('ec2:volume', 'vol-1', 'Project', null, 'shop'), requires: [removal.id] };
    expect(batchesOf([set, removal])).toEqual([[removal], [set]]);
  });

  test('of nothing are none', () => {
    expect(batchesOf([])).toEqual([]);
  });
});
