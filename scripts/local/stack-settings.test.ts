import { stacks } from '@groundcrew/functions/stacks';
import { expect, test } from 'vitest';
import { readStackSettings } from './stack-settings.ts';

test('settings of the stacks are read by name, a value may have equals signs, or be empty', () => {
  const words = ['OrderGuard=item', 'ColumnAliases={"store":["a=b"]}', 'FullExports='];
  expect(readStackSettings(words, stacks)).toEqual({
    OrderGuard: 'item',
    ColumnAliases: '{"store":["a=b"]}',
    FullExports: '',
  });
  expect(readStackSettings([], undefined)).toEqual({});
});

test.each([
  [['OrderGuard'], /"OrderGuard" is not of the form NAME=VALUE/],
  [['OrderGuard=item', 'OrderGuard=none'], /OrderGuard is there twice/],
  [['Guard=item'], /has no setting "Guard"; it has .*OrderGuard/],
  [['OrderGuard=maybe'], /setting OrderGuard is "maybe", which does not match/],
])('%j is refused', (words, message) => {
  expect(() => readStackSettings(words, stacks)).toThrow(
    expect.objectContaining({ code: 'cli.usage', message: expect.stringMatching(message) as string }),
  );
});

test('settings without stacks are refused', () => {
  expect(() => readStackSettings(['OrderGuard=item'], undefined)).toThrow(/pass --stack, too/);
});
