import { createHash } from 'node:crypto';
import { AwsError, type LocalRequest } from '../service.ts';
import { childrenOf, childText, type ParsedXml, parseXml } from '../xml.ts';
import {
  type Checksum,
  checksumAlgorithms,
  checksumElement,
  checksumHeader,
  combineChecksums,
  defaultChecksumType,
} from './checksums.ts';
import { malformedXml } from './errors.ts';
import type { StoredPart, Upload } from './model.ts';
import type { NewObject } from './store.ts';

/** S3's minimum size of every part except the last. */
const MIN_PART_BYTES = 5 * 1024 ** 2;

/**
 * The object of an upload's parts, in the order and with the entity tags that the client lists.
 *
 * @throws AwsError `MalformedXML`, `InvalidPartOrder`, `InvalidPart`, `EntityTooSmall`, and `BadDigest` or
 *   `InvalidRequest` if the whole does not match the client's values.
 */
export function assembleObject(
  upload: Upload,
  document: string,
  headers: LocalRequest['headers'],
): NewObject {
  const named = childrenOf(parseXml(document, 'CompleteMultipartUpload'), 'Part');
  if (named.length === 0) throw malformedXml();
  const parts = named.map((part) => findPart(upload, part));
  parts.forEach((part, index) => {
    const before = parts[index - 1];
    if (before && before.number >= part.number) {
      throw new AwsError(
        400,
        'InvalidPartOrder',
        'The list of parts was not in ascending order. Parts must be ordered by part number.',
      );
    }
    if (before && before.blob.sizeBytes < MIN_PART_BYTES) throw tooSmall(before);
  });
  const blobs = parts.map(({ blob }) => blob);
  const sizeBytes = blobs.reduce((sum, blob) => sum + blob.sizeBytes, 0);
  const declaredSize = headers['x-amz-mp-object-size'];
  if (declaredSize !== undefined && Number(declaredSize) !== sizeBytes) {
    throw new AwsError(
      400,
      'InvalidRequest',
      `The provided 'x-amz-mp-object-size' header value ${declaredSize} does not match what was computed: ${sizeBytes}`,
    );
  }
  const checksum = checksumOf(upload, parts);
  checkWhole(checksum, headers);
  return {
    ...upload.facts,
    key: upload.key,
    sizeBytes,
    etag: etagOf(parts),
    ...(checksum && { checksum }),
    blobs,
    uploadId: upload.id,
  };
}

/** The MD5 of the parts' MD5s, and their number. */
function etagOf(parts: readonly StoredPart[]): string {
  const hash = createHash('md5');
  for (const { etag } of parts) hash.update(etag.replaceAll('"', ''), 'hex');
  return `"${hash.digest('hex')}-${parts.length}"`;
}

function findPart(upload: Upload, named: ParsedXml): StoredPart {
  const number = Number(childText(named, 'PartNumber'));
  const etag = childText(named, 'ETag')?.replaceAll('"', '') ?? '';
  const part = upload.parts.get(number);
  const isOther =
    part?.etag.replaceAll('"', '') !== etag ||
    checksumAlgorithms.some((algorithm) => {
      const value = childText(named, checksumElement(algorithm));
      return value !== undefined && part?.checksum?.algorithm === algorithm && part.checksum.value !== value;
    });
  if (part === undefined || isOther) {
    throw new AwsError(
      400,
      'InvalidPart',
      "One or more of the specified parts could not be found. The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
      { fields: { UploadId: upload.id, PartNumber: String(number), ETag: etag } },
    );
  }
  return part;
}

function checksumOf(
  { checksumAlgorithm, checksumType }: Upload,
  parts: readonly StoredPart[],
): Checksum | undefined {
  if (checksumAlgorithm === undefined) return undefined;
  const values = parts.map(({ checksum, blob }) => ({
    value: checksum?.value ?? '',
    sizeBytes: blob.sizeBytes,
  }));
  return combineChecksums(checksumAlgorithm, checksumType ?? defaultChecksumType(checksumAlgorithm), values);
}

/** A client may send the checksum of the whole. */
function checkWhole(checksum: Checksum | undefined, headers: LocalRequest['headers']): void {
  const declared = checksum && headers[checksumHeader(checksum.algorithm)];
  if (checksum && declared !== undefined && declared !== checksum.value) {
    throw new AwsError(
      400,
      'BadDigest',
      `The ${checksum.algorithm} you specified did not match the calculated checksum.`,
      { fields: { ExpectedDigest: declared, CalculatedDigest: checksum.value } },
    );
  }
}

function tooSmall({ number, etag, blob }: StoredPart): AwsError {
  return new AwsError(
    400,
    'EntityTooSmall',
    'Your proposed upload is smaller than the minimum allowed size',
    {
      fields: {
        ProposedSize: String(blob.sizeBytes),
        MinSizeAllowed: String(MIN_PART_BYTES),
        PartNumber: String(number),
        ETag: etag.replaceAll('"', ''),
      },
    },
  );
}
