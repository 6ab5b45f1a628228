import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { GroundcrewError } from '@groundcrew/errors';

export interface RunOptions {
  /** All that the command finds in its environment. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** How long it may run, in milliseconds; as long as it likes, if left out. */
  readonly timeoutMs?: number;
  /** Ends it, when aborted. */
  readonly signal: AbortSignal;
  /** What it is given to put things in order after SIGTERM; 5,000 unless said otherwise. */
  readonly graceMs?: number;
  /** Takes what it writes to its stdout and stderr. */
  readonly write: (text: string) => void;
}

/** How a command ended. */
export interface CommandResult {
  /** `null`: a signal ended it. */
  readonly exitCode: number | null;
  readonly endedBy: string | null;
  readonly timedOut: boolean;
}

/** What is still in its pipes when it has ended is there at once; a process that it left behind may hold them open. */
const DRAIN_TIMEOUT_MS = 250;
/** Node's timers know no more: 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs a line of shell with all its children as one group, which is ended as one. Nothing of it is made up here:
 * facts reach it by its environment.
 *
 * @throws GroundcrewError `ec2.watch.command-not-started`
 */
export async function runCommand(line: string, options: RunOptions): Promise<CommandResult> {
  const { environment, timeoutMs = Number.POSITIVE_INFINITY, graceMs = 5_000, signal, write } = options;
  const child = start(line, environment);
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', write);
  const closed = once(child, 'close');
  // Where it can't be started, both are told, and one is enough.
  closed.catch(() => {});
  const ended = once(child, 'exit') as Promise<[number | null, string | null]>;
  let timedOut = false;
  const onTimeout = () => {
    timedOut = true;
    end(child, graceMs);
  };
  const timer = timeoutMs <= MAX_TIMER_MS ? setTimeout(onTimeout, Math.max(0, timeoutMs)) : undefined;
  const interrupt = () => end(child, graceMs);
  signal.addEventListener('abort', interrupt, { once: true });
  if (signal.aborted) interrupt();
  try {
    const [exitCode, endedBy] = await ended;
    await Promise.race([closed, delay(DRAIN_TIMEOUT_MS, undefined, { ref: false })]);
    return { exitCode, endedBy, timedOut };
  } catch (cause) {
    throw notStartedError(line, cause);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', interrupt);
    child.stdout.destroy();
    child.stderr.destroy();
  }
}

function start(line: string, environment: RunOptions['environment']) {
  try {
    return spawn(line, { shell: true, detached: true, stdio: ['ignore', 'pipe', 'pipe'], env: environment });
  } catch (cause) {
    throw notStartedError(line, cause);
  }
}

/** Asks the group to end, and after a while makes it. */
function end(child: ChildProcess, graceMs: number): void {
  kill(child, 'SIGTERM');
  const timer = setTimeout(() => kill(child, 'SIGKILL'), graceMs);
  child.once('exit', () => clearTimeout(timer));
}

function kill({ pid }: ChildProcess, name: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, name);
  } catch {
    // It ended by itself meanwhile.
  }
}

function notStartedError(line: string, cause: unknown): GroundcrewError {
  return new GroundcrewError(
    'ec2.watch.command-not-started',
    `could not start a shell for "${line}"; check that there is /bin/sh, and room for another process`,
    { cause },
  );
}
