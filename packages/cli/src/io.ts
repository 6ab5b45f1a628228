/** Where results go. */
export interface Output {
  readonly isTty: boolean;
  /** Columns of the terminal; `undefined`: not a terminal, no limit. */
  readonly columns: number | undefined;
  readonly hasColor: boolean;
  /**
   * Resolves when there is room for more.
   *
   * @throws GroundcrewError `cli.output.closed` when the reader has gone, as `head` does; `cli.output.failed` when
   * the disk is full.
   */
  write(chunk: string | Uint8Array): Promise<void>;
}

/** Where everything else goes: progress, warnings, questions, errors. Never fails. */
export interface Messages {
  readonly isTty: boolean;
  readonly columns: number | undefined;
  readonly hasColor: boolean;
  write(text: string): void;
}

export interface Input {
  readonly isTty: boolean;
  /** `signal` lets go of what may never end: of a terminal, of a pipe whose writer hangs. */
  read(signal?: AbortSignal): AsyncIterable<Uint8Array>;
}

/**
 * Everything between a command and the outside: no command touches `process`, so that tests record
 * all of it. Made by `createProcessIo` for a shell and by `createRecordingIo` for a test.
 */
export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Messages;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Calls `listener` at each Ctrl-C (or SIGTERM) until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
  /** One line typed by the person, asked for on stderr; `undefined`: the input ended. */
  ask(question: string): Promise<string | undefined>;
  /** Ends the process at once, whatever is under way. */
  exit(code: number): void;
}
