import { taggableKinds } from '@groundcrew/aws/ec2/tagging';
import { describe, expect, it } from 'vitest';
import { listedTypes } from './listed-types.ts';
import { chooseTypes } from './choose-types.ts';

describe('chooseTypes', () => {
  it('requests everything by default', () => {
    const { kinds, listed, filters, others } = chooseTypes();
    expect(kinds).toEqual(taggableKinds);
    expect(listed).toEqual(listedTypes);
    expect({ filters, others }).toEqual({ filters: [], others: true });
  });

  it.each([
    [['ec2:instance'], undefined, false],
    [['ec2:instance', 's3:bucket'], ['s3'], false],
    [['sqs:queue', 'sqs:*'], ['sqs'], true],
    [['ec2:*'], ['ec2'], true],
    [['ec2:key-pair'], ['ec2:key-pair'], true],
    [['rds:db', 'elasticloadbalancing:*'], ['rds', 'elasticloadbalancing'], true],
    [['*:db', 'rds:db'], [], true],
    [['sns'], ['sns'], true],
    [Array.from({ length: 101 }, (_, i) => `s${i}:x`), [], true],
  ])('%j requests %j from the tagging API', (globs, filters, others) => {
    expect(chooseTypes(globs)).toMatchObject({ filters, others });
  });

  it('describes and lists what the globs match', () => {
    const chosen = chooseTypes(['ec2:s*', 's?s:*']);
    expect(chosen.kinds).toEqual(['ec2:subnet', 'ec2:snapshot', 'ec2:security-group']);
    expect(chosen.listed).toEqual(['sns:topic', 'sqs:queue']);
    expect(chosen.matches('rds:db')).toBe(false);
  });
});
