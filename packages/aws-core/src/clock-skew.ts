import type { ServiceErrorFacts } from './classify.ts';

/** Errors that name the time (EC2 API Reference, "Error codes"; Amazon S3 API Reference, "Error responses"). */
const clockErrors = new Set(['RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed']);

/**
 * Errors that have another reason if the clock is right: EC2 answers a signature of a wrong time with the first, and with
 * `RequestExpired`.
 */
const signatureErrors = new Set(['AuthFailure', 'InvalidSignatureException', 'SignatureDoesNotMatch']);

/** AWS accepts signatures of five minutes before and after (IAM User Guide, "Signing AWS API requests"). */
const LIMIT_MS = 4 * 60_000;

/**
 * How far this machine's clock is ahead of the service's, in milliseconds, negative if it is behind; `undefined`: the
 * error is not about the clock, or the clock is right. By the times in the message, or by the `Date` of the response.
 */
export function clockSkewMs(
  { name, message, headers }: ServiceErrorFacts,
  nowMs: number,
): number | undefined {
  // "Signature expired: (ours) is now earlier than (its limit) ((its time) - 5 min.)".
  const [signedMs, limitMs, serviceMs = limitMs] = /^Signature (?:expired|not yet current)/.test(message)
    ? timesIn(message)
    : [];
  if (signedMs !== undefined && serviceMs !== undefined) return signedMs - serviceMs;
  if (!clockErrors.has(name) && !signatureErrors.has(name)) return undefined;
  const skewMs = skewByDate(headers, nowMs);
  return Math.abs(skewMs) >= LIMIT_MS ? skewMs : undefined;
}

/** Whether the `Date` of the response shows that this machine's clock is right; `undefined`: it has none. */
export function isClockRight({ headers }: ServiceErrorFacts, nowMs: number): boolean | undefined {
  const skewMs = skewByDate(headers, nowMs);
  return Number.isNaN(skewMs) ? undefined : Math.abs(skewMs) < LIMIT_MS;
}

function skewByDate(headers: ServiceErrorFacts['headers'], nowMs: number): number {
  return nowMs - Date.parse(headers?.date ?? '');
}

function timesIn(message: string): number[] {
  return [...message.matchAll(/\b(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/g)].map(
    ([, year, month, day, hour, minute, second]) =>
      Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`),
  );
}

/** What is wrong with the clock, and what to do. */
export function clockText(skewMs: number | undefined): string {
  const advice = 'set it by a time server (timedatectl set-ntp true), and retry';
  if (skewMs === undefined) return `the clock of this machine is wrong; ${advice}`;
  const minutes = Math.round(Math.abs(skewMs) / 60_000);
  return `the clock of this machine is ${minutes} minutes ${skewMs > 0 ? 'ahead' : 'behind'}; ${advice}`;
}
