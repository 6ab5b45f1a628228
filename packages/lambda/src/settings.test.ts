import { describe, expect, it } from 'vitest';
import { createSettings } from './settings.ts';

const settings = createSettings({
  TABLE: ' Inventory ',
  EMPTY: '',
  LIMIT: '25',
  ODD: '2.5',
  ON: 'true',
  KINDS: 'a, b,,c',
});

describe('createSettings', () => {
  it('reads each kind', () => {
    expect(settings.text('TABLE')).toBe('Inventory');
    expect(settings.integer('LIMIT', { min: 1, max: 100 })).toBe(25);
    expect(settings.flag('ON')).toBe(true);
    expect(settings.oneOf('TABLE', ['Inventory', 'Stock'])).toBe('Inventory');
    expect(settings.list('KINDS')).toEqual(['a', 'b', 'c']);
  });

  it('treats an empty variable as absent', () => {
    expect(settings.optionalText('EMPTY')).toBeUndefined();
    expect(settings.text('EMPTY', 'NoStock')).toBe('NoStock');
    expect(settings.list('EMPTY')).toEqual([]);
  });

  it('names the variable that is missing', () => {
    expect(() => settings.text('TOPIC')).toThrow(
      expect.objectContaining({ code: 'lambda.setting.missing', message: expect.stringContaining('TOPIC') }),
    );
  });

  it.each([
    ['a malformed number', () => settings.integer('ODD', { min: 0, max: 9 })],
    ['a number beyond its limits', () => settings.integer('LIMIT', { min: 0, max: 9 })],
    ['a flag that is neither true nor false', () => settings.flag('LIMIT')],
    ['a choice that does not exist', () => settings.oneOf('TABLE', ['a', 'b'])],
  ])('refuses %s, quoting it', (_, read) => {
    expect(read).toThrow(
      expect.objectContaining({
        code: 'lambda.setting.invalid',
        message: expect.stringMatching(/"(2\.5|25|Inventory)"/),
      }),
    );
  });
});
