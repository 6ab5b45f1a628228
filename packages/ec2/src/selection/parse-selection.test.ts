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
  ['Project=a,b', { key: 'Project', values: ['a,b'] }],
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
  [
    { tags: ['Project=shop,Env=prod'] },
    'the tag "Project=shop,Env=prod" seems to be several; repeat the option for each (--tag Project=shop --tag …), or write ? for a comma that belongs to the value',
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

test.each([
  [{ types: 'm7g' }, 'did you mean m7g.*?'],
  [{ types: 'M7g.large' }, '"M7g.large" is not an instance type of EC2; did you mean m7g.large'],
  [{ types: 'm7g.lrage' }, 'did you mean m7g.large'],
  [{ types: 'm7g.3xlarge' }, '"m7g.3xlarge" is not an instance type of EC2'],
  [{ types: 'm7g?' }, '"m7g?" is not an instance type'],
  [{ types: 'large' }, '"large" is not an instance type, or a pattern of them'],
  [{ availabilityZones: 'a' }, '"a" is not a zone; write ap-northeast-2a, or *a for those of all regions'],
  [
    { availabilityZones: 'ap-northeast-2' },
    'write --regions ap-northeast-2, or ap-northeast-2* for its zones',
  ],
  [{ availabilityZones: 'ap-northeast2a' }, 'did you mean ap-northeast-2a'],
  [{ availabilityZones: 'ap-norteast-2a' }, 'did you mean ap-northeast-2'],
  [{ availabilityZones: 'ap-norteast-2*' }, '"ap-norteast-2*" is not a zone'],
  [{ availabilityZones: 'apne2-az1' }, '"apne2-az1" is the id of a zone; write its name'],
  [{ imageIds: 'ami-xxx' }, '"ami-xxx" is not the id of an AMI; write ami- and 17'],
  [{ imageIds: 'web-*' }, '"web-*" is not the id of an AMI'],
  [{ vpcIds: 'vpc-0a1b' }, '"vpc-0a1b" is not the id of a VPC'],
  [{ subnetIds: 'subnet-0123' }, '"subnet-0123" is not the id of a subnet'],
  [{ addresses: '10.300.*' }, '"10.300.*" is not an address'],
  [{ addresses: '10.0.1.2.*' }, '"10.0.1.2.*" is not an address'],
])('%j could select nothing, and is refused', (texts, message) => {
  expect(() => parseSelection(texts)).toThrow(message);
});

test.each([
  { types: 'm99g.large,m99g.*,m*,*.metal,u-6tb1.*' },
  { availabilityZones: 'ap-northeast-2a,*a,ap-*,us-west-2-lax-1a,us-east-1-wl1-bos-wlz-1' },
  { imageIds: 'ami-0123456789abcdef0,ami-0a1b2c3d,ami-0a*,*' },
  { addresses: '10.*,10.0.1.?,10.0.1*' },
])('%j is taken', (texts) => {
  expect(Object.values(parseSelection(texts))).toEqual([Object.values(texts)[0]!.split(',')]);
});

test('a VPC may have a name that begins as ids do', () => {
  expect(parseSelection({ vpcIds: 'vpc-main,vpc-0a1b2c3d' })).toEqual({
    vpcIds: ['vpc-0a1b2c3d'],
    vpcNames: ['vpc-main'],
  });
});
