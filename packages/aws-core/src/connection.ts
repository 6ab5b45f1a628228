import type { AgentOptions, HandlerOptions } from './handler-options.ts';
import type { NetworkSettings } from './identity/network.ts';
import { createProxiedHandler, type ProxiedHandler } from './proxied-handler.ts';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@smithy/types';

/** How to reach AWS. The SDK finds what is left out: from the environment, profile or instance role. */
export interface ConnectionSettings {
  readonly region?: string;
  /** A profile of `~/.aws/config`; its region and credentials take precedence over those of the environment. */
  readonly profile?: string;
  /** An endpoint other than AWS's own, such as the embedded AWS: `http://127.0.0.1:4566`. */
  readonly endpointUrl?: string;
  /** Endpoints of single services, without `endpointUrl`: those of the environment and the profile. */
  readonly endpointOf?: (service: string) => { readonly value: string; readonly origin?: string } | undefined;
  readonly credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  /** Attempts of one call, including the first; the SDK's default is 3. */
  readonly maxAttempts?: number;
  /** Proxies and certificates; default: none, whatever the environment has. */
  readonly network?: NetworkSettings;
  /** Timeout for the headers of a response; without it, a call waits until the socket has been idle for minutes. */
  readonly requestTimeoutMs?: number;
}

/** Returns the credentials of each call; the SDK's own type. */
export type CredentialProvider = AwsCredentialIdentityProvider;

/** The constructor options of a client that {@link clientConfig} returns. */
export interface ClientConfig {
  region?: string;
  profile?: string;
  endpoint?: string;
  credentials?: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  maxAttempts?: number;
  requestHandler: HandlerOptions | ProxiedHandler;
}

/** Sockets kept open to one host: the maximum number of requests in flight to it. */
export const MAX_SOCKETS = 64;

const CONNECT_TIMEOUT_MS = 5_000;

/**
 * Settings for any SDK client: `new DynamoDBClient(clientConfig(settings))`.
 *
 * The request handler is described, not created: the SDK then loads its own, and only the parts it needs. With proxies it
 * is one whose errors have them.
 * A request timeout is an error here (the SDK only warns by default), because a hanging call would use up the
 * whole run time of a function.
 */
export function clientConfig(settings: ConnectionSettings = {}): ClientConfig {
  const { proxyEnv, proxies = [], ca } = settings.network ?? {};
  const agent: AgentOptions = { keepAlive: true, maxSockets: MAX_SOCKETS, ...(proxyEnv && { proxyEnv }) };
  const handler: HandlerOptions = {
    connectionTimeout: CONNECT_TIMEOUT_MS,
    ...(settings.requestTimeoutMs !== undefined && { requestTimeout: settings.requestTimeoutMs }),
    throwOnRequestTimeout: true,
    httpAgent: agent,
    httpsAgent: { ...agent, ...(ca !== undefined && { ca }) },
  };
  return {
    ...(settings.region !== undefined && { region: settings.region }),
    ...(settings.profile !== undefined && { profile: settings.profile }),
    ...(settings.endpointUrl !== undefined && { endpoint: settings.endpointUrl }),
    ...(settings.credentials !== undefined && { credentials: settings.credentials }),
    ...(settings.maxAttempts !== undefined && { maxAttempts: settings.maxAttempts }),
    requestHandler: proxies.length > 0 ? createProxiedHandler(handler, proxies) : handler,
  };
}
