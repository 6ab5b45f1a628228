import { sleep } from '@groundcrew/async';
import { outputClosedError } from '../errors.ts';
import type { Io } from '../io.ts';
import { hostEnvironment } from './env.ts';

export interface RecordingIoOptions {
  /** Whether stdin, stdout and stderr are a terminal; default: no. */
  readonly isTty?: boolean;
  /** Columns of that terminal; default: 80. */
  readonly columns?: number;
  readonly hasColor?: boolean;
  readonly stdin?: string | Uint8Array;
  /** Added to that of the process, where tests stub what the SDK reads. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Lines that the user types, one per question; after the last one, the input has ended. */
  readonly answers?: readonly string[];
  readonly now?: () => number;
  /** Default: a small part of the time. */
  readonly sleep?: Io['sleep'];
  /** Number of writes to stdout after which its reader closes the pipe, as with `head`. */
  readonly closesAfterWrites?: number;
}

export interface RecordingIo extends Io {
  /** All output to stdout. */
  out(): string;
  outBytes(): Uint8Array;
  /** All output to stderr. */
  err(): string;
  /** Ctrl-C. */
  interrupt(): void;
  /** Exit codes of immediate exits. */
  readonly exits: readonly number[];
  readonly questions: readonly string[];
}

/** Pauses between retries and polls last this much shorter in tests. */
const SHORTER = 50;

/** An io that records the output, for tests. */
export function createRecordingIo(options: RecordingIoOptions = {}): RecordingIo {
  const { isTty = false, hasColor = false, now = Date.now } = options;
  const columns = isTty ? (options.columns ?? 80) : undefined;
  const outChunks: Uint8Array[] = [];
  const errChunks: string[] = [];
  const listeners = new Set<() => void>();
  const exits: number[] = [];
  const questions: string[] = [];
  const answers = [...(options.answers ?? [])];
  const outBytes = () => Buffer.concat(outChunks);
  return {
    stdin: {
      isTty,
      async *read() {
        if (options.stdin !== undefined) yield Buffer.from(options.stdin as string);
      },
    },
    stdout: {
      isTty,
      columns,
      hasColor,
      async write(chunk) {
        if (outChunks.length === options.closesAfterWrites) throw outputClosedError();
        outChunks.push(Buffer.from(chunk as string));
      },
    },
    stderr: { isTty, columns, hasColor, write: (text) => void errChunks.push(text) },
    environment: { ...hostEnvironment, ...options.environment },
    now,
    sleep: options.sleep ?? ((ms, signal) => sleep(ms / SHORTER, signal)),
    onInterrupt(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async ask(question) {
      questions.push(question);
      return answers.shift();
    },
    exit: (code) => void exits.push(code),
    out: () => outBytes().toString('utf8'),
    outBytes,
    err: () => errChunks.join(''),
    interrupt() {
      for (const listener of [...listeners]) listener();
    },
    exits,
    questions,
  };
}
