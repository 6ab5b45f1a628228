import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import { readFile } from 'node:fs/promises';
import { wrapServiceError } from '@groundcrew/aws-core';
import type { RoleSource, WebIdentitySource } from '@groundcrew/aws-core/identity';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';
import { callService } from '../call.ts';
import { createStsClient } from '../sts/client.ts';
import type { CredentialDeps } from './credential-deps.ts';
import { createSessionCache } from './session-cache.ts';
import { sessionOf } from './session-of.ts';
import { stsConnection } from './sts-connection.ts';

const SESSION_NAME = 'groundcrew';

/**
 * A session of a profile's role. A code of an MFA device is asked for, unless there is a session of the `aws` command or of
 * this one that is still valid.
 *
 * @param from the credentials that assume the role
 * @throws GroundcrewError `aws-identity.role-failed`, `aws-identity.mfa-needed`, and those of `from`
 */
export async function fetchRole(
  source: RoleSource,
  from: AwsCredentialIdentityProvider,
  deps: CredentialDeps,
): Promise<AwsCredentialIdentity> {
  const { roleArn, sessionName, externalId, mfaSerial, durationSeconds, profile, origin } = source;
  const { signal, home, now = Date.now } = deps;
  const cache = mfaSerial === undefined ? undefined : createSessionCache(home, now);
  const cached = await cache?.read(source);
  if (cached) return cached;
  // Before the question: without them the code would be of no use.
  await from();
  const code = mfaSerial === undefined ? undefined : await askCode(source, deps);
  const sts = createStsClient({ ...stsConnection(roleArn, deps), credentials: from });
  const failure = { code: 'aws-identity.role-failed', profile, origin, roleArn } as const;
  try {
    const { Credentials } = await callService(
      signal,
      (options) =>
        sts.send(
          new AssumeRoleCommand({
            RoleArn: roleArn,
            RoleSessionName: sessionName ?? SESSION_NAME,
            ...(externalId !== undefined && { ExternalId: externalId }),
            ...(mfaSerial !== undefined && { SerialNumber: mfaSerial }),
            ...(code !== undefined && { TokenCode: code }),
            ...(durationSeconds !== undefined && { DurationSeconds: durationSeconds }),
          }),
          options,
        ),
      (error) =>
        wrapServiceError(error, {
          code: failure.code,
          doing: `assume the role ${roleArn} of the profile "${profile}" (${origin})`,
        }),
    );
    const session = sessionOf(Credentials, failure.code, roleArn);
    await cache?.write(source, session);
    return session;
  } finally {
    sts.destroy();
  }
}

async function askCode({ mfaSerial, profile, origin }: RoleSource, deps: CredentialDeps): Promise<string> {
  const answer = await deps.ask?.(`Enter MFA code for ${mfaSerial}: `);
  if (answer?.trim()) return answer.trim();
  const asked = deps.ask === undefined ? 'there is no terminal to ask in' : 'none was given';
  throw new GroundcrewError(
    'aws-identity.mfa-needed',
    `the profile "${profile}" (${origin}) needs the code of the MFA device ${mfaSerial}, and ${asked}; run ` +
      `groundcrew whoami --profile ${profile} in a terminal first: its session is used until it expires`,
    { details: { profile } },
  );
}

/**
 * A session of a web identity's role, which needs no credentials.
 *
 * @throws GroundcrewError `aws-identity.web-identity-failed`
 */
export async function fetchWebIdentity(
  { tokenFile, roleArn, sessionName, origin }: WebIdentitySource,
  deps: CredentialDeps,
): Promise<AwsCredentialIdentity> {
  const code = 'aws-identity.web-identity-failed';
  const token = await readFile(tokenFile, 'utf8').catch((cause: unknown) => {
    throw new GroundcrewError(
      code,
      `the token of the web identity (${origin}) could not be read: ${messageOf(cause)}`,
      { cause },
    );
  });
  const unsigned = { accessKeyId: '', secretAccessKey: '' };
  const sts = createStsClient({ ...stsConnection(roleArn, deps), credentials: unsigned });
  try {
    const { Credentials } = await callService(
      deps.signal,
      (options) =>
        sts.send(
          new AssumeRoleWithWebIdentityCommand({
            RoleArn: roleArn,
            RoleSessionName: sessionName ?? SESSION_NAME,
            WebIdentityToken: token,
          }),
          options,
        ),
      (error) =>
        wrapServiceError(error, {
          code,
          doing: `assume the role ${roleArn} with the token in "${tokenFile}" (${origin})`,
        }),
    );
    return sessionOf(Credentials, code, roleArn);
  } finally {
    sts.destroy();
  }
}
