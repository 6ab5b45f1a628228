import { createHash } from 'node:crypto';

/** An environment of a command, and whose key signs in it. */
export interface IdentityEnvironment {
  readonly name: string;
  /** Files below the home folder; `URL` in them is the endpoint. */
  readonly files?: Readonly<Record<string, string>>;
  /** Variables; `URL` and `HOME` in them are the endpoint and the home folder. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Of `--profile`. */
  readonly profile?: string;
  /** Whether there is an instance with a role. */
  readonly instance?: 'v2' | 'v1';
  /** The access key that signs; `refused`: an error. */
  readonly signs: string;
  /** Where the `aws` command does something else, and why. */
  readonly aws?: { readonly signs?: string; readonly because: string };
}

const keys = (id: string) => `aws_access_key_id = ${id}\naws_secret_access_key = secret\n`;
const config = (text: string) => ({ '.aws/config': text });
const credentials = (text: string) => ({ '.aws/credentials': text });
const dev = credentials(`[dev]\n${keys('AKIADEV')}`);
const environmentKeys = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'secret' };
const printed = (key: string, version = 1) =>
  `{"Version": ${version}, "AccessKeyId": "${key}", "SecretAccessKey": "s"}`;
const prints = (text: string) => `credential_process = printf '%s' '${text}'\n`;
const fails = 'credential_process = sh -c "echo no ticket >&2; exit 3"\n';
const roleOf = (name: string) => `role_arn = arn:aws:iam::111122223333:role/${name}\n`;
const webIdentity = {
  AWS_WEB_IDENTITY_TOKEN_FILE: 'HOME/token',
  AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/pod',
  AWS_ROLE_SESSION_NAME: 'pod',
};
const token = { token: 'a.b.c' };
const ssoSession =
  '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\n' +
  '[profile sso]\nsso_session = corp\nsso_account_id = 111122223333\nsso_role_name = reader\n';
const ssoLegacy =
  '[profile sso]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\n' +
  'sso_account_id = 111122223333\nsso_role_name = reader\n';
const ssoToken = (expiresAt: string, accessToken = 'valid-token') =>
  JSON.stringify({ accessToken, expiresAt, startUrl: 'https://corp.awsapps.com/start', region: 'us-east-1' });
const cacheFile = (id: string) => `.aws/sso/cache/${createHash('sha1').update(id).digest('hex')}.json`;
const sessionTokenFile = cacheFile('corp');
const legacyTokenFile = cacheFile('https://corp.awsapps.com/start');
const later = '2099-01-01T00:00:00Z';
const earlier = '2020-01-01T00:00:00Z';

