import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GroundcrewError } from '@groundcrew/errors';

/**
 * Makes a server listen on 127.0.0.1; 0: any free port. Resolves to its port.
 *
 * @throws GroundcrewError `local.port.taken` if the port is in use, `local.port.refused` if it can't be bound.
 */
export async function listenOnLoopback(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(listenError(error, port)));
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}

function listenError(error: NodeJS.ErrnoException, port: number): GroundcrewError {
  if (error.code === 'EADDRINUSE') {
    return new GroundcrewError(
      'local.port.taken',
      `port ${port} of 127.0.0.1 is in use; stop the process that uses it or choose another port`,
      { cause: error },
    );
  }
  return new GroundcrewError(
    'local.port.refused',
    `port ${port} of 127.0.0.1 can't be bound (${error.code ?? error.message}); choose another port`,
    { cause: error },
  );
}
