import type { Environment } from './config-paths.ts';
import type {
  KeysSource,
  LoginSource,
  ProcessSource,
  SsoSource,
  WebIdentitySource,
} from './credential-source.ts';
import { incompleteProfile } from './errors.ts';
import type { Setting } from './ini-file.ts';
import { checkKeyText } from './key-text.ts';
import type { Profile, Settings, SharedConfig } from './shared-config.ts';
import { shellWords } from './shell-words.ts';

const keySettings = ['aws_access_key_id', 'aws_secret_access_key', 'aws_security_token', 'aws_session_token'];

/**
 * The keys of a profile in one of the files.
 *
 * @throws GroundcrewError `aws-core.profile.incomplete`, `aws-core.credentials.malformed`
 */
export function keysOfFile(profile: Profile, settings: Settings): KeysSource | undefined {
  const accessKeyId = settings.get('aws_access_key_id');
  if (!accessKeyId) return undefined;
  const secretAccessKey = settings.get('aws_secret_access_key')?.value;
  if (!accessKeyId.value || !secretAccessKey) {
    const missing = accessKeyId.value ? 'no aws_secret_access_key' : 'an empty aws_access_key_id';
    throw incompleteProfile(
      accessKeyId.origin,
      profile,
      `has ${missing}; run aws configure --profile ${profile.name}`,
    );
  }
  for (const key of keySettings) {
    const { value = '', origin = '' } = settings.get(key) ?? {};
    const where = `${origin}: the ${key} of the profile "${profile.name}"`;
    checkKeyText(value, where, 'a comment stands on a line of its own; correct the line');
  }
  const sessionToken = (settings.get('aws_security_token') ?? settings.get('aws_session_token'))?.value;
  return {
    kind: 'keys',
    origin: accessKeyId.origin,
    accessKeyId: accessKeyId.value,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
  };
}

/**
 * The web identity of the environment, or else of the profile (AWS CLI User Guide, "Environment variables",
 * `AWS_WEB_IDENTITY_TOKEN_FILE`).
 *
 * @throws GroundcrewError `aws-core.profile.incomplete`
 */
export function webIdentityOf(
  profile: Profile | undefined,
  environment: Environment,
): WebIdentitySource | undefined {
  const setting = (variable: string, key: string): Setting | undefined => {
    const value = environment[variable];
    return value === undefined ? profile?.settings.get(key) : { value, origin: variable };
  };
  const tokenFile = setting('AWS_WEB_IDENTITY_TOKEN_FILE', 'web_identity_token_file');
  if (!tokenFile?.value) return undefined;
  const roleArn = setting('AWS_ROLE_ARN', 'role_arn');
  if (!roleArn?.value) {
    const what = 'has a token of a web identity and no role; set AWS_ROLE_ARN, or role_arn in the profile';
    throw incompleteProfile(tokenFile.origin, profile ?? unnamed, what);
  }
  const sessionName = setting('AWS_ROLE_SESSION_NAME', 'role_session_name')?.value;
  return {
    kind: 'web-identity',
    origin: tokenFile.origin,
    tokenFile: tokenFile.value,
    roleArn: roleArn.value,
    ...(sessionName && { sessionName }),
  };
}

const unnamed: Profile = {
  name: 'default',
  origin: '',
  settings: new Map(),
  inConfig: new Map(),
  inCredentials: new Map(),
};

/**
 * The role of IAM Identity Center (AWS CLI User Guide, "Configuring IAM Identity Center authentication").
 *
 * @throws GroundcrewError `aws-core.profile.incomplete`
 */
export function ssoOf(profile: Profile, { ssoSessions }: SharedConfig): SsoSource | undefined {
  const { settings, name } = profile;
  const first = settings.get('sso_role_name') ?? settings.get('sso_account_id');
  if (!first) return undefined;
  const session = settings.get('sso_session');
  const ofSession = session && ssoSessions.get(session.value);
  if (session && !ofSession) {
    throw incompleteProfile(
      session.origin,
      profile,
      `has the sso_session "${session.value}", which does not exist`,
    );
  }
  for (const [key, { value, origin }] of ofSession ?? []) {
    const own = settings.get(key);
    if (own && own.value !== value) {
      throw incompleteProfile(
        own.origin,
        profile,
        `has the ${key} "${own.value}", and its sso_session "${value}" (${origin})`,
      );
    }
  }
  const value = (key: string): string => {
    const found = settings.get(key) ?? ofSession?.get(key);
    if (found) return found.value;
    throw incompleteProfile(first.origin, profile, `has no ${key}; run aws configure sso --profile ${name}`);
  };
  return {
    kind: 'sso',
    origin: first.origin,
    profile: name,
    startUrl: value('sso_start_url'),
    region: value('sso_region'),
    accountId: value('sso_account_id'),
    roleName: value('sso_role_name'),
    ...(session && { session: session.value }),
  };
}

/** The session of `aws login`. */
export function loginOf({ settings, name }: Profile): LoginSource | undefined {
  const session = settings.get('login_session');
  return session && { kind: 'login', origin: session.origin, profile: name, session: session.value };
}

/**
 * The program that prints credentials (AWS CLI User Guide, "Sourcing credentials with an external process").
 *
 * @throws GroundcrewError `aws-core.profile.incomplete`
 */
export function processOf(profile: Profile): ProcessSource | undefined {
  const line = profile.settings.get('credential_process');
  if (!line) return undefined;
  const words = shellWords(line.value);
  if (!words || words.length === 0) {
    const what = words ? 'is empty' : 'has a quote that is not closed';
    throw incompleteProfile(line.origin, profile, `has a credential_process that ${what}`);
  }
  return { kind: 'process', origin: line.origin, words, profile: profile.name };
}
