import { GroundcrewError } from '@groundcrew/errors';
import type { Environment } from './config-paths.ts';
import type { ContainerSource, InstanceSource, KeysSource } from './credential-source.ts';
import { checkKeyText } from './key-text.ts';

const keyNames = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SECURITY_TOKEN', 'AWS_SESSION_TOKEN'];

/**
 * The keys of the environment, if there is an access key (AWS CLI User Guide, "Environment variables").
 *
 * @throws GroundcrewError `aws-core.credentials.incomplete`, `aws-core.credentials.malformed`
 */
export function environmentKeys(environment: Environment): KeysSource | undefined {
  const accessKeyId = environment.AWS_ACCESS_KEY_ID;
  if (!accessKeyId) return undefined;
  const secretAccessKey = environment.AWS_SECRET_ACCESS_KEY;
  if (!secretAccessKey) {
    throw new GroundcrewError(
      'aws-core.credentials.incomplete',
      'AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not; set both, or unset both',
    );
  }
  for (const name of keyNames) checkKeyText(environment[name] ?? '', name, 'set it again without');
  // In the order of `aws`: the older name first.
  const sessionToken = environment.AWS_SECURITY_TOKEN || environment.AWS_SESSION_TOKEN;
  const expiration = environment.AWS_CREDENTIAL_EXPIRATION;
  return {
    kind: 'keys',
    origin: 'AWS_ACCESS_KEY_ID',
    accessKeyId,
    secretAccessKey,
    ...(sessionToken && { sessionToken }),
    ...(expiration && { expiresAtMs: expirationOf(expiration) }),
  };
}

/**
 * @throws GroundcrewError `aws-core.credentials.incomplete`: a secret or token without its access key, which would be left out
 * in favor of another identity
 */
export function assertWholeKeys(environment: Environment): void {
  const set = ['AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_SECURITY_TOKEN'].find(
    (name) => environment[name],
  );
  if (set === undefined) return;
  throw new GroundcrewError(
    'aws-core.credentials.incomplete',
    `${set} is set and AWS_ACCESS_KEY_ID is not; set both, or unset both, or name a profile`,
  );
}

/** Whether a variable or setting is on: `true` or `false` (AWS SDKs and Tools Reference Guide). */
export function flagOf(value: string | undefined, origin: string): boolean {
  const text = value?.trim().toLowerCase() ?? '';
  if (text === '' || text === 'true' || text === 'false') return text === 'true';
  throw new GroundcrewError(
    'aws-core.setting.not-boolean',
    `${origin} is "${value}", which is neither true nor false; write one of them, or leave it out`,
  );
}

function expirationOf(text: string): number {
  const ms = Date.parse(text);
  if (!Number.isNaN(ms)) return ms;
  throw new GroundcrewError(
    'aws-core.credentials.incomplete',
    `AWS_CREDENTIAL_EXPIRATION "${text}" is not a time; write it as 2026-11-28T12:00:00Z, or unset it`,
  );
}

/** The role of a container: Amazon ECS, or EKS Pod Identity. */
export function containerSource(environment: Environment): ContainerSource | undefined {
  const relativeUri = environment.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI;
  const fullUri = environment.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  if (relativeUri !== undefined) {
    return { kind: 'container', origin: 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', relativeUri };
  }
  return fullUri === undefined
    ? undefined
    : { kind: 'container', origin: 'AWS_CONTAINER_CREDENTIALS_FULL_URI', fullUri };
}

/**
 * The role of this instance; `undefined`: its metadata service must not be used.
 *
 * @throws GroundcrewError `aws-core.setting.not-boolean`
 */
export function instanceSource(environment: Environment): InstanceSource | undefined {
  const isDisabled = flagOf(environment.AWS_EC2_METADATA_DISABLED, 'AWS_EC2_METADATA_DISABLED');
  return isDisabled ? undefined : { kind: 'instance', origin: 'the metadata service of this instance' };
}

/**
 * A file of keys from before the configuration files, which `aws` still reads. It is refused, because what comes after it
 * would be another identity.
 *
 * @throws GroundcrewError `aws-core.credentials.unsupported`
 */
export function legacySource(environment: Environment): undefined {
  const path = environment.AWS_CREDENTIAL_FILE;
  if (path === undefined) return undefined;
  throw new GroundcrewError(
    'aws-core.credentials.unsupported',
    `AWS_CREDENTIAL_FILE "${path}" names a file of keys of the old EC2 tools, which is not read here; ` +
      'put its keys into a profile (aws configure) and unset it',
  );
}
