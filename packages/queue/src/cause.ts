import { createHash } from 'node:crypto';
import type { FailedEvent, FailureKind } from './failed-event.ts';

/** Why a message is in the queue, with what differs from message to message left out. */
export interface Cause {
  readonly kind: FailureKind;
  /** What failed: a function, the target of a rule or schedule, a topic, a queue; `undefined`: not known. */
  readonly failed: string | undefined;
  /** `Error: no item ‹…› in store ‹…›`; empty: not known. */
  readonly error: string;
}

const MAX_ERROR_LENGTH = 200;

/**
 * The cause of a failure.
 *
 * @param problem why what failed could not be read
 */
export function causeOf(failure: FailedEvent, problem = ''): Cause {
  const error = generalize(failure.kind === 'message' ? problem : failure.error);
  return { kind: failure.kind, failed: failedOf(failure), error };
}

/** Failures of one cause have the same key. */
export function keyOfCause({ kind, failed = '', error }: Cause): string {
  return JSON.stringify([kind, failed, error]);
}

/** Short enough to hold as many as a queue has; equal for equal contents. */
export function digestOf(...parts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('base64url').slice(0, 16);
}

function failedOf(failure: FailedEvent): string | undefined {
  switch (failure.kind) {
    case 'invocation':
    case 'stream-batch':
      return unqualified(failure.functionArn);
    case 'rule-target':
    case 'schedule-target':
      return failure.targetArn;
    case 'notification':
      return failure.topicArn;
    case 'message':
      return failure.sourceArn;
    case 'event':
      return undefined;
  }
}

/** The ARN of a function without its version or alias. */
export function unqualified(functionArn: string): string {
  return functionArn.split(':').slice(0, 7).join(':');
}

/**
 * An error without what differs between failures of one cause: ids, numbers, quoted values, times. Only its first line. All
 * patterns are linear.
 */
function generalize(error: string): string {
  const line = error.slice(0, 2_000).split('\n', 1)[0]!.trim();
  const general = line
    .replace(/"[^"]{1,200}"|'[^']{1,200}'/g, '…')
    .replace(/\b[\w-]{0,80}\d[\w:.-]{0,80}/g, '…')
    .replace(/…(?:[\s,/:-]*…)+/g, '…');
  return general.length > MAX_ERROR_LENGTH ? `${general.slice(0, MAX_ERROR_LENGTH - 1)}…` : general;
}
