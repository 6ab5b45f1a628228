import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Where the embedded AWS of {@link startServer} is, and what it has. */
export interface Server {
  readonly endpoint: string;
  readonly region: string;
  readonly stock: string;
  readonly rejects: string;
  readonly table: string;
  /** Requests since its start. */
  requests(): Promise<number>;
  close(): void;
}

/** Starts an embedded AWS in a process of its own. */
export async function startServer(): Promise<Server> {
  const child = fork(fileURLToPath(new URL('serve.ts', import.meta.url)));
  const answer = async (): Promise<unknown> => {
    const [message] = (await Promise.race([
      once(child, 'message'),
      once(child, 'exit').then(([code]) => {
        throw new Error(`the embedded AWS has ended with ${code}`);
      }),
    ])) as unknown[];
    return message;
  };
  const place = (await answer()) as Omit<Server, 'requests' | 'close'>;
  return {
    ...place,
    async requests() {
      child.send('count');
      return ((await answer()) as { requests: number }).requests;
    },
    close: () => child.disconnect(),
  };
}
