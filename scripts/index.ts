import { sleep } from '@groundcrew/async';
import { type Io, runCli } from '@groundcrew/cli';
import { hostEnvironment } from './env.ts';
import { program } from './program.ts';

/** What a command printed, and how it ended. */
export interface CommandResult {
  /** 0 done, 1 failed, 2 wrong usage, 3 done in part; the others are in the documentation of the command. */
  readonly exitCode: number;
  /** The result: with `--output json` one JSON document. */
  readonly stdout: string;
  /** Progress, warnings and the error. */
  readonly stderr: string;
}

/** How a command is run by {@link run}. */
export interface RunOptions {
  /** Interrupts the command, as Ctrl-C does. */
  readonly signal?: AbortSignal;
  /** The standard input of the command, for `-` as a file; default: empty. */
  readonly stdin?: AsyncIterable<Uint8Array>;
}

/**
 * Runs a command of `groundcrew` in this process, without a terminal: no color, no questions.
 *
 * @param words what is typed after `groundcrew`: `['ec2', 'type', 'm7g.large', '--output', 'json']`
 */
export async function run(words: readonly string[], options: RunOptions = {}): Promise<CommandResult> {
  const stdout = createSink();
  const stderr = createSink();
  const exitCode = await runCli(program, words, createIo(options, stdout, stderr));
  return { exitCode, stdout: stdout.text(), stderr: stderr.text() };
}

type Sink = ReturnType<typeof createSink>;

function createSink() {
  const chunks: Buffer[] = [];
  return {
    isTty: false,
    columns: undefined,
    hasColor: false,
    write: (chunk: string | Uint8Array) => void chunks.push(Buffer.from(chunk as Uint8Array)),
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}

function createIo({ signal, stdin = nothing() }: RunOptions, stdout: Sink, stderr: Sink): Io {
  return {
    stdin: { isTty: false, read: () => stdin },
    stdout: {
      ...stdout,
      async write(chunk) {
        stdout.write(chunk);
      },
    },
    stderr,
    environment: hostEnvironment,
    now: Date.now,
    sleep,
    onInterrupt(listener) {
      if (signal?.aborted) listener();
      signal?.addEventListener('abort', listener);
      return () => signal?.removeEventListener('abort', listener);
    },
    ask: async () => undefined,
    exit() {
      // A process of which the command is only a part continues.
    },
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}
