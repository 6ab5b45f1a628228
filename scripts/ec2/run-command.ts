import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { GroundcrewError } from '@groundcrew/errors';

export interface RunOptions {
  /** The environment of the command. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Timeout, in milliseconds; default: none. */
  readonly timeoutMs?: number;
  /** Ends the command when aborted. */
  readonly signal: AbortSignal;
  /** Time between SIGTERM and SIGKILL; default: 5,000. */
  readonly graceMs?: number;
  /** Receives its stdout and stderr. */
  readonly write: (text: string) => void;
}

/** How a command ended. */
export interface CommandResult {
  /** `null`: a signal ended it. */
  readonly exitCode: number | null;
  readonly endedBy: string | null;
  readonly timedOut: boolean;
}

/** Time to read its pipes after it has ended: a process that it left behind may hold them open. */
const DRAIN_TIMEOUT_MS = 250;
/** Maximum of Node's timers: 24 days. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Runs a shell command with all its children as one process group, which is ended as one. Facts are passed by its
 * environment, and never become part of the command.
 *
 * @throws GroundcrewError `ec2.watch.command-not-started`
 */
export async function runCommand(line: string, options: RunOptions): Promise<CommandResult> {
  const { environment, timeoutMs = Number.POSITIVE_INFINITY, graceMs = 5_000, signal, write } = options;
  const child = start(line, environment);
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', write);
  const closed = once(child, 'close');
  // If it can't be started, both events are emitted, and one is enough.
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

/** Ends the group by SIGTERM, and after a while by SIGKILL. */
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
    // It has already ended by itself.
  }
}

function notStartedError(line: string, cause: unknown): GroundcrewError {
  return new GroundcrewError(
    'ec2.watch.command-not-started',
    `could not start a shell for "${line}"; check that /bin/sh exists and that another process can be started`,
    { cause },
  );
}
