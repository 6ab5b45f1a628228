import { expect, test } from 'vitest';
import { createTestClock } from '../testing/start-services.ts';
import { createFaults } from './faults.ts';
import { checkFaults, parseFaults } from './options.ts';

test('tag faults are parsed with the others', () => {
  expect(
    parseFaults(
      'seed=7,stale-tags=0.3,stale-tags-ms=5000,failTagResources=0.1,failTagResourcesCode=Throttled.X,' +
        'deny-tagging=ec2:volume,denyTagging=arn:aws:s3:::a=b-*,taggingBuckets=1',
    ),
  ).toEqual({
    seed: 7,
    staleTags: { chance: 0.3, forMs: 5000 },
    failTagResources: { chance: 0.1, code: 'Throttled.X' },
    denyTagging: ['ec2:volume', 'arn:aws:s3:::a=b-*'],
    taggingBuckets: 1,
  });
});

test.each([
  'staleTags=2',
  'staleTags=often',
  'staleTags=',
  'staleTagsMs=60001',
  'failTagResources=1.5',
  'failTagResourcesCode=no code',
  'denyTagging=',
  'taggingBuckets=2',
])('%s is refused with an example', (text) => {
  const name = text.slice(0, text.indexOf('='));
  expect(() => parseFaults(text)).toThrow(
    expect.objectContaining({
      code: 'local.faults.value',
      message: expect.stringMatching(new RegExp(`"${text}" needs .*${name}=`)),
    }),
  );
});

test('faults passed as options are checked too', () => {
  expect(() => checkFaults({ staleTags: { chance: -1 } })).toThrow('staleTags=-1');
  expect(() => checkFaults({ failTagResources: { chance: 1, code: '' } })).toThrow('failTagResourcesCode=');
  expect(() => checkFaults({ denyTagging: [''] })).toThrow('denyTagging=');
});

test('tagging is denied by type or by ARN', () => {
  const { tags } = createFaults({ denyTagging: ['ec2:*', 'arn:aws:s3:::shop-?'] }, createTestClock());
  const denies = (type: string, arn: string) => tags.denies({ type, arn });
  expect(denies('ec2:volume', 'arn:x')).toBe(true);
  expect(denies('s3:bucket', 'arn:aws:s3:::shop-1')).toBe(true);
  expect(denies('s3:bucket', 'arn:aws:s3:::shop-10')).toBe(false);
  expect(denies('s3:bucket', 'arn-aws:s3:::shop-1')).toBe(false);
});

test('with functionsOnly tag faults affect functions alone', () => {
  const { tags } = createFaults(
    { functionsOnly: 1, staleTags: { chance: 1 }, failTagResources: { chance: 1 } },
    createTestClock(),
  );
  const seen = (caller: string) => [
    tags.staleMs(caller, 'GetResources'),
    tags.failureOf(caller, 'TagResources'),
  ];
  expect(seen('external')).toEqual([0, undefined]);
  expect(seen('audit-tags')).toEqual([2000, 'InternalServiceException']);
});
