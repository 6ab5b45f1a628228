import { GroundcrewError } from '@groundcrew/errors';
import type { ChosenProfile } from './choose-profile.ts';
import type { Environment } from './config-paths.ts';
import type { CredentialSource } from './credential-source.ts';
import { incompleteProfile } from './errors.ts';
import { containerSource, environmentKeys, instanceSource, legacySource } from './environment-sources.ts';
import { keysOfFile, loginOf, processOf, ssoOf, webIdentityOf } from './profile-sources.ts';
import type { Profile, SharedConfig } from './shared-config.ts';

export interface SourceQuestion {
  readonly environment: Environment;
  readonly config: SharedConfig;
  readonly chosen: ChosenProfile;
}

/**
 * The credentials that version 2 of the `aws` command would use (AWS CLI User Guide, "Configuration and credential
 * precedence"; where the page is silent, the order of the command's own chain):
 *
 * 1. the keys of the environment, except with the option `--profile`;
 * 2. of the profile: its role, its web identity (of the environment first, except with the option), IAM Identity
 *    Center, keys of the credentials file, the session of `aws login`, `credential_process`, keys of the config file;
 * 3. the container's, then the instance's role.
 *
 * One rule is stricter: a profile that was named and has no credentials is an error here, where `aws` continues with the
 * container or instance.
 *
 * @throws GroundcrewError `aws-core.profile.no-credentials`, `aws-core.profile.incomplete`, `aws-core.profile.loop`,
 * `aws-core.credentials.incomplete`, `aws-core.credentials.none`, `aws-core.credentials.unsupported`
 */
export function chooseSource(question: SourceQuestion): CredentialSource {
  const { environment, chosen } = question;
  const ofEnvironment = chosen.namedBy === '--profile' ? undefined : environmentKeys(environment);
  const found = ofEnvironment ?? sourceOfChosen(question);
  if (found) return found;
  if (chosen.namedBy !== undefined) throw withoutCredentials(question);
  return (
    legacySource(environment) ??
    containerSource(environment) ??
    instanceSource(environment) ??
    noCredentials(question)
  );
}

function sourceOfChosen(question: SourceQuestion): CredentialSource | undefined {
  const { environment, chosen } = question;
  const { profile, namedBy } = chosen;
  if (profile && hasRole(profile)) return roleOf(profile, question, [profile.name]);
  const ofWeb = webIdentityOf(profile, namedBy === '--profile' ? {} : environment);
  return ofWeb ?? (profile && sourceWithoutRole(profile, question));
}

function hasRole({ settings }: Profile): boolean {
  return settings.has('role_arn') && !settings.has('web_identity_token_file');
}

function hasKeys({ settings }: Profile): boolean {
  return settings.has('aws_access_key_id') || settings.has('aws_secret_access_key');
}

function sourceWithoutRole(profile: Profile, { config }: SourceQuestion): CredentialSource | undefined {
  return (
    ssoOf(profile, config) ??
    keysOfFile(profile, profile.inCredentials) ??
    loginOf(profile) ??
    processOf(profile) ??
    keysOfFile(profile, profile.inConfig)
  );
}

/**
 * @param visited the profiles on the way here, for loops
 */
function roleOf(profile: Profile, question: SourceQuestion, visited: readonly string[]): CredentialSource {
  const { settings, name } = profile;
  const roleArn = settings.get('role_arn')!;
  const [sessionName, externalId, mfaSerial, duration] = [
    'role_session_name',
    'external_id',
    'mfa_serial',
    'duration_seconds',
  ].map((key) => settings.get(key)?.value);
  return {
    kind: 'role',
    profile: name,
    origin: roleArn.origin,
    roleArn: roleArn.value,
    ...(sessionName !== undefined && { sessionName }),
    ...(externalId !== undefined && { externalId }),
    ...(mfaSerial !== undefined && { mfaSerial }),
    // What is not a whole number is left out by `aws`, too.
    ...(duration !== undefined && /^[+-]?\d+$/.test(duration) && { durationSeconds: Number(duration) }),
    from: sourceOfRole(profile, question, visited),
  };
}

function sourceOfRole(
  profile: Profile,
  question: SourceQuestion,
  visited: readonly string[],
): CredentialSource {
  const source = profile.settings.get('source_profile');
  const named = profile.settings.get('credential_source');
  const at = profile.settings.get('role_arn')!.origin;
  if (source && named) {
    throw incompleteProfile(
      named.origin,
      profile,
      'has both source_profile and credential_source; remove one',
    );
  }
  if (named) return namedSource(named.value, named.origin, profile, question.environment);
  if (!source) {
    const advice =
      'write source_profile = NAME of a profile with keys, or credential_source = Ec2InstanceMetadata';
    throw incompleteProfile(at, profile, `has a role_arn and not whose credentials assume it: ${advice}`);
  }
  const other = question.config.profiles.get(source.value);
  if (!other) {
    throw incompleteProfile(
      source.origin,
      profile,
      `has the source_profile "${source.value}", which does not exist`,
    );
  }
  // A profile may be its own source: its keys then assume its role.
  const isOwn = other.name === profile.name && hasKeys(other);
  if (visited.includes(other.name) && !isOwn) {
    throw new GroundcrewError(
      'aws-core.profile.loop',
      `${source.origin}: the profiles ${[...visited, other.name].join(' → ')} are each other's source_profile; ` +
        'let one of them have credentials of its own',
    );
  }
  if (hasRole(other) && !hasKeys(other)) return roleOf(other, question, [...visited, other.name]);
  const found = webIdentityOf(other, {}) ?? sourceWithoutRole(other, question);
  if (found) return found;
  throw incompleteProfile(
    source.origin,
    profile,
    `has the source_profile "${other.name}", which has no credentials`,
  );
}

function namedSource(
  name: string,
  origin: string,
  profile: Profile,
  environment: Environment,
): CredentialSource {
  const sources: Readonly<Record<string, () => CredentialSource | undefined>> = {
    Environment: () => environmentKeys(environment),
    EcsContainer: () => containerSource(environment),
    Ec2InstanceMetadata: () => instanceSource(environment),
  };
  const choose = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (!choose) {
    const known = Object.keys(sources).join(', ');
    throw incompleteProfile(
      origin,
      profile,
      `has the credential_source "${name}", which is not one of ${known}`,
    );
  }
  const found = choose();
  if (found) return found;
  throw incompleteProfile(
    origin,
    profile,
    `has the credential_source ${name}, where there are no credentials`,
  );
}

function withoutCredentials({ chosen: { name, namedBy, profile } }: SourceQuestion): GroundcrewError {
  return new GroundcrewError(
    'aws-core.profile.no-credentials',
    `the profile "${name}" of ${namedBy} (${profile?.origin}) has no credentials, and those of another source are not ` +
      `used in its place; add some to it (aws configure --profile ${name}, or aws configure sso), or leave ${namedBy} out`,
    { details: { profile: name } },
  );
}

function noCredentials({ config }: SourceQuestion): never {
  throw new GroundcrewError(
    'aws-core.credentials.none',
    'no AWS credentials were found: none in the environment, no profile "default" with any in ' +
      `${config.configPath} or ${config.credentialsPath}, and AWS_EC2_METADATA_DISABLED is true; ` +
      'set AWS_PROFILE, or run aws configure or aws sso login',
  );
}
