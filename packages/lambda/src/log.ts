import { isGroundcrewError, messageOf } from '@groundcrew/errors';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

/** Fields of a log line: what is needed to identify the case; never a whole event. */
export type LogFields = Readonly<Record<string, unknown>>;

/** Writes one JSON object per line, with the field names of Lambda's own JSON log format. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same log with `fields` on every line. */
  with(fields: LogFields): Log;
}

export interface LogOptions {
  /** Receives a line without its line break. */
  readonly writeLine: (line: string) => void;
  readonly now: () => number;
  /** Lines below this level are dropped; default: `info`. */
  readonly level?: LogLevel;
  /** Added to every line. */
  readonly fields?: LogFields;
}

const ranks: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** CloudWatch Logs accepts events of 256 KB in every region (API reference, `InputLogEvent`); longer lines are split. */
const MAX_LINE_LENGTH = 60_000;

const SECRET_NAME_PATTERN = /secret|password|passwd|authorization|credential|session-?token|access-?key/i;

export function createLog(options: LogOptions): Log {
  const { writeLine, now, fields: baseFields = {} } = options;
  const lowest = ranks[options.level ?? 'info'];

  function write(level: LogLevel, message: string, fields: LogFields): void {
    if (ranks[level] < lowest) return;
    const head = {
      timestamp: new Date(now()).toISOString(),
      level: level.toUpperCase(),
      message,
      ...baseFields,
    };
    const line = toJson({ ...head, ...fields });
    writeLine(
      line.length <= MAX_LINE_LENGTH
        ? line
        : toJson({
            ...head,
            message: message.slice(0, 2_000),
            cut: `fields of ${line.length} characters left out`,
          }),
    );
  }

  return {
    debug: (message, fields = {}) => write('debug', message, fields),
    info: (message, fields = {}) => write('info', message, fields),
    warn: (message, fields = {}) => write('warn', message, fields),
    error: (message, fields = {}) => write('error', message, fields),
    with: (fields) => createLog({ ...options, fields: { ...baseFields, ...fields } }),
  };
}

/**
 * The fields that a log contains of an error: its code and fault, its details, and the messages of its causes.
 * Never
 * the error object itself: an SDK error contains the request and the response. The stack is included only for bugs.
 */
export function describeError(thrown: unknown): LogFields {
  const causes: string[] = [];
  let cause = causeOf(thrown);
  while (cause !== undefined && causes.length < 5) {
    causes.push(cause instanceof Error ? `${cause.name}: ${messageOf(cause)}` : messageOf(cause));
    cause = causeOf(cause);
  }
  const known = isGroundcrewError(thrown);
  return {
    code: known ? thrown.code : 'unexpected',
    fault: known ? thrown.fault : 'bug',
    message: messageOf(thrown),
    ...(known && Object.keys(thrown.details).length > 0 ? { details: thrown.details } : {}),
    ...(causes.length > 0 ? { causes } : {}),
    ...((!known || thrown.fault === 'bug') && thrown instanceof Error ? { stack: thrown.stack } : {}),
  };
}

function causeOf(thrown: unknown): unknown {
  return thrown instanceof Error ? thrown.cause : undefined;
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value, (key, inner: unknown) => {
      if (SECRET_NAME_PATTERN.test(key)) return '[left out]';
      if (typeof inner === 'bigint') return String(inner);
      if (inner instanceof Error) return describeError(inner);
      return inner;
    });
  } catch (error) {
    // A field that can't be serialized (a cycle, a getter that throws) must not fail the line or the invocation.
    const { timestamp, level, message } = value as Record<string, unknown>;
    return JSON.stringify({ timestamp, level, message, cut: `fields left out: ${messageOf(error)}` });
  }
}
