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
  const children = readdirSync(`/proc/${pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
  return [pid, ...children.flatMap(treeOf)];
}

function peakKibOf(pid: number): number {
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
}
