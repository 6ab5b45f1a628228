import { anyText } from '@groundcrew/errors/testing/any-text';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byAccountRegionType, byPlace } from '@groundcrew/account';
import type { Coverage, TaggedResource, TagSnapshot } from '../model.ts';
import { readSnapshot } from './read-snapshot.ts';
import { writeSnapshot } from './write-snapshot.ts';

const text = (snapshot: TagSnapshot): string => [...writeSnapshot(snapshot)].join('');

const resource: TaggedResource = {
  arn: 'arn:aws:ec2:us-east-1:111122223333:instance/i-1',
  type: 'ec2:instance',
  id: 'i-1',
  accountId: '111122223333',
  region: 'us-east-1',
  tags: { Project: '가게', '"': '\n' },
  parents: { vpc: 'arn:aws:ec2:us-east-1:111122223333:vpc/vpc-1' },
  createdAt: '2026-01-02T03:04:05.000Z',
};
const row: Coverage = {
  accountId: '',
  region: 'all',
  type: 'all',
  status: 'denied',
  resources: 0,
  unknown: 0,
  reason: 'no',
};
const snapshot: TagSnapshot = {
  format: 'groundcrew-tag-snapshot/1',
  takenAt: '2026-11-21T09:00:00.000Z',
  accounts: [{ id: '111122223333', alias: 'shop' }, { id: '444455556666' }],
  resources: [resource, { ...resource, arn: `${resource.arn}2`, tags: null, parents: {} }],
  coverage: [row],
};

const word = fc.string({ minLength: 1, unit: 'grapheme' });
const digits = fc.constantFrom('111122223333', '444455556666');
const anyTags = fc.dictionary(word, anyText(), { maxKeys: 5 });
const anyResource: fc.Arbitrary<TaggedResource> = fc.record(
  {
    arn: word.map((name) => `arn:${name}`),
    type: word,
    id: word,
    accountId: digits,
    region: word,
    tags: fc.option(anyTags, { nil: null }),
    parents: fc.record({ vpc: word, instance: word }, { requiredKeys: [] }),
    createdAt: fc.constant('2026-01-02T03:04:05.000Z'),
  },
  { requiredKeys: ['arn', 'type', 'id', 'accountId', 'region', 'tags', 'parents'] },
);
const anyRow: fc.Arbitrary<Coverage> = fc.record({
  accountId: digits,
  region: word,
  type: word,
  status: fc.constantFrom('listed' as const, 'timed-out' as const),
  resources: fc.nat(),
  unknown: fc.nat(),
});

describe('a snapshot', () => {
  it('is read as it was written, whatever the tags', () => {
    const any = fc.record({
      resources: fc.uniqueArray(anyResource, { selector: ({ arn }) => arn, maxLength: 300 }),
      coverage: fc.uniqueArray(anyRow, {
        selector: ({ accountId, region, type }) => accountId + region + type,
      }),
    });
    fc.assert(
      fc.property(any, ({ resources, coverage }) => {
        const sorted = {
          ...snapshot,
          resources: resources.toSorted(byAccountRegionType),
          coverage: coverage.toSorted(byPlace),
        };
        expect(readSnapshot(text(sorted))).toEqual(sorted);
      }),
      { numRuns: 50 },
    );
  });

  it('is plain JSON, with a resource a line', () => {
    expect(JSON.parse(text(snapshot))).toEqual(snapshot);
    const lines = text(snapshot).split('\n');
    expect(lines.filter((line) => line.startsWith(`{"arn":"${resource.arn}`))).toHaveLength(2);
  });

  it('is the same text, regardless of the order of tags and fields', () => {
    const { arn, tags, ...rest } = resource;
    const turned = Object.fromEntries(Object.entries(tags!).reverse());
    const other = { ...rest, tags: turned, arn };
    expect(text({ ...snapshot, resources: [other] })).toBe(text({ ...snapshot, resources: [resource] }));
  });

  it('is written in pieces, never as one text', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => ({ ...resource, arn: `${resource.arn}-${i}` }));
    const pieces = [...writeSnapshot({ ...snapshot, resources: many })];
    const total = pieces.join('').length;
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(total / 3);
    expect(readSnapshot(pieces.join('')).resources).toHaveLength(1_000);
  });

  it('is read with a byte order mark, in another layout and order, and with fields of others', () => {
    const shuffled = { ...snapshot, resources: snapshot.resources.toReversed(), note: 'mine' };
    expect(readSnapshot(`\ufeff${JSON.stringify(shuffled, null, 2)}`)).toEqual(snapshot);
  });
});

describe('what is not a snapshot', () => {
  it.each([
    ['', 'tags.snapshot.not-json', /the file is not JSON \(.*tags collect/],
    ['{"format":', 'tags.snapshot.not-json', /JSON/],
    ['[]', 'tags.snapshot.wrong-format', /has no format/],
    ['{"format":"groundcrew-plan/1"}', 'tags.snapshot.wrong-format', /"groundcrew-plan\/1"/],
  ])('%j is refused', (broken, code, message) => {
    expect(() => readSnapshot(broken)).toThrow(message);
    expect(() => readSnapshot(broken)).toThrow(expect.objectContaining({ code }) as Error);
  });

  it('is refused if it is too large, before it is parsed', () => {
    expect(() => readSnapshot('가'.repeat(4), { maxBytes: 11 })).toThrow(
      /12 bytes, more than the 11 that are read/,
    );
  });

  it.each([
    [{ ...resource, arn: 'i-1' }, 'resources[0].arn', '"i-1" is not an ARN'],
    [{ ...resource, accountId: '1' }, 'resources[0].accountId', '"1" is not the number of an account'],
    [{ ...resource, tags: { Count: 3 } }, 'resources[0].tags.Count', '3 is not a text'],
    [{ ...resource, tags: undefined }, 'resources[0].tags', 'nothing is not an object of texts'],
    [{ ...resource, parents: { disk: 'arn:x' } }, 'resources[0].parents.disk', 'there is no such relation'],
    [{ ...resource, createdAt: 'soon' }, 'resources[0].createdAt', '"soon" is not a time of ISO 8601'],
  ])('%j is reported with its place and line', (broken, path, problem) => {
    const written = text({ ...snapshot, resources: [broken as unknown as TaggedResource] });
    const line = written.split('\n').indexOf('"resources":[') + 2;
    expect(() => readSnapshot(written)).toThrow(
      expect.objectContaining({
        code: 'tags.snapshot.invalid',
        message: expect.stringContaining(`${path}, on line ${line}: ${problem}`) as string,
        details: { path, line },
      }) as Error,
    );
  });

  it.each([
    [{ resources: {} }, 'resources: {} is not a list'],
    [{ resources: ['i-1'] }, 'resources[0]: "i-1" is not an object'],
    [{ takenAt: 5 }, 'takenAt: 5 is not a text'],
    [{ coverage: [{ ...row, status: 'maybe' }] }, '"maybe" is not one of listed, denied'],
    [{ coverage: [{ ...row, unknown: -1 }] }, '-1 is not a whole number'],
    [{ resources: [resource, resource] }, `"${resource.arn}" is there twice`],
  ])('%j is refused', (part, message) => {
    expect(() => readSnapshot(JSON.stringify({ ...snapshot, ...part }))).toThrow(message);
  });
});
