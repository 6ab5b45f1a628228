import { readFileSync } from 'node:fs';

// Plain JavaScript: stripping types from a module takes memory, and is not what is measured.

const isLinux = process.platform === 'linux';

export const peakRssSource = isLinux ? 'VmHWM of /proc/self/status' : 'ru_maxrss of getrusage';

/**
 * The most memory this process has had resident so far, in MiB.
 *
 * On Linux `ru_maxrss`, which is `process.resourceUsage().maxRSS`, is no figure of this program: exec keeps it, and
 * what a child of a large process inherits by fork is that process's own peak (getrusage(2), proc_pid_status(5)).
 * `VmHWM` begins anew with exec.
 */
export function peakRssMib() {
  if (!isLinux) return process.resourceUsage().maxRSS / 1024;
  const status = readFileSync('/proc/self/status', 'utf8');
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1];
  if (kib === undefined)
    throw new Error('/proc/self/status has no line "VmHWM", which the peak is read from');
  return Number(kib) / 1024;
}
