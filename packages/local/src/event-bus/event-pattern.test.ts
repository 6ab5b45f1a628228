import { describe, expect, it } from 'vitest';
import { compileEventPattern } from './event-pattern.ts';

const event = {
  source: 'aws.ec2',
  detail: {
    state: 'running',
    count: 3,
    ok: true,
    note: null,
    path: 'photos/2026/cat*.jpg',
    ids: ['i-1', 'i-2'],
    empty: [],
    items: [
      { id: 'a', size: 1 },
      { id: 'b', size: 2, tags: { Env: 'prod' } },
    ],
    $or: 'a field',
  },
};
const matches = (detail: unknown) => compileEventPattern({ detail })(event);

it.each([
  ['one of several values', { state: ['stopped', 'running'] }],
  ['a number', { count: [3] }],
  ['true', { ok: [true] }],
  ['null', { note: [null] }],
  ['a prefix', { state: [{ prefix: 'run' }] }],
  ['a prefix in another case', { state: [{ prefix: { 'equals-ignore-case': 'RUN' } }] }],
  ['a suffix', { path: [{ suffix: '.jpg' }] }],
  ['a suffix in another case', { path: [{ suffix: { 'equals-ignore-case': '.JPG' } }] }],
  ['a text in another case', { state: [{ 'equals-ignore-case': 'RUNNING' }] }],
  ['a wildcard', { path: [{ wildcard: 'photos/*/*.jpg' }] }],
  ['a wildcard for nothing', { state: [{ wildcard: '*running*' }] }],
  ['a literal star', { path: [{ wildcard: '*cat\\*.jpg' }] }],
  ['anything but another value', { state: [{ 'anything-but': 'stopped' }] }],
  ['anything but other values', { count: [{ 'anything-but': [1, 2] }] }],
  ['anything but a prefix', { state: [{ 'anything-but': { prefix: 'stop' } }] }],
  ['anything but suffixes', { state: [{ 'anything-but': { suffix: ['ped', 'ated'] } }] }],
  ['anything but a wildcard', { state: [{ 'anything-but': { wildcard: '*pp*' } }] }],
  ['anything but one, of a list that holds another', { ids: [{ 'anything-but': 'i-1' }] }],
  ['a number in a range', { count: [{ numeric: ['>', 0, '<=', 3] }] }],
  ['a field that is there', { note: [{ exists: true }] }],
  ['a field that is not', { nothing: [{ exists: false }] }],
  ['a field of something that is not there', { nothing: { further: [{ exists: false }] } }],
  ['a list without elements as absent', { empty: [{ exists: false }] }],
  ['an object that is not a leaf', { items: [{ exists: false }] }],
  ['absence beside a value', { state: [{ exists: false }, 'running'] }],
  ['an element of a list', { ids: ['i-2'] }],
  ['fields of one object in a list', { items: { id: ['b'], size: [2] } }],
  ['nested fields', { items: { tags: { Env: ['prod'] } } }],
  ['one of two alternatives', { $or: [{ state: ['stopped'] }, { count: [3] }] }],
  ['a field named $or', { $or: ['a field'] }],
])('matches %s', (_, detail) => {
  expect(matches(detail)).toBe(true);
});

it.each([
  ['another case', { state: ['Running'] }],
  ['a number as text', { count: ['3'] }],
  ['a prefix of a number', { count: [{ prefix: '3' }] }],
  ['a wildcard whose ends would overlap', { state: [{ wildcard: 'runnin*ning' }] }],
  ['anything but what it is', { state: [{ 'anything-but': ['stopped', 'running'] }] }],
  ['anything but its prefix', { state: [{ 'anything-but': { prefix: ['x', 'run'] } }] }],
  ['anything but, where there is nothing', { nothing: [{ 'anything-but': 'x' }] }],
  ['a number out of the range', { count: [{ numeric: ['>', 0, '<', 3] }] }],
  ['a text as a number', { state: [{ numeric: ['>', 0] }] }],
  ['an object that should be a leaf', { items: [{ exists: true }] }],
  ['a field that should be absent', { note: [{ exists: false }] }],
  ['a field that only one object of a list lacks', { items: { tags: { Env: [{ exists: false }] } } }],
  ['fields of two objects in a list', { items: { id: ['a'], size: [2] } }],
  ['one field of two', { state: ['running'], count: [4] }],
  ['no alternative', { $or: [{ state: ['stopped'] }, { count: [4] }] }],
  ['an alternative, and not the field beside it', { ok: [false], $or: [{ count: [3] }, { count: [4] }] }],
  ['a property of the prototype', { constructor: [{ exists: true }] }],
])('does not match %s', (_, detail) => {
  expect(matches(detail)).toBe(false);
});

describe('an unsupported pattern is refused', () => {
  it.each([
    [{}, '{} at detail'],
    [[], 'at least one value'],
    ['running', '"running" at detail'],
    [{ state: 'running' }, '"running" at detail.state'],
    [{ state: [] }, '[] at detail.state'],
    [{ state: [{ prefix: 3 }] }, '3 at detail.state'],
    [{ state: [{ like: 'x' }] }, 'prefix, suffix'],
    [{ state: [{ prefix: 'a', suffix: 'b' }] }, 'write an object with one of'],
    [{ state: [{ exists: 'no' }] }, 'write true or false'],
    [{ state: [{ wildcard: 'a**b' }] }, 'write one *'],
    [{ state: [{ wildcard: 'a\\b' }] }, 'for a backslash'],
    [{ state: [{ 'anything-but': [] }] }, 'at least one value'],
    [{ state: [{ 'anything-but': [null] }] }, 'strings, numbers'],
    [{ state: [{ 'anything-but': { numeric: ['>', 1] } }] }, 'write an object with one of'],
    [{ count: [{ numeric: ['>'] }] }, 'comparisons'],
    [{ count: [{ numeric: [] }] }, 'one or two comparisons'],
    [{ count: [{ numeric: ['>', 6e9] }] }, '-5e9 to 5e9'],
    [{ count: [{ numeric: ['>', 1, '<', 5, '=', 3] }] }, 'one or two comparisons'],
    [{ address: [{ cidr: '10.0.0.0' }] }, 'write a range of addresses'],
    [{ address: [{ cidr: '10.0.0.0/33' }] }, 'write a range of addresses'],
  ])('%j', (detail, reason) => {
    const refusal = { code: 'local.pattern.refused', message: expect.stringContaining(reason) };
    expect(() => compileEventPattern({ detail })).toThrow(expect.objectContaining(refusal));
  });
});

it('asks of a list once whether a field is anywhere in it, not for each of its objects', () => {
  const list = Array.from({ length: 50_000 }, () => ({}));
  const isAbsent = compileEventPattern({ detail: { list: { id: [{ exists: false }] } } });
  expect(isAbsent({ detail: { list } })).toBe(true);
  // The square of it took minutes.
  expect(isAbsent({ detail: { list: [...list, { id: 1 }] } })).toBe(false);
});
