import { expect, test } from 'vitest';
import { environmentKeys } from './environment-sources.ts';
import { keysOfFile } from './profile-sources.ts';
import { mergeConfig } from './shared-config.ts';

const keys = { AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE', AWS_SECRET_ACCESS_KEY: 'wJalr/XUtn+FEMI=' };

test.each([
  ['AWS_ACCESS_KEY_ID', 'AKIA\n', 'a line break at its end'],
  ['AWS_ACCESS_KEY_ID', ' AKIA', 'a blank at its start'],
  ['AWS_ACCESS_KEY_ID', 'AKIA # mine', 'a blank in it'],
  ['AWS_SECRET_ACCESS_KEY', 'secret\r', 'a carriage return (a line end of Windows) at its end'],
  ['AWS_SECRET_ACCESS_KEY', 'sec\tret', 'a tab in it'],
  ['AWS_SECRET_ACCESS_KEY', '"secret"', 'a quotation mark at its start'],
  ['AWS_SESSION_TOKEN', "token'", 'a quotation mark at its end'],
  ['AWS_SESSION_TOKEN', 'token\u00a0', 'the character U+00A0 at its end'],
  ['AWS_SECURITY_TOKEN', '\ufefftoken', 'the character U+FEFF at its start'],
])('%s=%j is refused: it has %s, and is not quoted', (name, value, problem) => {
  expect(() => environmentKeys({ ...keys, [name]: value })).toThrow(
    expect.objectContaining({
      code: 'aws-core.credentials.malformed',
      message: `${name} has ${problem}, which no key or token has; set it again without`,
    }),
  );
});

test('keys of AWS and of stand-ins for it are accepted', () => {
  expect(environmentKeys(keys)).toMatchObject({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE' });
  expect(
    environmentKeys({ AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: '' }),
  ).toEqual({
    kind: 'keys',
    origin: 'AWS_ACCESS_KEY_ID',
    accessKeyId: 'a',
    secretAccessKey: 'b',
  });
});

test.each([
  ['aws_access_key_id = AKIA # mine\naws_secret_access_key = s\n', 2, 'aws_access_key_id'],
  ['aws_access_key_id = AKIA\naws_secret_access_key = s ; old\n', 3, 'aws_secret_access_key'],
  ['aws_access_key_id = AKIA\naws_secret_access_key = s\naws_session_token = t u\n', 4, 'aws_session_token'],
])('a profile with %j is refused with the line', (text, line, setting) => {
  const { profiles } = mergeConfig(
    { path: 'config', text: '' },
    { path: 'credentials', text: `[dev]\n${text}` },
  );
  const profile = profiles.get('dev')!;
  expect(() => keysOfFile(profile, profile.settings)).toThrow(
    `credentials:${line}: the ${setting} of the profile "dev" has a blank in it, which no key or token has; a comment`,
  );
});
