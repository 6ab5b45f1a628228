import { formatCount, formatDuration } from '@groundcrew/report';

/** How far a long work is at one moment. */
export interface ProgressState {
  /** Units done: rows, objects. */
  readonly done: number;
  /** Part of the whole that is done, 0 to 1; left out where the whole is not known. */
  readonly fraction?: number;
  /** A few words more: `3 rejected`. */
  readonly detail?: string;
}

export interface Sample extends ProgressState {
  readonly atMs: number;
}

/**
 * One line on the work: done, rate, share, time left. Rate and time left are those between the two
 * samples, so that they follow the work when its pace changes.
 */
export function progressLine(label: string, unit: string, since: Sample, now: Sample): string {
  const parts = [label, `${formatCount(now.done)} ${unit}`];
  const elapsedMs = now.atMs - since.atMs;
  if (elapsedMs > 0 && now.done > since.done) {
    parts.push(`${formatCount(Math.round(((now.done - since.done) / elapsedMs) * 1000))} ${unit}/s`);
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

// Tenths of a second flicker and promise too much.
function timeLeft(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 60 ? `${seconds} s` : formatDuration(seconds * 1000);
}
