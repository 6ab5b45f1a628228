import type { Language } from './messages/catalog.ts';
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

const durationUnits = {
  en: { ms: ' ms', s: ' s', min: ' min', h: ' h', d: ' d' },
  ko: { ms: '밀리초', s: '초', min: '분', h: '시간', d: '일' },
} as const satisfies Record<Language, object>;

/** A duration in milliseconds for people: `12 ms`, `1.4 s`, `3 min 5 s`, `2 h 7 min`, `14 d`; `3분 5초`. */
export function formatDuration(ms: number, language: Language = 'en'): string {
  const units = durationUnits[language];
  if (ms < 999.5) return `${Math.round(ms)}${units.ms}`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)}${units.s}`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)}${units.min} ${seconds % 60}${units.s}`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)}${units.h} ${minutes % 60}${units.min}`;
  const hours = Math.round(minutes / 60);
  const rest = hours % 24 === 0 ? '' : ` ${hours % 24}${units.h}`;
  return `${Math.floor(hours / 24)}${units.d}${rest}`;
}

/** A value for people; `null` is empty. */
export function formatValue(value: Value | undefined, unit: Unit = 'text', language?: Language): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (unit === 'percent') return `${counts().format(value)}%`;
  if (unit === 'duration') return formatDuration(value, language);
  return unit === 'usd' ? dollars().format(value) : formatCount(value);
}
