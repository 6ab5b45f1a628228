import { AwsError } from '../service.ts';

/** Bytes `start` up to but not including `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The range that a `Range` header requests; `undefined` if the whole object is to be sent: for no header,
 * several ranges and units other than bytes, as S3 does.
 *
 * Rules: RFC 9110, section 14.1.2.
 *
 * @throws AwsError 416 `InvalidRange` if it starts beyond the end.
 */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const [, first, last] = header?.match(/^bytes=(\d*)-(\d*)$/) ?? [];
  if (first === undefined || last === undefined || first + last === '') return undefined;
  if (first === '') {
    const suffix = Number(last);
    if (suffix === 0 || sizeBytes === 0) throw invalidRange(header ?? '', sizeBytes);
    return { start: Math.max(0, sizeBytes - suffix), end: sizeBytes };
  }
  const start = Number(first);
  if (last !== '' && Number(last) < start) return undefined;
  if (start >= sizeBytes) throw invalidRange(header ?? '', sizeBytes);
  return { start, end: last === '' ? sizeBytes : Math.min(Number(last) + 1, sizeBytes) };
}

function invalidRange(header: string, sizeBytes: number): AwsError {
  return new AwsError(416, 'InvalidRange', 'The requested range is not satisfiable', {
    fields: { RangeRequested: header, ActualObjectSize: String(sizeBytes) },
    headers: { 'content-range': `bytes */${sizeBytes}` },
  });
}
