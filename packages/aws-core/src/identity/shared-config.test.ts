import { expect, test } from 'vitest';
import { chooseProfile } from './choose-profile.ts';
import { mergeConfig } from './shared-config.ts';

function merge(config: string, credentials = '', sameFile = false) {
  return mergeConfig(
    { path: 'config', text: config },
    { path: sameFile ? 'config' : 'credentials', text: credentials },
  );
}

test.each([
  ['[profile a]\nx = 1\n[profile "a"]\nx = 2\n', 'config:3: [profile "a"] and [profile a] (config:1)'],
  ['[sso-session a]\nx = 1\n[sso-session "a"]\nx = 2\n', '[sso-session a] (config:1) are of the same name'],
  ['[services a]\nx = 1\n[services  a]\nx = 2\n', '[services a] (config:1) are of the same name'],
])('two spellings of a section are refused: %j', (text, message) => {
  expect(() => merge(text)).toThrow(message);
});

test.each([
  ['[prod]\nregion = a\n', '', 'prod', 'config:1: the section \\[prod\\] .* write \\[profile prod\\]'],
  ['[a b]\nregion = a\n', '', 'a b', 'write \\[profile "a b"\\]'],
  ['[profile a b]\nregion = a\n', '', 'a b', 'write \\[profile "a b"\\]'],
  ['[Profile prod]\nregion = a\n', '', 'prod', 'write \\[profile prod\\]'],
  ['', '[profile prod]\nregion = a\n', 'prod', 'credentials:1: .* write \\[prod\\]'],
  ['', '[profile default]\nregion = a\n', 'default', 'credentials:1: .* write \\[default\\]'],
])(
  'the section of a profile that is written as of none is refused: %j %j',
  (config, credentials, name, message) => {
    expect(() => chooseProfile(name, {}, merge(config, credentials))).toThrow(new RegExp(message));
  },
);

test('sections of other names, of nothing, and of one file for both are left alone', () => {
  const text = '[plugins]\ncli = x\n[prod]\n[profile prod]\nregion = a\n';
  expect(chooseProfile('prod', {}, merge(text)).profile?.settings.get('region')?.value).toBe('a');
  const both = '[prod]\nregion = a\n';
  expect(chooseProfile('prod', {}, merge(both, both, true)).name).toBe('prod');
});
