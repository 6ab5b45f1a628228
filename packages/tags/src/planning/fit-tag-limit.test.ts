import { expect, test } from 'vitest';
import { fitTagLimit } from './fit-tag-limit.ts';
import type { TagChange } from './fix.ts';

const reason = 'for the test';
const added = (key: string): TagChange => ({ key, before: null, after: 'shop', reason });
const removed = (key: string, requires: readonly string[] = []): TagChange => ({
  key,
  before: 'shop',
  after: null,
  reason,
  ...(requires.length > 0 && { requires }),
});

/** `project` is a variant of `Project`, by which it is replaced. */
const replacement = [added('Project'), removed('project', ['Project'])];

test('fixes that fit into the limit of 50 tags are left as they are', () => {
  const fixes = [...replacement, added('Owner')];
  expect(fitTagLimit(48, fixes)).toBe(fixes);
});

test('where they do not fit at once, another key is added after the tag that is replaced is removed', () => {
  expect(fitTagLimit(49, [...replacement, added('Owner')])).toEqual([
    ...replacement,
    { ...added('Owner'), requires: ['project'] },
  ]);
});

test('a removal that requires nothing goes first and makes room', () => {
  expect(fitTagLimit(50, [added('Owner'), removed('temporary')])).toEqual([
    { ...added('Owner'), requires: ['temporary'] },
    removed('temporary'),
  ]);
});

test('what there is no room for is a finding, and a tag that it would replace stays', () => {
  expect(fitTagLimit(50, [...replacement, added('Owner')])).toEqual([
    { key: 'Project', finding: expect.stringContaining('no room for it among the 50 tags') },
    { key: 'Owner', finding: expect.stringContaining('no room for it among the 50 tags') },
  ]);
});
