import type { Io } from '@groundcrew/cli';
import { type Notice, noticeEnvironment, type WatchedInstance } from '@groundcrew/ec2/watch';
import { messageOf } from '@groundcrew/errors';
import { type CommandResult, runCommand } from './run-command.ts';

export interface NoticeRunnerDeps {
  readonly instance: WatchedInstance;
  readonly io: Io;
  readonly signal: AbortSignal;
  /** Seconds; `undefined`: until the notice's time. */
  readonly execTimeout: number | undefined;
  readonly log: (text: string) => void;
}

/** Runs a shell command for notices, one after the other. Failures are logged; it never rejects. */
export function createNoticeRunner(line: string, deps: NoticeRunnerDeps): (notice: Notice) => Promise<void> {
  let last = Promise.resolve();
  return (notice) => {
    last = last.then(() => runFor(notice, line, deps));
    return last;
  };
}

async function runFor(notice: Notice, line: string, deps: NoticeRunnerDeps): Promise<void> {
  const { instance, io, signal, execTimeout, log } = deps;
  if (signal.aborted) return;
  const nowMs = io.now();
  try {
    const end = await runCommand(line, {
      environment: { ...io.environment, ...noticeEnvironment(notice, instance, nowMs) },
      timeoutMs: timeoutMs(notice, execTimeout, nowMs),
      signal,
      write: (text) => io.stderr.write(text),
    });
    log(`the command for ${notice.id} ${endText(end)}`);
  } catch (error) {
    log(messageOf(error));
  }
}

/**
 * Until the notice's time; without a limit if that is past or unknown: the remaining time of such an instance is
 * unknown.
 */
export function timeoutMs({ time }: Notice, execTimeout: number | undefined, nowMs: number): number {
  const leftMs = time === null ? 0 : Date.parse(time) - nowMs;
  const untilTimeMs = leftMs > 0 ? leftMs : Number.POSITIVE_INFINITY;
  return Math.min(untilTimeMs, execTimeout === undefined ? Number.POSITIVE_INFINITY : execTimeout * 1000);
}

function endText({ exitCode, endedBy, timedOut }: CommandResult): string {
  const how = exitCode === null ? `was ended by ${endedBy}` : `ended with exit code ${exitCode}`;
  return timedOut ? `${how}, out of time` : how;
}
