import { describe, expect, it } from 'vitest';
import { checkTagKey, checkTagValue, isReservedKey } from './tag-rules.ts';

describe('checkTagKey', () => {
  it.each(['Project', '프로젝트', 'cost center', 'a_.:/=+-@9', 'é', 'x'.repeat(128), '𠮷'.repeat(128)])(
    'takes %j',
    (key) => {
      expect(checkTagKey(key)).toBeUndefined();
    },
  );

  it.each([
    ['', 'is empty'],
    ['aws:createdBy', 'reserved for AWS'],
    ['AWS:Thing', 'reserved for AWS'],
    ['𠮷'.repeat(129), 'has 129 characters; AWS accepts up to 128'],
    ['a,b', 'has the character ","'],
    ['tab\there', 'has the character "\\t"'],
    ['😀', 'has the character "😀"'],
    ['half \ud800', 'has the character "\\ud800"'],
  ])('refuses %j', (key, message) => {
    expect(checkTagKey(key)).toContain(message);
  });

  it('accepts what only begins like a reserved key', () => {
    expect(checkTagKey('awsome:key')).toBeUndefined();
  });

  it('accepts any character that XML can represent for resources of EC2', () => {
    expect(checkTagKey('a,b😀', 'ec2:instance')).toBeUndefined();
    expect(checkTagKey('a,b😀', 's3:bucket')).toContain('","');
    expect(checkTagKey('nul\u0000', 'ec2:instance')).toContain('has the character');
  });
});

describe('checkTagValue', () => {
  it('accepts an empty value, and 256 characters regardless of their bytes', () => {
    expect(checkTagValue('')).toBeUndefined();
    expect(checkTagValue('가'.repeat(256))).toBeUndefined();
  });

  it('refuses the 257th character, and quotes what it refuses', () => {
    expect(checkTagValue('v'.repeat(257))).toContain('has 257 characters; AWS accepts up to 256');
    expect(checkTagValue('a|b')).toMatch(/^the tag value "a\|b" has the character "\|"/);
  });
});

it.each([
  ['aws:cloudformation:stack-name', true],
  ['Aws:x', true],
  ['aws', false],
  ['my:aws:key', false],
])('%s is reserved: %s', (key, reserved) => {
  expect(isReservedKey(key)).toBe(reserved);
});
