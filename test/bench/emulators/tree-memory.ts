import { readdirSync, readFileSync } from 'node:fs';

/**
 * The most memory that a process and those it started have had resident, in MiB; undefined where there is no `/proc`. The sum of peaks is
 * no less than the peak of the sum: for a single process, as all of the contenders are, it is the same.
 */
export function peakMemoryMib(pid: number): number | undefined {
  if (process.platform !== 'linux') return undefined;
  return treeOf(pid).reduce((sum, one) => sum + peakKibOf(one) / 1024, 0);
}

function treeOf(pid: number): number[] {
  const tasks = ifThere(() => readdirSync(`/proc/${pid}/task`)) ?? [];
  const children = tasks.flatMap((task) =>
    (ifThere(() => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8')) ?? '')
      .split(' ')
      .filter(Boolean)
      .map(Number),
  );
  return [pid, ...children.flatMap(treeOf)];
}

/** 0: it has ended. */
function peakKibOf(pid: number): number {
  const status = ifThere(() => readFileSync(`/proc/${pid}/status`, 'utf8')) ?? '';
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0);
}

/** What is read of a process or a thread, which may end meanwhile. */
function ifThere<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
