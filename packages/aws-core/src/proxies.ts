import { isIP } from 'node:net';
import type { ServiceErrorFacts } from './classify.ts';

/** A proxy of the environment. */
export interface Proxy {
  /** The variable that names it, as it is written there: `https_proxy`. */
  readonly variable: string;
  readonly host: string;
  readonly port: number;
}

/**
 * The proxies of this process, as its clients were last made. An error of a connection has the address that was tried, and
 * not whose it is: without them, a proxy that nobody listens at looks like an endpoint.
 */
let inUse: readonly Proxy[] = [];

export function useProxies(proxies: readonly Proxy[]): void {
  inUse = proxies;
}

/** The proxy in use that a connection was tried to, of each variable that names it; none: it was another address. */
export function proxiesAt({
  address,
  hostname,
  port,
}: Pick<ServiceErrorFacts, 'address' | 'hostname' | 'port'>): readonly Proxy[] {
  const ofPort = inUse.filter((proxy) => port === undefined || port === proxy.port);
  const exact = ofPort.filter(({ host }) => host === hostname || host === address);
  if (exact.length > 0 || address === undefined || port === undefined || isOfEndpoints(port)) return exact;
  // The address of a name is not known here: its port is rarely that of an endpoint, too.
  return ofPort.filter(({ host }) => isIP(host) === 0);
}

/** The variables of proxies, for messages; default: of all in use. */
export function namesOfProxies(proxies: readonly Proxy[] = inUse): string {
  return proxies.map(({ variable }) => variable).join(' and ');
}

function isOfEndpoints(port: number): boolean {
  return port === 80 || port === 443;
}
