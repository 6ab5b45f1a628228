import type { ReadStream, WriteStream } from 'node:tty';
import { sleep } from '@groundcrew/async';
import { interruptedError, outputClosedError, outputFailedError } from './errors.ts';
import type { Io, Messages, Output } from './io.ts';

/** SIGHUP: the terminal was closed, or the connection to it was lost. */
type InterruptSignal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** The part of Node's `process` that is used. */
export interface ProcessLike {
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  on(event: InterruptSignal, listener: () => void): unknown;
  off(event: InterruptSignal, listener: () => void): unknown;
  emit(event: 'SIGINT'): unknown;
  exit(code: number): void;
}

/** The io of a shell: created once, in the composition root, with Node's `process`. */
export function createProcessIo(host: ProcessLike): Io {
  return {
    stdin: {
      isTty: host.stdin.isTTY === true,
      read(signal) {
        // A stream that is being read would keep the process alive after all output.
        signal?.addEventListener('abort', () => host.stdin.destroy(), { once: true });
        return host.stdin;
      },
    },
    stdout: createOutput(host.stdout, host.env),
    stderr: createMessages(host.stderr, host.env),
    environment: host.env,
    now: Date.now,
    sleep,
    onInterrupt(listener) {
      let isHeard = false;
      const interrupt = () => {
        isHeard = true;
        listener();
      };
      // A shell and the kernel send one each: the second one is not the impatience of a person.
      const hangUp = () => {
        if (!isHeard) interrupt();
      };
      host.on('SIGINT', interrupt);
      host.on('SIGTERM', interrupt);
      host.on('SIGHUP', hangUp);
      return () => {
        host.off('SIGINT', interrupt);
        host.off('SIGTERM', interrupt);
        host.off('SIGHUP', hangUp);
      };
    },
    async ask(question) {
      // Imported here: most commands ask nothing.
      const { createInterface } = await import('node:readline/promises');
      const lines = createInterface({ input: host.stdin, output: host.stderr });
      try {
        return await new Promise<string | undefined>((resolve, reject) => {
          // The terminal is in raw mode, so that Ctrl-C sends no signal: what else is running has to end, too.
          lines.once('SIGINT', () => {
            host.emit('SIGINT');
            reject(interruptedError());
          });
          lines.once('close', () => resolve(undefined));
          lines.question(question).then(resolve, reject);
        });
      } finally {
        lines.close();
      }
    },
    exit: (code) => host.exit(code),
  };
}

function factsOf(stream: WriteStream, environment: ProcessLike['env']) {
  return {
    isTty: stream.isTTY === true,
    // Node's own rule: NO_COLOR, FORCE_COLOR, TERM and the rest.
    hasColor: stream.isTTY === true && stream.hasColors(environment),
  };
}

/** Of a terminal that does not report its width (0): the usual one. */
function columnsOf(stream: WriteStream): number | undefined {
  return stream.isTTY ? stream.columns || 80 : undefined;
}

function createOutput(stream: WriteStream, environment: ProcessLike['env']): Output {
  let failure: Error | undefined;
  // Without a listener, a closed pipe (`| head`) would end the process with a stack trace.
  stream.on('error', (error: Error) => {
    failure ??= error;
  });
  return {
    ...factsOf(stream, environment),
    // Read each time: a terminal's size changes.
    get columns() {
      return columnsOf(stream);
    },
    write: (chunk) =>
      new Promise((resolve, reject) => {
        if (failure) reject(asOutputError(failure));
        else stream.write(chunk, (error) => (error ? reject(asOutputError(error)) : resolve()));
      }),
  };
}

function createMessages(stream: WriteStream, environment: ProcessLike['env']): Messages {
  stream.on('error', () => {});
  return {
    ...factsOf(stream, environment),
    get columns() {
      return columnsOf(stream);
    },
    write(text) {
      stream.write(text);
    },
  };
}

function asOutputError(error: Error): Error {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED'
    ? outputClosedError(error)
    : outputFailedError(error);
}
