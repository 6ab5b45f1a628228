import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ec2Arn, parseEc2Arn } from './arn.ts';
import { taggableKinds } from './kinds.ts';

const parts = fc.record({
  kind: fc.constantFrom(...taggableKinds),
  id: fc.stringMatching(/^[a-z]{1,8}-[0-9a-f]{8,17}$/),
  region: fc.constantFrom('us-east-1', 'eu-central-2', 'cn-north-1', 'us-gov-west-1', 'eusc-de-east-1'),
  accountId: fc.stringMatching(/^\d{12}$/),
});

describe('an ARN of EC2', () => {
  it('is parsed as it was formatted', () => {
    fc.assert(
      fc.property(parts, (all) => {
        expect(parseEc2Arn(ec2Arn(all))).toEqual(all);
      }),
    );
  });

  it.each([
    ['ec2:instance', 'i-0abc', 'eu-west-1', 'arn:aws:ec2:eu-west-1:123456789012:instance/i-0abc'],
    [
      'ec2:elastic-ip',
      'eipalloc-1',
      'cn-north-1',
      'arn:aws-cn:ec2:cn-north-1:123456789012:elastic-ip/eipalloc-1',
    ],
    [
      'ec2:natgateway',
      'nat-1',
      'us-gov-east-1',
      'arn:aws-us-gov:ec2:us-gov-east-1:123456789012:natgateway/nat-1',
    ],
    ['ec2:snapshot', 'snap-1', 'us-east-1', 'arn:aws:ec2:us-east-1:123456789012:snapshot/snap-1'],
  ] as const)('of %s has the word and the partition of AWS', (kind, id, region, arn) => {
    expect(ec2Arn({ kind, id, region, accountId: '123456789012' })).toBe(arn);
  });

  it.each([
    'arn:aws:ec2:eu-west-1:123456789012:key-pair/key-1',
    'arn:aws:ec2:eu-west-1:123456789012:instance/',
    'arn:aws:ec2:eu-west-1:123456789012:instance/i-1/extra',
    'arn:aws:ec2:eu-west-1:123456789012:instance',
    'arn:aws:ec2:eu-west-1::image/ami-1',
    'arn:aws:ec2::123456789012:vpc/vpc-1',
    'arn:aws:rds:eu-west-1:123456789012:instance/i-1',
    'instance/i-1',
    '',
  ])('is not %j', (text) => {
    expect(parseEc2Arn(text)).toBeUndefined();
  });

  it('is parsed from any text without an exception', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const found = parseEc2Arn(`arn:aws:ec2:${text}`);
        if (found) expect(`arn:aws:ec2:${text}`).toContain(found.id);
      }),
    );
  });
});
