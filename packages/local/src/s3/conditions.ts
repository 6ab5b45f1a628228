import type { LocalRequest } from '../service.ts';
import { AwsError } from '../service.ts';
import { noSuchKey, notModified, preconditionFailed } from './errors.ts';
import type { StoredObject } from './model.ts';

type Headers = LocalRequest['headers'];

/** The four conditions of a read, also with the prefix of a copy's source. */
interface Conditions {
  readonly match: string | undefined;
  readonly noneMatch: string | undefined;
  readonly modifiedSince: string | undefined;
  readonly unmodifiedSince: string | undefined;
}

/**
 * Checks the conditions of a GET or HEAD.
 *
 * @throws AwsError 412 `PreconditionFailed`, or 304 with the headers of the object.
 */
export function checkReadConditions(
  headers: Headers,
  object: StoredObject,
  facts: Record<string, string>,
): void {
  const failed = failedCondition(conditionsOf(headers, ''), object);
  if (failed === 'If-None-Match' || failed === 'If-Modified-Since') {
    throw notModified({ etag: facts.etag ?? '', 'last-modified': facts['last-modified'] ?? '' });
  }
  if (failed !== undefined) throw preconditionFailed(failed);
}

/** @throws AwsError 412 `PreconditionFailed`: a copy never returns 304. */
export function checkCopyConditions(headers: Headers, source: StoredObject): void {
  const failed = failedCondition(conditionsOf(headers, 'x-amz-copy-source-'), source);
  if (failed !== undefined) throw preconditionFailed(`x-amz-copy-source-${failed}`);
}

/**
 * Checks whether a write may replace the current object.
 *
 * Rules: "How to prevent object overwrites with conditional writes" in the S3 user guide.
 *
 * @throws AwsError 412 `PreconditionFailed`, `NoSuchKey` for If-Match on a missing object, `NotImplemented` for an
 *   If-None-Match other than `*`.
 */
export function checkWriteConditions(headers: Headers, key: string, newest: StoredObject | undefined): void {
  const current = newest?.isDeleteMarker ? undefined : newest;
  const match = headers['if-match'];
  const noneMatch = headers['if-none-match'];
  if (noneMatch !== undefined) {
    if (noneMatch !== '*') {
      throw new AwsError(
        501,
        'NotImplemented',
        `If-None-Match "${noneMatch}" is not supported for a write; S3 accepts only *`,
      );
    }
    if (current) throw preconditionFailed('If-None-Match');
  }
  if (match !== undefined) {
    if (!current) throw noSuchKey(key);
    if (!etagIn(match, current.etag)) throw preconditionFailed('If-Match');
  }
}

/**
 * Checks whether a delete may remove the current object; a version that is named is removed whatever it is.
 *
 * Rules: "How to perform conditional deletes" in the S3 user guide.
 *
 * @param match the header If-Match, or the element ETag of a delete of several objects
 * @throws AwsError 412 `PreconditionFailed`; `NoSuchKey` where there is no object
 */
export function checkDeleteCondition(
  match: string | undefined,
  key: string,
  newest: StoredObject | undefined,
): void {
  if (match === undefined) return;
  if (newest === undefined || newest.isDeleteMarker) throw noSuchKey(key);
  if (!etagIn(match, newest.etag)) throw preconditionFailed('If-Match');
}

/** @throws AwsError `NotImplemented` for conditions and writes that only directory buckets have. */
export function refuseDirectoryHeaders(headers: Headers): void {
  const only = [
    'x-amz-write-offset-bytes',
    'x-amz-if-match-last-modified-time',
    'x-amz-if-match-size',
    'x-amz-if-match-initiated-time',
  ];
  const given = only.find((name) => headers[name] !== undefined);
  if (given !== undefined)
    throw new AwsError(
      501,
      'NotImplemented',
      `The header "${given}" is only supported for directory buckets`,
    );
}

function conditionsOf(headers: Headers, prefix: string): Conditions {
  return {
    match: headers[`${prefix}if-match`],
    noneMatch: headers[`${prefix}if-none-match`],
    modifiedSince: headers[`${prefix}if-modified-since`],
    unmodifiedSince: headers[`${prefix}if-unmodified-since`],
  };
}

/** RFC 9110, section 13.2.2: a condition on the tag has precedence over that on the date. */
function failedCondition(conditions: Conditions, { etag, lastModifiedMs }: StoredObject): string | undefined {
  const { match, noneMatch, modifiedSince, unmodifiedSince } = conditions;
  // Headers have whole seconds.
  const modifiedMs = Math.floor(lastModifiedMs / 1000) * 1000;
  if (match !== undefined) {
    if (!etagIn(match, etag)) return 'If-Match';
  } else if (unmodifiedSince !== undefined && modifiedMs > Date.parse(unmodifiedSince)) {
    return 'If-Unmodified-Since';
  }
  if (noneMatch !== undefined) {
    if (etagIn(noneMatch, etag)) return 'If-None-Match';
  } else if (modifiedSince !== undefined && modifiedMs <= Date.parse(modifiedSince)) {
    return 'If-Modified-Since';
  }
  return undefined;
}

/** Tags with or without quotes, in a list, or `*`. */
function etagIn(condition: string, etag: string): boolean {
  const bare = etag.replaceAll('"', '');
  return condition.split(',').some((one) => {
    const expected = one.trim().replace(/^W\//, '').replaceAll('"', '');
    return expected === '*' || expected === bare;
  });
}
