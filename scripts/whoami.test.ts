import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type IdentityEndpoint,
  type IdentityEnvironment,
  identityEnvironments,
  isIdentityVariable,
  prepareEnvironment,
  startIdentityEndpoint,
} from '@groundcrew/aws/identity/testing';
import { runCli } from '@groundcrew/cli';
import { createRecordingIo, type RecordingIoOptions } from '@groundcrew/cli/testing';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { hostEnvironment } from './env.ts';
import { program } from './program.ts';

let endpoint: IdentityEndpoint;
let home = '';

beforeAll(async () => {
  endpoint = await startIdentityEndpoint();
});
afterAll(() => endpoint.close());
afterEach(async () => {
  vi.unstubAllEnvs();
  endpoint.reset();
  if (home !== '') await rm(home, { recursive: true, force: true });
  home = '';
});

/** Runs `groundcrew whoami` in this process, whose variables are those of the environment. */
async function whoami(
  environment: IdentityEnvironment,
  words: readonly string[] = [],
  options: RecordingIoOptions = {},
) {
  if (home !== '') await rm(home, { recursive: true, force: true });
  home = await mkdtemp(join(tmpdir(), 'groundcrew-'));
  const variables = await prepareEnvironment(environment, { home, url: endpoint.url });
  for (const name of Object.keys(hostEnvironment)) if (isIdentityVariable(name)) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  const profile = environment.profile === undefined ? [] : ['--profile', environment.profile];
  return await run(['whoami', ...profile, ...words], options);
}

async function run(words: readonly string[], options: RecordingIoOptions = {}) {
  const io = createRecordingIo(options);
  const code = await runCli(program, words, io);
  return { code, out: io.out(), err: io.err(), questions: io.questions };
}

test('there are at least fifty environments, each once', () => {
  const names = new Set(identityEnvironments.map(({ name }) => name));
  expect(names.size).toBe(identityEnvironments.length);
  expect(names.size).toBeGreaterThanOrEqual(50);
});

test.each(identityEnvironments)('$name: $signs', async (environment) => {
  const { code, err } = await whoami(environment);
  if (environment.signs === 'refused') {
    expect(endpoint.callers).toEqual([]);
    expect(code).toBe(1);
    expect(err).toMatch(/^groundcrew: .* \[(?:aws-core|aws-identity)\.[a-z.-]+\]\n$/s);
  } else {
    expect(err).toBe('');
    expect(code).toBe(0);
    expect([...new Set(endpoint.callers)]).toEqual([environment.signs]);
  }
});

test('shows the account, and where each part is from', async () => {
  const { out } = await whoami({
    name: 'roles',
    files: {
      '.aws/config':
        '[profile shop]\nregion = ap-northeast-2\nrole_arn = arn:aws:iam::111122223333:role/deploy\nsource_profile = dev\n',
      '.aws/credentials': '[dev]\naws_access_key_id = AKIADEV\naws_secret_access_key = s\n',
    },
    variables: { AWS_DEFAULT_REGION: '', AWS_PROFILE: 'shop' },
    signs: '',
  });
  const shown = out.replaceAll(home, '~').replaceAll(endpoint.url, 'URL');
  // Columns are as wide as the paths of this machine.
  expect(shown.replaceAll(/ {2,}/g, '  ').replaceAll(/─+/g, '─')).toBe(
    `Account  111122223333
Signed in as  user ASIA.deploy.AKIADEV
ARN  arn:aws:iam::111122223333:user/ASIA.deploy.AKIADEV
Region  ap-northeast-2

Where it is from
Part  Value  From
─  ─  ─
profile  shop  AWS_PROFILE
credentials  role arn:aws:iam::111122223333:role/deploy  ~/.aws/config:3
assumed with  access key …ADEV  ~/.aws/credentials:2
region  ap-northeast-2  ~/.aws/config:2
endpoint  URL  AWS_ENDPOINT_URL
`,
  );
});

test('a service whose requests go elsewhere than those to STS is shown, also before a change', async () => {
  const { out } = await whoami({
    name: 'endpoints',
    variables: {
      AWS_ACCESS_KEY_ID: 'AKIAENV',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: '',
      AWS_ENDPOINT_URL_STS: 'URL',
      AWS_ENDPOINT_URL_IAM: 'URL',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:1',
    },
    signs: '',
  });
  const shown = out.replaceAll(endpoint.url, 'URL').replaceAll(/ {2,}/g, '  ');
  expect(shown).toContain('endpoint  URL  AWS_ENDPOINT_URL_STS\n');
  expect(shown).toContain('endpoint of dynamodb  http://127.0.0.1:1  AWS_ENDPOINT_URL_DYNAMODB\n');
  expect(shown).toContain("endpoint of other services  AWS's own");
});

test('prints no secret, and JSON for programs', async () => {
  const { out } = await whoami(
    {
      name: 'keys',
      variables: { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'hunter2' },
      signs: '',
    },
    ['--output', 'json', '--region', 'eu-west-1'],
  );
  expect(out).not.toContain('hunter2');
  expect(JSON.parse(out)).toMatchObject({
    caller: { accountId: '111122223333', user: 'AKIAENV', role: null, region: 'eu-west-1' },
    sources: expect.arrayContaining([
      { part: 'credentials', value: 'access key …AENV', from: 'AWS_ACCESS_KEY_ID' },
      { part: 'region', value: 'eu-west-1', from: '--region' },
    ]),
  });
});

