import { clientConfig } from '@groundcrew/aws-core';
import type { ContainerSource, LoginSource, SsoSource } from '@groundcrew/aws-core/identity';
import { type ErrorCode, GroundcrewError, messageOf } from '@groundcrew/errors';
import type { AwsCredentialIdentity, Logger } from '@smithy/types';
import type { CredentialDeps } from './credential-deps.ts';

// The SDK would print warnings that are none here.
const noLogger: Logger = { trace() {}, debug() {}, info() {}, warn() {}, error() {} };

/**
 * The credentials of a role of IAM Identity Center; an access token that has expired is renewed.
 *
 * @throws GroundcrewError `aws-identity.sso-failed`
 */
export function fetchSso(source: SsoSource, deps: CredentialDeps): Promise<AwsCredentialIdentity> {
  const { profile, startUrl, region, accountId, roleName, session, origin } = source;
  return orFailure(
    async () => {
      const { fromSSO } = await import('@aws-sdk/credential-provider-sso');
      return await fromSSO({
        profile,
        ssoStartUrl: startUrl,
        ssoRegion: region,
        ssoAccountId: accountId,
        ssoRoleName: roleName,
        ...(session !== undefined && { ssoSession: session }),
        clientConfig: clientConfig({
          region,
          network: deps.network,
          ...endpointFor(['sso', 'sso_oidc'], deps),
        }),
        logger: noLogger,
      })();
    },
    'aws-identity.sso-failed',
    (reason) =>
      /expired|invalid|not found|not valid|unauthorized|aws sso login/i.test(reason)
        ? `the session of IAM Identity Center of the profile "${profile}" (${origin}) has ended, or there is none ` +
          `(${reason.replace(/ To refresh this SSO session.*$/s, '')}); sign in: aws sso login --profile ${profile}`
        : `the role ${roleName} in account ${accountId} of the profile "${profile}" (${origin}) could not be used: ${reason}`,
    deps.signal,
  );
}

/**
 * The credentials of a session of `aws login`.
 *
 * @throws GroundcrewError `aws-identity.login-failed`
 */
export function fetchLogin(source: LoginSource, deps: CredentialDeps): Promise<AwsCredentialIdentity> {
  const { profile, session, origin } = source;
  return orFailure(
    async () => {
      const { fromLoginCredentials } = await import('@aws-sdk/credential-provider-login');
      return await fromLoginCredentials({
        profile,
        clientConfig: clientConfig({ network: deps.network, ...endpointFor(['signin'], deps) }) as object,
        logger: noLogger,
      })();
    },
    'aws-identity.login-failed',
    (reason) =>
      `the session ${session} of the profile "${profile}" (${origin}) could not be used: ${reason}; ` +
      `sign in: aws login --profile ${profile}`,
    deps.signal,
  );
}

/**
 * The credentials of a container; its service is reached directly, never through a proxy.
 *
 * @throws GroundcrewError `aws-identity.container-failed`
 */
export function fetchFromContainer(
  { relativeUri, fullUri, origin }: ContainerSource,
  { environment, signal }: CredentialDeps,
): Promise<AwsCredentialIdentity> {
  const token = environment.AWS_CONTAINER_AUTHORIZATION_TOKEN;
  const tokenFile = environment.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE;
  return orFailure(
    async () => {
      const { fromHttp } = await import('@aws-sdk/credential-provider-http');
      return await fromHttp({
        ...(relativeUri !== undefined && { awsContainerCredentialsRelativeUri: relativeUri }),
        ...(fullUri !== undefined && { awsContainerCredentialsFullUri: fullUri }),
        ...(tokenFile !== undefined && { awsContainerAuthorizationTokenFile: tokenFile }),
        ...(tokenFile === undefined && token !== undefined && { awsContainerAuthorizationToken: token }),
        timeout: 2_000,
        maxRetries: 1,
        logger: noLogger,
      })();
    },
    'aws-identity.container-failed',
    (reason) => `the credentials of this container (${origin}) could not be read: ${reason}`,
    signal,
  );
}

/** The endpoint that all of the services have, which a provider asks with the same settings; otherwise their own. */
function endpointFor(services: readonly string[], { endpointOf }: CredentialDeps): { endpointUrl?: string } {
  const [endpointUrl, ...others] = new Set(services.map((service) => endpointOf?.(service)?.value));
  return endpointUrl !== undefined && others.length === 0 ? { endpointUrl } : {};
}

async function orFailure(
  fetch: () => Promise<AwsCredentialIdentity>,
  code: ErrorCode,
  describe: (reason: string) => string,
  signal: AbortSignal | undefined,
): Promise<AwsCredentialIdentity> {
  try {
    return await fetch();
  } catch (cause) {
    signal?.throwIfAborted();
    const reason = messageOf(cause)
      .trim()
      .replace(/\s*\n\s*/g, ' ')
      .replace(/[.;]+$/, '');
    throw new GroundcrewError(code, describe(reason), { cause });
  }
}
