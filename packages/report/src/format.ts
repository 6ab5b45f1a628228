import type { Unit, Value } from './report.ts';

const counts = lazily(() => new Intl.NumberFormat('en-US', { maximumFractionDigits: 3 }));
const dollars = lazily(
  () => new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD', maximumFractionDigits: 6 }),
);

/** Makes a value when it is first asked for: a number format takes as long to make as a short command to run. */
export function lazily<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

/** `1234567` as `1,234,567`. */
export function formatCount(count: number): string {
  // As most are: no format has to be made for it.
  if (Number.isInteger(count) && count >= 0 && count < 1000) return String(count);
  return counts().format(count);
}

/** `1 change`, `1,204 changes`. */
export function countOf(count: number, word: string, plural = `${word}s`): string {
  return `${formatCount(count)} ${count === 1 ? word : plural}`;
}

/** A duration in milliseconds for people: `12 ms`, `1.4 s`, `3 min 5 s`, `2 h 7 min`. */
export function formatDuration(ms: number): string {
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** A value for people; `null` is empty. */
export function formatValue(value: Value | undefined, unit: Unit = 'text'): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (unit === 'percent') return `${counts().format(value)}%`;
  if (unit === 'duration') return formatDuration(value);
  return unit === 'usd' ? dollars().format(value) : formatCount(value);
}
