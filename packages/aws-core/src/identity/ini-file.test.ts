import { expect, test } from 'vitest';
import { parseIniFile } from './ini-file.ts';

const parse = (text: string) =>
  Object.fromEntries(
    parseIniFile(text, 'config').map(({ name, settings }) => [
      name,
      Object.fromEntries([...settings].map(([key, { value, origin }]) => [key, `${value} @${origin}`])),
    ]),
  );

test('sections and settings, with the line of each', () => {
  expect(
    parse('# mine\n\n[default]\nregion = eu-west-1\n\n[profile a b]\nRole_ARN: arn:aws:iam::1:role/x\n'),
  ).toEqual({
    default: { region: 'eu-west-1 @config:4' },
    'profile a b': { role_arn: 'arn:aws:iam::1:role/x @config:7' },
  });
});

test('a value continues in lines that are indented further, and ends with its text', () => {
  expect(parse('[default]\ns3 =\n  max = 1\n  # no\n  x = 2\n\nregion = a # b\r\n')).toEqual({
    default: { s3: '\nmax = 1\nx = 2 @config:2', region: 'a # b @config:7' },
  });
});

test('settings of DEFAULT are those of every section', () => {
  expect(parse('[DEFAULT]\nregion = a\n[x]\noutput = json\n[y]\nregion = b\n')).toEqual({
    x: { region: 'a @config:2', output: 'json @config:4' },
    y: { region: 'b @config:6' },
  });
});

test.each([
  ['region = a\n', 'config:1: "region = a" stands before the first [section]'],
  ['[a]\nb = 1\n[a]\n', 'config:3: the section [a] is there twice'],
  ['[a]\nb = 1\nB = 2\n', 'config:3: b is there twice in [a]'],
  ['[a]\nnonsense\n', 'config:2: "nonsense" is not a setting'],
  ['[a\n', 'config:1: "[a" stands before the first [section]'],
  ['[a]\nAKIAEXAMPLESECRETKEY\n', 'config:2: "AKIAEXAMPLES…" is not a setting'],
])('%j is refused, as by aws', (text, message) => {
  expect(() => parse(text)).toThrow(message);
});
