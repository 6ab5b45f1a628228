import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

/** How to reach AWS. Whatever is left out is found by the SDK itself: environment, profile, instance role. */
export interface ConnectionSettings {
  readonly region?: string;
  /** A profile of `~/.aws/config`: its region and credentials, before those of the environment. */
  readonly profile?: string;
  /** Another endpoint than AWS's own, such as the embedded AWS: `http://127.0.0.1:4566`. */
  readonly endpointUrl?: string;
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  /** Attempts of one call in all, the first included; the SDK's default is 3. */
  readonly maxAttempts?: number;
  /** How long a call may wait for the head of its answer; left out: as long as the socket is not idle for minutes. */
  readonly requestTimeoutMs?: number;
}

/** What {@link clientConfig} gives to the constructor of a client. */
export interface ClientConfig {
  region?: string;
  profile?: string;
  endpoint?: string;
  credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  maxAttempts?: number;
  requestHandler: {
    connectionTimeout: number;
    requestTimeout?: number;
    throwOnRequestTimeout: true;
    httpAgent: AgentOptions;
    httpsAgent: AgentOptions;
  };
}

interface AgentOptions {
  keepAlive: true;
  maxSockets: number;
}

/** Sockets kept open to one host, and so the most requests that can be under way to it at once. */
export const MAX_SOCKETS = 64;

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Settings for any SDK client: `new DynamoDBClient(clientConfig(settings))`.
 *
 * The request handler is described, not made: the SDK then loads its own, and only what it needs of it.
 * A request timeout is an error here (the SDK only warns unless told so), because a hung call would eat
 * the whole life of a function.
 */
export function clientConfig(settings: ConnectionSettings = {}): ClientConfig {
  const agent: AgentOptions = { keepAlive: true, maxSockets: MAX_SOCKETS };
  return {
    ...(settings.region !== undefined && { region: settings.region }),
    ...(settings.profile !== undefined && { profile: settings.profile }),
    ...(settings.endpointUrl !== undefined && { endpoint: settings.endpointUrl }),
    ...(settings.credentials !== undefined && { credentials: settings.credentials }),
    ...(settings.maxAttempts !== undefined && { maxAttempts: settings.maxAttempts }),
    requestHandler: {
      connectionTimeout: CONNECT_TIMEOUT_MS,
      ...(settings.requestTimeoutMs !== undefined && { requestTimeout: settings.requestTimeoutMs }),
      throwOnRequestTimeout: true,
      httpAgent: agent,
      httpsAgent: { ...agent },
    },
  };
}
