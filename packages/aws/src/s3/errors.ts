import { kmsFailureOf, wrapServiceError } from '@groundcrew/aws-core';
import { type ErrorCode, GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import { formatS3Uri } from './s3-uri.ts';

/** The S3 operation that failed. */
export interface S3ErrorContext {
  readonly bucket: string;
  readonly key?: string;
  readonly versionId?: string;
  /** The code of failures without one of their own: `aws-s3.read-failed`. */
  readonly code: ErrorCode;
  /** Follows "could not": `read s3://shop/stock.csv`. */
  readonly doing: string;
}

/**
 * The error for one that the SDK threw. Four have codes of their own:
 * `aws-s3.object.not-found`, `aws-s3.object.changed` (it is no longer the one that was requested),
 * `aws-s3.bucket.not-found` and `aws-s3.access-denied`.
 *
 * S3 reports a missing object only to callers that may list the bucket (`s3:ListBucket`); for others the error is
 * "access denied" (API reference, GetObject, "Permissions").
 */
export function wrapS3Error(error: unknown, context: S3ErrorContext): GroundcrewError {
  if (isGroundcrewError(error)) return error;
  const { bucket, key, versionId } = context;
  const { name, status } = factsOf(error);
  const isOfKey = kmsFailureOf(name) !== undefined;
  const details = {
    bucket,
    ...(key !== undefined && { key }),
    ...(versionId !== undefined && { versionId }),
  };
  const object = key === undefined ? `bucket "${bucket}"` : formatS3Uri({ bucket, key });
  if (name === 'NoSuchBucket') {
    const text = `the bucket "${bucket}" does not exist; check its name, the region and the account`;
    return new GroundcrewError('aws-s3.bucket.not-found', text, { cause: error, details });
  }
  if (name === 'NoSuchKey' || name === 'NoSuchVersion' || (status === 404 && key !== undefined && !isOfKey)) {
    const version = versionId === undefined ? '' : ` in version ${versionId}`;
    const text = `${object} does not exist${version}; it was deleted, or its name is wrong`;
    return new GroundcrewError('aws-s3.object.not-found', text, { cause: error, details });
  }
  if (name === 'PreconditionFailed' || status === 412) {
    const text = `${object} was replaced since; read it again`;
    return new GroundcrewError('aws-s3.object.changed', text, { cause: error, details });
  }
  const wrapped = wrapServiceError(error, context);
  const { reason } = wrapped.details;
  // A response to HEAD has no error in it.
  const denied =
    reason === 'access-denied' ||
    (status === 403 && !isOfKey && (reason === 'refused' || reason === 'unknown'));
  return new GroundcrewError(denied ? 'aws-s3.access-denied' : context.code, wrapped.message, {
    fault: wrapped.fault,
    cause: error,
    details: { ...wrapped.details, ...details },
  });
}

function factsOf(error: unknown): { name: string; status: number } {
  const { name = '', $metadata } = (error ?? {}) as {
    name?: string;
    $metadata?: { httpStatusCode?: number };
  };
  return { name, status: $metadata?.httpStatusCode ?? 0 };
}
