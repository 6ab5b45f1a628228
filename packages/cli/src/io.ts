/** The output for results. */
export interface Output {
  readonly isTty: boolean;
  /** Columns of the terminal; `undefined`: not a terminal, no limit. */
  readonly columns: number | undefined;
  readonly hasColor: boolean;
  /**
   * Resolves when more can be written.
   *
   * @throws GroundcrewError `cli.output.closed` when the reader has closed the pipe, as `head` does; `cli.output.failed`
   * when the disk is full.
   */
  write(chunk: string | Uint8Array): Promise<void>;
}

/** The output for everything else: progress, warnings, questions, errors. Never fails. */
export interface Messages {
  readonly isTty: boolean;
  readonly columns: number | undefined;
  readonly hasColor: boolean;
  write(text: string): void;
}

export interface Input {
  readonly isTty: boolean;
  /** `signal` stops reading an input that may never end: a terminal, a pipe whose writer hangs. */
  read(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/**
 * All input and output of a command: no command uses `process`, so that tests record all of it. Created by
 * `createProcessIo` for a shell and by `createRecordingIo` for a test.
 */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Messages;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Rejects with the signal's reason when it is aborted. Tests wait for a small part of the time. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Calls `listener` at each Ctrl-C (or SIGTERM, or once where the terminal is closed) until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /** One line typed by the user, after a question on stderr; `undefined`: the input ended. */
  ask(question: string): Promise<string | undefined>;
  /** Ends the process immediately, with work in progress. */
  exit(code: number): void;
}
