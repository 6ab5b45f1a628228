import { isIP } from 'node:net';

/** A proxy of the environment. */
export interface Proxy {
  /** The variable that names it, as it is written there: `https_proxy`. */
  readonly variable: string;
  readonly host: string;
  readonly port: number;
}

// A symbol of the process: the functions' bundles may have this module twice.
const PROXIES = Symbol.for('groundcrew.aws-core.proxies');

/**
 * Attaches the proxies of a client to an error of one of its requests. The error of a connection has the address that was
 * tried, and not whose it is: a proxy that does not respond would look like an endpoint.
 */
export function attachProxies(error: unknown, proxies: readonly Proxy[]): void {
  if (typeof error === 'object' && error !== null) Reflect.defineProperty(error, PROXIES, { value: proxies });
}

/** The proxies that {@link attachProxies} attached; default: none. */
export function attachedProxies(error: object): readonly Proxy[] {
  return (error as { readonly [PROXIES]?: readonly Proxy[] })[PROXIES] ?? [];
}

/** Where a connection was tried to, and the proxies of its client. */
export interface TriedAddress {
  readonly address?: string;
  readonly hostname?: string;
  readonly port?: number;
  readonly proxies?: readonly Proxy[];
}

/** The proxies that the connection was tried to: one, by each variable that names it; none: it was another address. */
export function proxiesAt({ address, hostname, port, proxies = [] }: TriedAddress): readonly Proxy[] {
  const ofPort = proxies.filter((proxy) => port === undefined || port === proxy.port);
  const exact = ofPort.filter(({ host }) => host === hostname || host === address);
  if (exact.length > 0 || address === undefined || port === undefined || isOfEndpoints(port)) return exact;
  // The address of a name is not known here: its port is rarely that of an endpoint, too.
  return ofPort.filter(({ host }) => isIP(host) === 0);
}

/** The variables of proxies, for messages. */
export function namesOfProxies(proxies: readonly Proxy[]): string {
  return proxies.map(({ variable }) => variable).join(' and ');
}

function isOfEndpoints(port: number): boolean {
  return port === 80 || port === 443;
}
