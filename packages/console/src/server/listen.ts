import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { GroundcrewError } from '@groundcrew/errors';

/** Answered without a token, so that a second console finds the first one; it shows nothing else. */
export const PING_PATH = '/ping';
export const PING_ANSWER = 'groundcrew console';

/**
 * Makes the console's server listen on 127.0.0.1; 0: any free port. Resolves to its port.
 *
 * @throws GroundcrewError `console.port.taken`, `console.port.refused`
 */
export async function listenForPages(server: Server, port: number): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  } catch (error) {
    throw await listenError(error as NodeJS.ErrnoException, port);
  }
  return (server.address() as AddressInfo).port;
}

async function listenError(error: NodeJS.ErrnoException, port: number): Promise<GroundcrewError> {
  if (error.code !== 'EADDRINUSE') {
    return new GroundcrewError(
      'console.port.refused',
      `port ${port} of 127.0.0.1 can't be bound (${error.code ?? error.message}); pass another one: --port`,
      { cause: error },
    );
  }
  const who = (await isConsole(port)) ? 'another groundcrew console' : 'another program';
  const help =
    who === 'another program'
      ? 'stop it, or pass another port: --port'
      : 'open the address that it printed, stop it, or pass another port: --port';
  return new GroundcrewError('console.port.taken', `${who} listens on port ${port} of 127.0.0.1; ${help}`, {
    cause: error,
  });
}

async function isConsole(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}${PING_PATH}`, {
      signal: AbortSignal.timeout(1_000),
    });
    return (await answer.text()) === PING_ANSWER;
  } catch {
    return false;
  }
}
