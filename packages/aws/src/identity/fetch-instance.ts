import { GroundcrewError, isGroundcrewError, messageOf } from '@groundcrew/errors';
import type { AwsCredentialIdentity } from '@smithy/types';
import type { Imds } from '../imds/index.ts';

const FOLDER = 'meta-data/iam/security-credentials/';

/**
 * The credentials of the instance's role (EC2 User Guide, "Retrieve security credentials from instance metadata").
 *
 * @throws GroundcrewError `aws-identity.instance-failed`; the signal's reason, if it is aborted
 */
export async function fetchFromInstance(imds: Imds, signal?: AbortSignal): Promise<AwsCredentialIdentity> {
  const options = signal ? { signal } : {};
  try {
    const role = (await imds.list(FOLDER, options))?.[0];
    if (role === undefined) throw failed(`the instance of ${imds.endpoint} has no role`);
    const text = await imds.get(`${FOLDER}${role}`, options);
    return credentialsIn(text ?? '', role);
  } catch (error) {
    signal?.throwIfAborted();
    if (isGroundcrewError(error, 'aws-identity.instance-failed')) throw error;
    throw isGroundcrewError(error, 'imds.not-an-instance')
      ? failed(`there is no instance metadata service at ${imds.endpoint}`, error)
      : failed(messageOf(error), error);
  }
}

function credentialsIn(text: string, role: string): AwsCredentialIdentity {
  let answer: Record<string, unknown>;
  try {
    answer = JSON.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw failed(`the metadata service has no JSON document for the role ${role}`, cause);
  }
  const { Code, Message, AccessKeyId, SecretAccessKey, Token, Expiration } = answer;
  if (typeof AccessKeyId !== 'string' || typeof SecretAccessKey !== 'string' || typeof Token !== 'string') {
    const why = typeof Message === 'string' ? `: ${Message}` : '';
    throw failed(`the metadata service has no keys for the role ${role} (${JSON.stringify(Code)}${why})`);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: Token,
    ...(typeof Expiration === 'string' && { expiration: new Date(Expiration) }),
  };
}

function failed(what: string, cause?: unknown): GroundcrewError {
  return new GroundcrewError(
    'aws-identity.instance-failed',
    `no AWS credentials were found: none in the environment, no profile "default" with any, and ${what}; ` +
      'set AWS_PROFILE, or run aws configure or aws sso login',
    { cause, details: { reason: 'no-credentials' } },
  );
}
