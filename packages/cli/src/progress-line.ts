import { formatCount, formatDuration } from '@groundcrew/report';

/** The progress of long work at one time. */
export interface ProgressState {
  /** Units done: rows, objects. */
  readonly done: number;
  /** Fraction of the whole that is done, 0 to 1; left out if the whole is unknown. */
  readonly fraction?: number;
  /** Additional text: `3 rejected`. */
  readonly detail?: string;
}

export interface Sample extends ProgressState {
  readonly atMs: number;
}

/**
 * One line on the work: done, rate, percentage, time left. Rate and time left are measured between the two samples, so
 * that they follow changes of the rate.
 */
export function progressLine(label: string, unit: string, since: Sample, now: Sample): string {
  const counted = (count: number) => `${formatCount(count)} ${count === 1 ? unit.replace(/s$/, '') : unit}`;
  const parts = [label, counted(now.done)];
  const elapsedMs = now.atMs - since.atMs;
  if (elapsedMs > 0 && now.done > since.done) {
    parts.push(`${counted(Math.round(((now.done - since.done) / elapsedMs) * 1000))}/s`);
  }
  if (now.fraction !== undefined) {
    const fraction = Math.min(1, Math.max(0, now.fraction));
    parts.push(`${Math.floor(fraction * 100)}%`);
    const gained = fraction - (since.fraction ?? 0);
    if (elapsedMs > 0 && gained > 0 && fraction < 1) {
      parts.push(`${timeLeft(((1 - fraction) / gained) * elapsedMs)} left`);
    }
  }
  if (now.detail) parts.push(now.detail);
  return parts.join('  ');
}

// Tenths of a second would flicker, and be more precise than the estimate.
function timeLeft(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
}