export const identityEnvironments: readonly IdentityEnvironment[] = [
  // Keys, and what goes before what.
  { name: 'keys of the environment', variables: environmentKeys, signs: 'AKIAENV' },
  {
    name: 'keys of the environment, before an instance',
    variables: environmentKeys,
    instance: 'v2',
    signs: 'AKIAENV',
  },
  {
    name: 'AWS_PROFILE and keys of the environment: the keys',
    files: dev,
    variables: { ...environmentKeys, AWS_PROFILE: 'dev' },
    signs: 'AKIAENV',
  },
  {
    name: '--profile and keys of the environment: the profile',
    files: dev,
    variables: environmentKeys,
    profile: 'dev',
    signs: 'AKIADEV',
  },
  { name: '--profile', files: dev, profile: 'dev', signs: 'AKIADEV' },
  { name: 'AWS_PROFILE', files: dev, variables: { AWS_PROFILE: 'dev' }, signs: 'AKIADEV' },
  { name: 'AWS_DEFAULT_PROFILE', files: dev, variables: { AWS_DEFAULT_PROFILE: 'dev' }, signs: 'AKIADEV' },
  {
    name: 'AWS_PROFILE before AWS_DEFAULT_PROFILE',
    files: credentials(`[dev]\n${keys('AKIADEV')}[old]\n${keys('AKIAOLD')}`),
    variables: { AWS_PROFILE: 'dev', AWS_DEFAULT_PROFILE: 'old' },
    signs: 'AKIADEV',
    aws: { because: 'version 1 has them the other way round', signs: 'AKIAOLD' },
  },
  {
    name: '--profile before AWS_PROFILE',
    files: credentials(`[dev]\n${keys('AKIADEV')}[old]\n${keys('AKIAOLD')}`),
    variables: { AWS_PROFILE: 'old' },
    profile: 'dev',
    signs: 'AKIADEV',
  },
  {
    name: 'the profile default',
    files: credentials(`[default]\n${keys('AKIADEFAULT')}`),
    signs: 'AKIADEFAULT',
  },
  {
    name: 'the profile default of the config file',
    files: config(`[default]\n${keys('AKIADEFAULT')}`),
    signs: 'AKIADEFAULT',
  },
  {
    name: 'the profile default before an instance',
    files: credentials(`[default]\n${keys('AKIADEFAULT')}`),
    instance: 'v2',
    signs: 'AKIADEFAULT',
  },
  {
    name: 'keys of both files: those of the credentials file',
    files: { ...dev, ...config(`[profile dev]\n${keys('AKIACONFIG')}`) },
    profile: 'dev',
    signs: 'AKIADEV',
  },
  {
    name: 'keys of the config file',
    files: config(`[profile dev]\n${keys('AKIACONFIG')}`),
    profile: 'dev',
    signs: 'AKIACONFIG',
  },
  {
    name: 'a section of the config file without the word profile',
    files: config(`[dev]\n${keys('AKIACONFIG')}`),
    profile: 'dev',
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'a quoted name of a profile',
    files: config(`[profile "my dev"]\n${keys('AKIAMY')}`),
    profile: 'my dev',
    signs: 'AKIAMY',
  },
  {
    name: 'files at other places',
    files: {
      'here/config': '[profile dev]\nregion = eu-west-1\n',
      'here/keys': `[dev]\n${keys('AKIAHERE')}`,
    },
    variables: {
      AWS_CONFIG_FILE: '~/here/config',
      AWS_SHARED_CREDENTIALS_FILE: 'HOME/here/keys',
      AWS_PROFILE: 'dev',
    },
    signs: 'AKIAHERE',
  },
  // Names of profiles that lead nowhere.
  { name: '--profile that does not exist', files: dev, profile: 'nosuch', instance: 'v2', signs: 'refused' },
  {
    name: 'AWS_PROFILE that does not exist',
    files: credentials(`[prod]\n${keys('AKIAPROD')}`),
    variables: { AWS_PROFILE: 'prdo' },
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'AWS_DEFAULT_PROFILE that does not exist',
    variables: { AWS_DEFAULT_PROFILE: 'nosuch' },
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'AWS_PROFILE that does not exist, and keys of the environment',
    variables: { ...environmentKeys, AWS_PROFILE: 'nosuch' },
    signs: 'refused',
  },
  {
    name: 'AWS_PROFILE that is empty',
    files: credentials(`[default]\n${keys('AKIADEFAULT')}`),
    variables: { AWS_PROFILE: '' },
    signs: 'refused',
  },
  {
    name: 'a named profile without credentials, and an instance',
    files: config('[profile eu]\nregion = eu-west-1\n'),
    profile: 'eu',
    instance: 'v2',
    signs: 'refused',
    aws: { because: 'a named profile never becomes another identity here', signs: 'ASIA.instance' },
  },
  {
    name: 'a named profile without credentials, and a container',
    files: config('[profile eu]\nregion = eu-west-1\n'),
    variables: { AWS_PROFILE: 'eu', AWS_CONTAINER_CREDENTIALS_FULL_URI: 'URL/container' },
    signs: 'refused',
    aws: { because: 'a named profile never becomes another identity here', signs: 'ASIA.container' },
  },
  {
    name: 'a profile default without credentials that nobody named, and an instance',
    files: config('[default]\nregion = eu-west-1\n'),
    instance: 'v2',
    signs: 'ASIA.instance',
  },
  // Incomplete and malformed.
  {
    name: 'an access key of the environment without its secret',
    files: credentials(`[default]\n${keys('AKIADEFAULT')}`),
    variables: { AWS_ACCESS_KEY_ID: 'AKIAENV' },
    signs: 'refused',
  },
  {
    name: 'an access key of a file without its secret',
    files: credentials('[default]\naws_access_key_id = AKIADEFAULT\n'),
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'a secret of the environment without an access key',
    files: credentials(`[default]\n${keys('AKIADEFAULT')}`),
    variables: { AWS_SECRET_ACCESS_KEY: 'secret' },
    signs: 'refused',
    aws: { because: 'half of the keys is not replaced by another identity here', signs: 'AKIADEFAULT' },
  },
  {
    name: 'a secret of the environment without an access key, and an instance',
    variables: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: 'secret' },
    instance: 'v2',
    signs: 'refused',
    aws: { because: 'half of the keys is not replaced by another identity here', signs: 'ASIA.instance' },
  },
  {
    name: 'a session token of the environment without keys',
    files: credentials(`[default]\n${keys('AKIADEFAULT')}`),
    variables: { AWS_SESSION_TOKEN: 't' },
    signs: 'refused',
    aws: { because: 'half of the keys is not replaced by another identity here', signs: 'AKIADEFAULT' },
  },
  {
    name: 'a secret of the environment without an access key, and a profile that was named',
    files: dev,
    variables: { AWS_SECRET_ACCESS_KEY: 'secret', AWS_PROFILE: 'dev' },
    signs: 'AKIADEV',
  },
  ...[
    ['a secret without its access key', credentials('[default]\naws_secret_access_key = s\n')],
    ['a misspelt access key', credentials('[default]\naws_access_keyid = AKIADEFAULT\naws_secret_key = s\n')],
    ['keys as a shell exports them', credentials(`[default]\nexport AWS_ACCESS_KEY_ID=A\n`)],
    ['a source_profile without role_arn', config('[default]\nsource_profile = base\n')],
    [
      'an sso_session without account and role',
      config(`[default]\nsso_session = corp\n${ssoSession.split('[profile')[0]}`),
    ],
    ['a section [Default]', credentials(`[Default]\n${keys('AKIADEFAULT')}`)],
    ['a section [ default ]', config(`[ default ]\n${keys('AKIADEFAULT')}`)],
    ['a section [DEFAULT] alone', credentials(`[DEFAULT]\n${keys('AKIADEFAULT')}`)],
    [
      'a section that is indented',
      credentials(`[dev]\n${keys('AKIADEV')}  [default]\n  aws_access_key_id = A\n`),
    ],
  ].map(([what, files]) => ({
    name: `${what as string}, and an instance`,
    files: files as Readonly<Record<string, string>>,
    instance: 'v2' as const,
    signs: 'refused',
    aws: { because: 'a part of a profile is not replaced by another identity here', signs: 'ASIA.instance' },
  })),
  {
    name: 'a section without the word profile, and keys of its name in the credentials file',
    files: {
      ...config(`[prod]\n${roleOf('admin')}source_profile = base\n`),
      ...credentials(`[prod]\n${keys('AKIAPROD')}[base]\n${keys('AKIABASE')}`),
    },
    variables: { AWS_PROFILE: 'prod' },
    signs: 'refused',
    aws: { because: 'what a profile sets is not left out here', signs: 'AKIAPROD' },
  },
  {
    name: 'a source_profile whose section lacks the word profile, and keys of its name in the credentials file',
    files: {
      ...config(`[profile dev]\n${roleOf('admin')}source_profile = base\n[base]\n${roleOf('hop')}`),
      ...credentials(`[base]\n${keys('AKIABASE')}`),
    },
    profile: 'dev',
    signs: 'refused',
    aws: { because: 'what a profile sets is not left out here', signs: 'ASIA.admin.AKIABASE' },
  },
  {
    name: 'one file for both, with sections as in the credentials file',
    files: { both: `[dev]\n${keys('AKIADEV')}` },
    variables: { AWS_CONFIG_FILE: 'HOME/both', AWS_SHARED_CREDENTIALS_FILE: 'HOME/both', AWS_PROFILE: 'dev' },
    signs: 'AKIADEV',
  },
  {
    name: 'two spellings of a section',
    files: config(`[default]\n${keys('AKIADEFAULT')}[profile default]\n${keys('AKIATWO')}`),
    signs: 'refused',
    aws: { because: 'of two sections neither is preferred here', signs: 'AKIATWO' },
  },
  {
    name: 'a credentials file elsewhere that is not there, and an instance',
    files: credentials(`[default]\n${keys('AKIADEFAULT')}`),
    variables: { AWS_SHARED_CREDENTIALS_FILE: 'HOME/nowhere' },
    instance: 'v2',
    signs: 'refused',
    aws: { because: 'a file that was named is not left out here', signs: 'ASIA.instance' },
  },
  {
    name: 'a config file elsewhere that is not there, and keys of the environment',
    variables: { ...environmentKeys, AWS_CONFIG_FILE: 'HOME/nowhere' },
    signs: 'AKIAENV',
  },
  {
    name: 'a config file elsewhere that is not there, and a container',
    variables: { AWS_CONFIG_FILE: 'HOME/nowhere', AWS_CONTAINER_CREDENTIALS_FULL_URI: 'URL/container' },
    signs: 'ASIA.container',
  },
  {
    name: 'AWS_EC2_METADATA_DISABLED that is neither true nor false',
    variables: { AWS_EC2_METADATA_DISABLED: '1' },
    instance: 'v2',
    signs: 'refused',
    aws: { because: 'aws takes it for false', signs: 'ASIA.instance' },
  },
  {
    name: 'a config file that is malformed',
    files: config('[default\nregion = eu-west-1\n'),
    variables: environmentKeys,
    signs: 'refused',
  },
  {
    name: 'a section that is there twice',
    files: credentials(`[dev]\n${keys('AKIADEV')}[dev]\n${keys('AKIATWO')}`),
    profile: 'dev',
    signs: 'refused',
  },
  {
    name: 'credentials of the environment that have expired',
    variables: { ...environmentKeys, AWS_SESSION_TOKEN: 't', AWS_CREDENTIAL_EXPIRATION: earlier },
    instance: 'v2',
    signs: 'refused',
  },
  // Programs.
  {
    name: 'a credential_process',
    files: config(`[profile p]\n${prints(printed('AKIAPROCESS'))}`),
    profile: 'p',
    signs: 'AKIAPROCESS',
  },
  {
    name: 'a credential_process that fails, and an instance',
    files: config(`[profile p]\n${fails}`),
    profile: 'p',
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'a credential_process of the profile default that fails, and an instance',
    files: config(`[default]\n${fails}`),
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'a credential_process of another version',
    files: config(`[profile p]\n${prints(printed('AKIAPROCESS', 2))}`),
    profile: 'p',
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'a credential_process that prints something else',
    files: config(`[profile p]\n${prints('hello')}`),
    profile: 'p',
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'a credential_process that does not exist',
    files: config('[profile p]\ncredential_process = HOME-less/nowhere\n'),
    profile: 'p',
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'keys of the credentials file before a credential_process',
    files: { ...dev, ...config(`[profile dev]\n${prints(printed('AKIAPROCESS'))}`) },
    profile: 'dev',
    signs: 'AKIADEV',
  },
  {
    name: 'a credential_process before keys of the config file',
    files: config(`[profile p]\n${keys('AKIACONFIG')}${prints(printed('AKIAPROCESS'))}`),
    profile: 'p',
    signs: 'AKIAPROCESS',
  },
  // Roles.
  {
    name: 'a role by source_profile',
    files: { ...dev, ...config(`[profile r]\n${roleOf('deploy')}source_profile = dev\n`) },
    profile: 'r',
    signs: 'ASIA.deploy.AKIADEV',
  },
  {
    name: 'a role by a role',
    files: {
      ...dev,
      ...config(
        `[profile hub]\n${roleOf('hub')}source_profile = dev\n[profile r]\n${roleOf('deploy')}source_profile = hub\n`,
      ),
    },
    variables: { AWS_PROFILE: 'r' },
    signs: 'ASIA.deploy.ASIA.hub.AKIADEV',
  },
  {
    name: 'a role by its own profile',
    files: { ...dev, ...config(`[profile dev]\n${roleOf('deploy')}source_profile = dev\n`) },
    profile: 'dev',
    signs: 'ASIA.deploy.AKIADEV',
  },
  {
    name: 'a role by a credential_process',
    files: config(
      `[profile p]\n${prints(printed('AKIAPROCESS'))}[profile r]\n${roleOf('deploy')}source_profile = p\n`,
    ),
    profile: 'r',
    signs: 'ASIA.deploy.AKIAPROCESS',
  },
  {
    name: 'a role by a credential_process that fails, and an instance',
    files: config(`[profile p]\n${fails}[profile r]\n${roleOf('deploy')}source_profile = p\n`),
    profile: 'r',
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'a role by the environment',
    files: config(`[profile r]\n${roleOf('deploy')}credential_source = Environment\n`),
    variables: environmentKeys,
    profile: 'r',
    signs: 'ASIA.deploy.AKIAENV',
  },
  {
    name: 'a role by the instance',
    files: config(`[profile r]\n${roleOf('deploy')}credential_source = Ec2InstanceMetadata\n`),
    profile: 'r',
    instance: 'v2',
    signs: 'ASIA.deploy.ASIA.instance',
  },
  {
    name: 'a role by the container',
    files: config(`[profile r]\n${roleOf('deploy')}credential_source = EcsContainer\n`),
    variables: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'URL/container' },
    profile: 'r',
    signs: 'ASIA.deploy.ASIA.container',
  },
  {
    name: 'a role of AWS_PROFILE and keys of the environment: the keys',
    files: { ...dev, ...config(`[profile r]\n${roleOf('deploy')}source_profile = dev\n`) },
    variables: { ...environmentKeys, AWS_PROFILE: 'r' },
    signs: 'AKIAENV',
  },
  {
    name: 'a role before keys in the same profile',
    files: {
      ...dev,
      ...config(`[default]\n${keys('AKIADEFAULT')}${roleOf('deploy')}source_profile = dev\n`),
    },
    signs: 'ASIA.deploy.AKIADEV',
  },
  ...[
    ['an unknown credential_source', 'credential_source = Nowhere\n'],
    ['both kinds of source', 'source_profile = dev\ncredential_source = Environment\n'],
    ['no source', ''],
    ['a source_profile that does not exist', 'source_profile = nosuch\n'],
    ['a source_profile without credentials', 'source_profile = empty\n'],
    ['a source_profile that leads back', 'source_profile = back\n'],
    ['itself as source, without keys', 'source_profile = r\n'],
    [
      'an MFA device, and no terminal',
      'source_profile = dev\nmfa_serial = arn:aws:iam::111122223333:mfa/a\n',
    ],
  ].map(([what, lines]): IdentityEnvironment => ({
    name: `a role with ${what}`,
    files: {
      ...dev,
      ...config(
        `[profile r]\n${roleOf('deploy')}${lines}[profile empty]\nregion = eu-west-1\n` +
          `[profile back]\n${roleOf('back')}source_profile = r\n`,
      ),
    },
    profile: 'r',
    instance: 'v2',
    signs: 'refused',
  })),
  {
    name: 'a role that must not be assumed, and an instance',
    files: { ...dev, ...config(`[profile r]\n${roleOf('denied')}source_profile = dev\n`) },
    profile: 'r',
    instance: 'v2',
    signs: 'refused',
  },
  ...[
    ['a loop of three', 'r'],
    ['a source in a loop', 'b'],
  ].map(([what, back]): IdentityEnvironment => ({
    name: `a role with ${what}`,
    files: {
      ...dev,
      ...config(
        `[profile r]\n${roleOf('r')}source_profile = b\n[profile b]\n${roleOf('b')}source_profile = c\n` +
          `[profile c]\n${roleOf('c')}source_profile = ${back}\n`,
      ),
    },
    variables: { AWS_PROFILE: 'r' },
    instance: 'v2',
    signs: 'refused',
  })),
  {
    name: 'a role by the environment, without keys in it',
    files: config(`[profile r]\n${roleOf('deploy')}credential_source = Environment\n`),
    variables: { AWS_PROFILE: 'r' },
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'a role by the container, without one',
    files: config(`[profile r]\n${roleOf('deploy')}credential_source = EcsContainer\n`),
    profile: 'r',
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'a role by the web identity of another profile',
    files: {
      ...token,
      ...config(
        `[profile w]\n${roleOf('web')}web_identity_token_file = HOME/token\n` +
          `[profile r]\n${roleOf('deploy')}source_profile = w\n`,
      ),
    },
    profile: 'r',
    signs: 'ASIA.deploy.ASIA.web.web',
  },
  // Names and places.
  {
    name: 'a name with blanks around it',
    files: dev,
    variables: { AWS_PROFILE: ' dev ' },
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'a section with blanks in it',
    files: config(`[profile  dev ]\n${keys('AKIACONFIG')}`),
    profile: 'dev',
    signs: 'AKIACONFIG',
  },
  {
    name: 'a config file elsewhere that is not there',
    files: config(`[profile dev]\n${keys('AKIACONFIG')}`),
    variables: { AWS_CONFIG_FILE: 'HOME/nowhere', AWS_PROFILE: 'dev' },
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'empty variables: as if they were not there',
    files: credentials(`[default]\n${keys('AKIADEFAULT')}`),
    variables: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SESSION_TOKEN: '' },
    signs: 'AKIADEFAULT',
  },
  {
    name: 'an empty secret of the environment',
    files: credentials(`[default]\n${keys('AKIADEFAULT')}`),
    variables: { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: '' },
    signs: 'refused',
  },
  {
    name: 'an empty AWS_DEFAULT_PROFILE',
    files: credentials(`[default]\n${keys('AKIADEFAULT')}`),
    variables: { AWS_DEFAULT_PROFILE: '' },
    signs: 'refused',
  },
  {
    name: 'AWS_PROFILE and a session of another account in the environment: the session',
    files: dev,
    variables: { ...environmentKeys, AWS_SESSION_TOKEN: 't', AWS_PROFILE: 'dev' },
    signs: 'AKIAENV',
  },
  // Web identity.
  { name: 'a web identity of the environment', files: token, variables: webIdentity, signs: 'ASIA.pod.web' },
  {
    name: 'a web identity of the environment before AWS_PROFILE',
    files: { ...token, ...dev },
    variables: { ...webIdentity, AWS_PROFILE: 'dev' },
    signs: 'ASIA.pod.web',
  },
  {
    name: '--profile before a web identity of the environment',
    files: { ...token, ...dev },
    variables: webIdentity,
    profile: 'dev',
    signs: 'AKIADEV',
  },
  {
    name: 'a web identity before an instance',
    files: token,
    variables: webIdentity,
    instance: 'v2',
    signs: 'ASIA.pod.web',
  },
  {
    name: 'a web identity of a profile',
    files: { ...token, ...config(`[profile w]\n${roleOf('web')}web_identity_token_file = HOME/token\n`) },
    profile: 'w',
    signs: 'ASIA.web.web',
  },
  {
    name: 'a web identity without its token, and an instance',
    variables: webIdentity,
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'a web identity without a role, and an instance',
    files: token,
    variables: { AWS_WEB_IDENTITY_TOKEN_FILE: 'HOME/token' },
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'a web identity whose variable is empty, and the profile default',
    files: credentials(`[default]\n${keys('AKIADEFAULT')}`),
    variables: { ...webIdentity, AWS_WEB_IDENTITY_TOKEN_FILE: '' },
    signs: 'AKIADEFAULT',
  },
  {
    name: 'a web identity of the environment without its role, before a profile',
    files: { ...token, ...dev },
    variables: { AWS_WEB_IDENTITY_TOKEN_FILE: 'HOME/token', AWS_PROFILE: 'dev' },
    signs: 'refused',
  },
  // IAM Identity Center.
  {
    name: 'an sso-session',
    files: { ...config(ssoSession), [sessionTokenFile]: ssoToken(later) },
    profile: 'sso',
    signs: 'ASIA.reader.sso',
  },
  {
    name: 'IAM Identity Center in the older form',
    files: { ...config(ssoLegacy), [legacyTokenFile]: ssoToken(later) },
    profile: 'sso',
    signs: 'ASIA.reader.sso',
  },
  {
    name: 'a role by IAM Identity Center',
    files: {
      ...config(`${ssoSession}[profile r]\n${roleOf('deploy')}source_profile = sso\n`),
      [sessionTokenFile]: ssoToken(later),
    },
    profile: 'r',
    signs: 'ASIA.deploy.ASIA.reader.sso',
  },
  {
    name: 'an sso-session that has expired, and an instance',
    files: { ...config(ssoSession), [sessionTokenFile]: ssoToken(earlier) },
    profile: 'sso',
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'a session of the older form that has expired, and an instance',
    files: { ...config(ssoLegacy), [legacyTokenFile]: ssoToken(earlier) },
    profile: 'sso',
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'an sso-session that nobody signed in to, and an instance',
    files: config(ssoSession),
    profile: 'sso',
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'an sso-session that was ended, and an instance',
    files: { ...config(ssoSession), [sessionTokenFile]: ssoToken(later, 'ended') },
    profile: 'sso',
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'an sso_session that does not exist, and an instance',
    files: config(ssoSession.replace('[sso-session corp]', '[sso-session other]')),
    profile: 'sso',
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'IAM Identity Center without a role, and an instance',
    files: config(ssoLegacy.replace('sso_role_name = reader\n', '')),
    profile: 'sso',
    instance: 'v2',
    signs: 'refused',
  },
  {
    name: 'an sso-session before keys of the same profile',
    files: {
      ...config(`${ssoSession}${keys('AKIACONFIG')}`),
      [sessionTokenFile]: ssoToken(later),
    },
    profile: 'sso',
    signs: 'ASIA.reader.sso',
  },
  {
    name: 'AWS_PROFILE of IAM Identity Center and keys of the environment: the keys',
    files: { ...config(ssoSession), [sessionTokenFile]: ssoToken(later) },
    variables: { ...environmentKeys, AWS_PROFILE: 'sso' },
    signs: 'AKIAENV',
  },
  // Containers and instances.
  {
    name: 'a container',
    variables: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'URL/container' },
    signs: 'ASIA.container',
  },
  {
    name: 'a container with a token in a file, before an instance',
    files: { 'pod-token': 'pod' },
    variables: {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'URL/container',
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: 'HOME/pod-token',
    },
    instance: 'v2',
    signs: 'ASIA.container.pod',
  },
  {
    name: 'a container whose service fails, and an instance',
    variables: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'URL/failing' },
    instance: 'v2',
    signs: 'refused',
  },
  { name: 'an instance', instance: 'v2', signs: 'ASIA.instance' },
  { name: 'an instance without session tokens', instance: 'v1', signs: 'ASIA.old' },
  {
    name: 'an instance without session tokens, where those are required',
    variables: { AWS_EC2_METADATA_V1_DISABLED: 'true' },
    instance: 'v1',
    signs: 'refused',
  },
  {
    name: 'an instance whose address is in the profile default',
    files: config('[default]\nec2_metadata_service_endpoint = URL/\n'),
    variables: { AWS_EC2_METADATA_DISABLED: 'false' },
    signs: 'ASIA.instance',
  },
  { name: 'nothing', signs: 'refused' },
];