test('a name that is almost that of a profile is suggested', async () => {
  const { err } = await whoami({
    name: 'misspelt',
    files: { '.aws/config': '[profile prod]\nregion = eu-west-1\n' },
    variables: { AWS_PROFILE: 'prdo' },
    signs: 'refused',
  });
  expect(err).toContain('the profile "prdo" of AWS_PROFILE is neither in');
  expect(err).toContain('did you mean prod?');
});

test.each([
  [['default'], 'the only profile is default'],
  [['default', 'alpha'], 'the profiles are default, alpha'],
  [
    Array.from('abcdefghijkl', (letter) => `account-${letter}`),
    /the profiles are account-a, .*, account-j and 2 more/,
  ],
])('of profiles %j, none of which is alike, those that there are are listed', async (names, expected) => {
  const sections = names.map((name) => (name === 'default' ? '[default]' : `[profile ${name}]`));
  const { err } = await whoami({
    name: `profiles-${names.length}`,
    files: { '.aws/config': sections.map((section) => `${section}\nregion = eu-west-1\n`).join('') },
    variables: { AWS_PROFILE: 'zzzzzz' },
    signs: 'refused',
  });
  expect(err).toMatch(expected);
});

test("a credential_process that fails has the program's own words in the error", async () => {
  const { err } = await whoami({
    name: 'process',
    files: { '.aws/config': '[profile p]\ncredential_process = sh -c "echo no ticket >&2; exit 3"\n' },
    profile: 'p',
    signs: 'refused',
  });
  expect(err.replaceAll(home, '~')).toBe(
    'groundcrew: the credential_process of the profile "p" (~/.aws/config:2) ended with exit code 3: no ticket ' +
      '[aws-identity.process-failed]\n',
  );
});

const mfa: IdentityEnvironment = {
  name: 'mfa',
  files: {
    '.aws/config':
      '[profile r]\nrole_arn = arn:aws:iam::111122223333:role/deploy\nsource_profile = dev\n' +
      'mfa_serial = arn:aws:iam::111122223333:mfa/anna\n',
    '.aws/credentials': '[dev]\naws_access_key_id = AKIADEV\naws_secret_access_key = s\n',
  },
  profile: 'r',
  signs: 'ASIA.deploy.AKIADEV',
};

test('an MFA code is asked for in a terminal, once for as long as the session lasts', async () => {
  const first = await whoami(mfa, [], { isTty: true, answers: ['123456'] });
  expect(first).toMatchObject({
    code: 0,
    questions: ['Enter MFA code for arn:aws:iam::111122223333:mfa/anna: '],
  });
  expect(endpoint.callers).toEqual(['ASIA.deploy.AKIADEV']);
  const again = await run(['whoami', '--profile', 'r'], { isTty: true });
  expect(again).toMatchObject({ code: 0, questions: [] });
  // No terminal is needed now.
  expect((await run(['whoami', '--profile', 'r'])).code).toBe(0);
});

test('without a terminal, the error shows how to get a session first', async () => {
  const { code, err } = await whoami(mfa);
  expect(code).toBe(1);
  expect(err).toContain('needs the code of the MFA device arn:aws:iam::111122223333:mfa/anna');
  expect(err).toContain('run groundcrew whoami --profile r in a terminal first');
});

test('where the credentials are from is shown also if AWS refuses them, and so for every command', async () => {
  const expired: IdentityEnvironment = {
    name: 'expired',
    variables: {
      AWS_ACCESS_KEY_ID: 'ASIAEXPIRED',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_SESSION_TOKEN: 't',
      AWS_REGION: 'us-east-1',
    },
    signs: 'ASIAEXPIRED',
  };
  const { code, out, err } = await whoami(expired);
  expect(code).toBe(1);
  expect(out).toMatch(/^credentials +access key …IRED +AWS_ACCESS_KEY_ID$/m);
  expect(err).toMatch(/the session of these credentials has expired \(ExpiredToken\)/);
  expect(err).toMatch(/^The session is that of the keys at AWS_ACCESS_KEY_ID: .*get new ones there\.$/m);
  expect((await run(['ec2', 'list'])).err).toMatch(/^The session is that of the keys at AWS_ACCESS_KEY_ID/m);
});

test('an endpoint of the profile is that of the command, as of aws, for all services or one', async () => {
  const keys = 'aws_access_key_id = AKIALOCAL\naws_secret_access_key = s\nregion = us-east-1\n';
  for (const config of [
    `[profile local]\n${keys}endpoint_url = URL\n`,
    `[profile local]\n${keys}endpoint_url = http://127.0.0.1:1\nservices = here\n[services here]\nsts =\n  endpoint_url = URL\niam =\n  endpoint_url = URL\n`,
  ]) {
    const { code, out } = await whoami({
      name: 'endpoint',
      files: { '.aws/config': config },
      variables: { AWS_ENDPOINT_URL: '', AWS_DEFAULT_PROFILE: 'local' },
      signs: 'AKIALOCAL',
    });
    expect(code).toBe(0);
    expect(out).toMatch(/^endpoint +http:\/\/127\.0\.0\.1:\d+ +\/.*config:\d+$/m);
  }
  expect(endpoint.callers).toEqual(['AKIALOCAL', 'AKIALOCAL']);
});

test('a session of IAM Identity Center that has ended is reported with the command that begins a new one', async () => {
  const sso = identityEnvironments.find(({ name }) => name.startsWith('an sso-session that has expired'))!;
  const { err } = await whoami(sso);
  expect(err).toMatch(/the session of IAM Identity Center of the profile "sso" \(.*config:7\) has ended/);
  expect(err).toContain('sign in: aws sso login --profile sso [aws-identity.sso-failed]');
});
