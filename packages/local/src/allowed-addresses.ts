import { GroundcrewError } from '@groundcrew/errors';
import { isLoopback } from './loopback.ts';

/**
 * Reads an address of this machine, `HOST:PORT`.
 *
 * @throws GroundcrewError `local.address.refused`
 */
export function readAllowedEndpoint(text: string): string {
  const [, host, port] = /^([\w.-]+|\[[\d:a-f]+\]):(\d{1,5})$/i.exec(text) ?? [];
  if (host !== undefined && isLoopback(host.toLowerCase()) && Number(port) >= 1 && Number(port) <= 65_535) {
    return `${host.toLowerCase()}:${Number(port)}`;
  }
  throw refused(text, 'HOST:PORT of this machine, such as localhost:3000 or 127.0.0.1:3000');
}

/**
 * Reads a name of this machine.
 *
 * @throws GroundcrewError `local.address.refused`
 */
export function readAllowedHost(text: string): string {
  if (/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(text)) return text.toLowerCase();
  throw refused(text, 'the name of a host, without a port, such as host.docker.internal');
}

function refused(text: string, wanted: string): GroundcrewError {
  return new GroundcrewError('local.address.refused', `the address "${text}" is not ${wanted}`);
}
