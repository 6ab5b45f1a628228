import { sleep } from '@groundcrew/async';
import type { Io } from '@groundcrew/cli';
import { type ErrorCode, isGroundcrewError, messageOf } from '@groundcrew/errors';
import { readAhead, type Report } from '@groundcrew/report';
import type { ReportSource } from './report-commands.ts';

/** A command that was run, and its report. */
export interface ReportRun {
  readonly id: string;
  readonly words: readonly string[];
  readonly atMs: number;
  readonly state:
    | { readonly step: 'running' }
    | { readonly step: 'done'; readonly report: Report | undefined; readonly exitCode: number }
    | { readonly step: 'failed'; readonly message: string; readonly code: ErrorCode | undefined }
    | { readonly step: 'stopped' };
  /** What the command printed beside its report, at most the last lines. */
  readonly messages: string;
}

export interface ReportRuns {
  /** The newest run of these words, also one that failed: only a person runs it again. */
  find(words: readonly string[], isOfAnyAge: boolean): ReportRun | undefined;
  start(words: readonly string[]): ReportRun;
  get(id: string): ReportRun | undefined;
  stop(id: string): void;
  close(): void;
}

export interface ReportRunsDeps {
  readonly source: ReportSource;
  readonly createId: () => string;
  readonly onChange: () => void;
  readonly now: () => number;
}

const MAX_RUNS = 20;
/** Of one report: more rows belong into a file. */
const MAX_ROWS = 100_000;
const MAX_MESSAGE_CHARACTERS = 8_000;
/** What a link shows is not older than this. */
const FRESH_MS = 10 * 60_000;

interface Entry extends ReportRun {
  state: ReportRun['state'];
  messages: string;
  readonly stop: () => void;
}

export function createReportRuns({ source, createId, onChange, now }: ReportRunsDeps): ReportRuns {
  const runs = new Map<string, Entry>();

  function makeRoom(): void {
    for (const [id, { stop }] of runs) {
      if (runs.size < MAX_RUNS) return;
      stop();
      runs.delete(id);
    }
  }

  return {
    get: (id) => runs.get(id),
    find: (words, isOfAnyAge) =>
      [...runs.values()]
        .reverse()
        .find(
          (run) =>
            sameWords(run.words, words) &&
            (isOfAnyAge || run.state.step === 'running' || now() - run.atMs < FRESH_MS),
        ),
    start(words) {
      makeRoom();
      const interrupts = new Set<() => void>();
      let isStopped = false;
      const entry: Entry = {
        id: createId(),
        words,
        atMs: now(),
        state: { step: 'running' },
        messages: '',
        stop() {
          isStopped = true;
          for (const interrupt of interrupts) interrupt();
        },
      };
      runs.set(entry.id, entry);
      const io = quietIo(source.environment, now, interrupts, (text) => {
        entry.messages = lastLines(entry.messages + text);
      });
      let report: Report | undefined;
      const work = async () => {
        // A page has the columns of a page, however wide a terminal would be.
        const all = [...words, ...source.globalWords, '--output', 'html'];
        const exitCode = await source.run(all, io, async (printed) => {
          report = await readAhead(printed, checkRows);
        });
        return { step: 'done', report, exitCode } as const;
      };
      work()
        .catch((error: unknown) =>
          isStopped
            ? ({ step: 'stopped' } as const)
            : ({
                step: 'failed',
                message: messageOf(error),
                code: isGroundcrewError(error) ? error.code : undefined,
              } as const),
        )
        .then(
          (state) => {
            entry.state = state;
            onChange();
          },
          () => undefined,
        );
      return entry;
    },
    stop: (id) => runs.get(id)?.stop(),
    close() {
      for (const { stop } of runs.values()) stop();
    },
  };
}

function sameWords(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, at) => word === b[at]);
}

function checkRows(rows: number): void {
  if (rows === MAX_ROWS)
    throw new Error(
      `the report has more than ${MAX_ROWS} rows; run the command in a shell, with --output csv`,
    );
}

/** No terminal: no color, no questions; what is printed is kept. */
function quietIo(
  environment: Io['environment'],
  now: () => number,
  interrupts: Set<() => void>,
  onMessage: (text: string) => void,
): Io {
  const plain = { isTty: false, columns: undefined, hasColor: false };
  return {
    stdin: { isTty: false, read: nothing },
    stdout: {
      ...plain,
      async write(chunk) {
        onMessage(Buffer.from(chunk as Uint8Array).toString('utf8'));
      },
    },
    stderr: { ...plain, write: onMessage },
    environment,
    now,
    sleep,
    onInterrupt(listener) {
      interrupts.add(listener);
      return () => interrupts.delete(listener);
    },
    ask: async () => undefined,
    exit() {
      // The second interrupt of a command that is slow to end: the console continues.
    },
  };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

function lastLines(text: string): string {
  return text.length <= MAX_MESSAGE_CHARACTERS ? text : `… ${text.slice(-MAX_MESSAGE_CHARACTERS)}`;
}
