import type { ErrorCode } from './declare-errors.ts';

/** Who can fix it: the user who wrote the input, the service that was called, or the maintainers. */
export type Fault = 'user' | 'service' | 'bug';

export interface ErrorOptions {
  /** Default: `user`. */
  readonly fault?: Fault;
  /** Its cause, for `--debug`. */
  readonly cause?: unknown;
  /** Facts for machines: plain JSON, no secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

// A registered symbol, not `instanceof`: two bundles of this package in one process are two classes.
const brand = Symbol.for('groundcrew.error');

/**
 * The only error that this project throws on purpose.
 *
 * `code` is a dotted literal (`inventory.file.not-csv`), stable across releases. `message` is for a
 * person: what is wrong with the value quoted, where it is, and what to do about it.
 */
export class GroundcrewError extends Error {
  readonly code: ErrorCode;
  readonly fault: Fault;
  readonly details: Readonly<Record<string, unknown>>;
  readonly [brand] = true;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'GroundcrewError';
    this.code = code;
    this.fault = options.fault ?? 'user';
    this.details = options.details ?? {};
  }
}

/** Whether `value` is a {@link GroundcrewError}, also from another bundle; with `code`, whether it has this code. */
export function isGroundcrewError(value: unknown, code?: string): value is GroundcrewError {
  return (
    typeof value === 'object' &&
    value !== null &&
    brand in value &&
    (code === undefined || (value as GroundcrewError).code === code)
  );
}

/** The message of anything that was thrown; never throws itself. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name;
  return typeof thrown === 'string' ? thrown : String(JSON.stringify(thrown) ?? thrown);
}

/** Anything that was thrown as an Error: itself if it is one, or else one with its {@link messageOf}. */
export function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(messageOf(thrown));
}
