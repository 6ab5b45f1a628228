import { truncate } from '@groundcrew/report';
import type { Io } from './io.ts';
import { type ProgressState, progressLine, type Sample } from './progress-line.ts';

export interface Progress {
  /** Cheap: may be called for each batch; draws at most ten times a second. */
  update(state: ProgressState): void;
  /** Erases the line. Call it before anything else is written to the terminal. */
  end(): void;
}

export interface ProgressOptions {
  /** The work in one word, as the line is short: `Loading`. */
  readonly label: string;
  /** The unit of the count, in the plural: `rows`. */
  readonly unit: string;
}

const REDRAW_INTERVAL_MS = 100;
/** Without a terminal: a log should have few lines. */
const LOG_INTERVAL_MS = 10_000;
/** The rate is measured over this time. */
const RATE_WINDOW_MS = 10_000;

const CLEAR_LINE = '\r\u001b[2K';

/** Progress on stderr: one line that is redrawn in a terminal, elsewhere a line every ten seconds. */
export function createProgress(io: Io, { label, unit }: ProgressOptions): Progress {
  const { stderr } = io;
  const intervalMs = stderr.isTty ? REDRAW_INTERVAL_MS : LOG_INTERVAL_MS;
  const samples: Sample[] = [{ atMs: io.now(), done: 0, fraction: 0 }];
  let drawnAtMs = stderr.isTty ? Number.NEGATIVE_INFINITY : io.now();
  let isShown = false;
  return {
    update(state) {
      const atMs = io.now();
      if (atMs - drawnAtMs < intervalMs) return;
      drawnAtMs = atMs;
      const sample = { ...state, atMs };
      samples.push(sample);
      while (samples.length > 2 && samples[1]!.atMs <= atMs - RATE_WINDOW_MS) samples.shift();
      const line = progressLine(label, unit, samples[0]!, sample);
      if (!stderr.isTty) {
        stderr.write(`${line}\n`);
        return;
      }
      // The last column stays free: some terminals wrap when it is written to.
      stderr.write(CLEAR_LINE + truncate(line, (stderr.columns ?? 80) - 1));
      isShown = true;
    },
    end() {
      if (isShown) stderr.write(CLEAR_LINE);
      isShown = false;
    },
  };
}
