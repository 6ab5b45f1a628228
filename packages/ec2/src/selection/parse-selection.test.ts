import { expect, test } from 'vitest';
import { parseSelection, parseTagCondition } from './parse-selection.ts';

test('an absent option does not restrict the selection', () => {
  expect(parseSelection({ names: [], tags: [], states: undefined })).toEqual({});
});

test('lists have commas; names and tags may contain them', () => {
  expect(
    parseSelection({
      names: ['web, old', 'db-*'],
      tags: ['Note=a,b'],
      states: 'running, Stopped',
      types: 'm7g.*,t4g.small',
      lifecycles: 'spot',
      addresses: '10.0.0.*',
    }),
  ).toEqual({
    names: ['web, old', 'db-*'],
    tags: [{ key: 'Note', values: ['a,b'] }],
    states: ['running', 'stopped'],
    types: ['m7g.*', 't4g.small'],
    lifecycles: ['spot'],
    addresses: ['10.0.0.*'],
  });
});

test('all states are those of EC2', () => {
  expect(parseSelection({ states: 'all' }).states).toContain('terminated');
});

test.each([
  ['Project=shop', { key: 'Project', values: ['shop'] }],
  ['Project=', { key: 'Project', values: [''] }],
  ['Project=a=b', { key: 'Project', values: ['a=b'] }],
  ['Project', { key: 'Project' }],
  ['!Project', { key: 'Project', negated: true }],
  ['!Project=shop', { key: 'Project', values: ['shop'], negated: true }],
])('the tag %s is read', (text, expected) => {
  expect(parseTagCondition(text)).toEqual(expected);
});

test.each([
  [
    { states: 'runing' },
    '"runing" is not a known state; there are pending, running, shutting-down, terminated, stopping, stopped; did you mean running?',
  ],
  [
    { lifecycles: 'on demand' },
    '"on demand" is not a known lifecycle; there are on-demand, spot, scheduled, capacity-block; did you mean on-demand?',
  ],
  [{ types: 'm7g.large,' }, 'an empty type selects nothing; leave the option out, or write one'],
  [{ names: [''] }, 'an empty name selects nothing; leave the option out, or write one'],
  [
    { tags: ['=shop'] },
    'the tag "=shop" has no key; write Project=shop, Project (present) or !Project (absent)',
  ],
])('%j is refused', (texts, message) => {
  expect(() => parseSelection(texts)).toThrow(
    expect.objectContaining({ code: 'fleet.selection.bad-value', message }),
  );
});

test('a tag longer than the limit of EC2 is refused', () => {
  expect(() => parseTagCondition('k'.repeat(129))).toThrow(/too long/);
  expect(() => parseTagCondition(`k=${'v'.repeat(257)}`)).toThrow(/too long/);
});

test.each(['i-0123456789abcdef0', 'i-0a1b2c3d', 'i-0a*', 'i-0123456789abcde??', '*'])(
  '%s may be an id',
  (id) => {
    expect(parseSelection({ ids: id }).ids).toEqual([id]);
  },
);

test.each(['i-zz', 'web-1', 'i-0a1b', 'i-0123456789ABCDEF0', 'i-zz*'])('%s is refused as an id', (id) => {
  expect(() => parseSelection({ ids: `i-0a1b2c3d,${id}` })).toThrow(`"${id}" is not the id of an instance`);
});
