import { isLoopback } from '../loopback.ts';
import { invalidParameter } from './errors.ts';
import type { SubscriptionProtocol } from './topics.ts';

const protocols: readonly SubscriptionProtocol[] = ['sqs', 'http', 'https', 'file', 'email', 'email-json'];

/** What may be delivered to. */
export interface AllowedEndpoints {
  /** Whether there is a folder for files. */
  readonly files: boolean;
  /** `HOST:PORT` of this machine. */
  readonly endpoints: readonly string[];
}

/**
 * Checks whether a subscription is allowed: nothing is ever sent off this machine, and on it only to the endpoints that the person who started it
 * allowed: a message could otherwise reach what listens there for others than SNS.
 *
 * @throws AwsError `InvalidParameter`
 */
export function checkEndpoint(
  protocolName: string,
  endpoint: string,
  allowed: AllowedEndpoints,
): SubscriptionProtocol {
  const protocol = protocols.find((known) => known === protocolName);
  switch (protocol) {
    case undefined:
      throw invalidParameter(
        `Protocol "${protocolName}" is not supported by the embedded AWS; use one of ${protocols.join(', ')}`,
      );
    case 'sqs':
      if (!/^arn:aws:sqs:[\w-]*:\d*:[\w-]+(?:\.fifo)?$/.test(endpoint)) {
        throw invalidParameter(`Endpoint "${endpoint}" is not the ARN of a queue`);
      }
      return protocol;
    case 'http':
    case 'https':
      checkUrl(protocol, endpoint, allowed.endpoints);
      return protocol;
    case 'file':
      if (!allowed.files)
        throw invalidParameter('Protocol "file" needs a data folder: start the server with one');
      if (!/^[A-Za-z0-9_][\w.-]{0,99}$/.test(endpoint)) {
        throw invalidParameter(
          `Endpoint "${endpoint}" must be a file name of letters, digits, underscores, hyphens and periods`,
        );
      }
      return protocol;
    case 'email':
    case 'email-json':
      if (!/^[^\s@]+@[^\s@]+$/.test(endpoint))
        throw invalidParameter(`Endpoint "${endpoint}" is not an e-mail address`);
      return protocol;
  }
}

function checkUrl(protocol: string, endpoint: string, allowed: readonly string[]): void {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== `${protocol}:`)
    throw invalidParameter(`Endpoint "${endpoint}" is not a URL of ${protocol}`);
  if (!isLoopback(url.hostname)) {
    throw invalidParameter(
      `Endpoint "${endpoint}": the embedded AWS delivers to this machine only; use a URL of 127.0.0.1 or localhost`,
    );
  }
  const reason = refusedUrl(url, allowed);
  if (reason !== undefined) throw invalidParameter(`Endpoint "${endpoint}": ${reason}`);
}

/** Why nothing is posted to a URL; `undefined`: it is. */
export function refusedUrl(url: URL, allowed: readonly string[]): string | undefined {
  const address = `${url.hostname}:${url.port || (url.protocol === 'https:' ? 443 : 80)}`;
  if (isLoopback(url.hostname) && allowed.includes(address)) return undefined;
  return `the embedded AWS was not started to post there; start it with --allow-endpoint ${address}`;
}
