import { AwsError, type LocalRequest, type LocalResponse } from '../service.ts';
import { withRetainedBlobs } from './blobs.ts';
import {
  type ChecksumAlgorithm,
  type ChecksumType,
  defaultChecksumType,
  hasChecksumType,
  parseChecksumAlgorithm,
} from './checksums.ts';
import { assembleObject } from './complete-upload.ts';
import { checkWriteConditions, refuseDirectoryHeaders } from './conditions.ts';
import { invalidArgument } from './errors.ts';
import type { StoredObject } from './model.ts';
import { readFacts, versionHeaders } from './object-facts.ts';
import {
  checksumElements,
  checksumHeaders,
  type Handlers,
  notifyObjectCreated,
  xmlResponse,
} from './operation.ts';
import { readCount } from './read-count.ts';
import { receiveBody, receiveDocument } from './receive-body.ts';
import { storageClassOf } from './storage-class.ts';
import { refuseUnsupportedHeaders } from './unsupported-headers.ts';

const MAX_PART_NUMBER = 10_000;

/** @throws AwsError `InvalidArgument` for a number that is not 1 to 10,000. */
export function readPartNumber(query: URLSearchParams): number {
  return readPartNumberText(query.get('partNumber') ?? '');
}

/** @throws AwsError `InvalidArgument` for a number that is not 1 to 10,000. */
export function readPartNumberText(text: string): number {
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number < 1 || number > MAX_PART_NUMBER) {
    throw invalidArgument(
      'partNumber',
      text,
      'Part number must be an integer between 1 and 10000, inclusive',
    );
  }
  return number;
}

export const multipartOperations: Handlers<
  'AbortMultipartUpload' | 'CompleteMultipartUpload' | 'CreateMultipartUpload' | 'ListParts' | 'UploadPart'
> = {
  CreateMultipartUpload({ headers }, { bucket, key }, { store }) {
    refuseUnsupportedHeaders(headers);
    const checksum = readChecksumHeaders(headers);
    const upload = store.startUpload({
      bucket,
      key,
      facts: readFacts(headers),
      ...(checksum && { checksumAlgorithm: checksum.algorithm, checksumType: checksum.type }),
    });
    return xmlResponse(
      'InitiateMultipartUploadResult',
      { Bucket: bucket, Key: key, UploadId: upload.id },
      checksum
        ? { 'x-amz-checksum-algorithm': checksum.algorithm, 'x-amz-checksum-type': checksum.type }
        : {},
    );
  },

  async UploadPart(request, { bucket, key }, { store }) {
    const { query } = request;
    refuseUnsupportedHeaders(request.headers);
    const upload = store.upload(bucket, key, query.get('uploadId') ?? '');
    const number = readPartNumber(query);
    const { blob, md5, checksum } = await receiveBody(request, store.blobs, upload.checksumAlgorithm);
    const part = await withRetainedBlobs(store.blobs, [blob], () => {
      checkAlgorithm(upload.checksumAlgorithm, checksum?.algorithm);
      return store.putPart(upload, { number, etag: `"${md5}"`, blob, ...(checksum && { checksum }) });
    });
    const { 'x-amz-checksum-type': _, ...partHeaders } = checksumHeaders(checksum);
    return { status: 200, headers: { etag: part.etag, ...partHeaders } };
  },

  async CompleteMultipartUpload(request, { bucket, key }, context) {
    const { store } = context;
    const uploadId = request.query.get('uploadId') ?? '';
    const document = await receiveDocument(request, { hasObjectChecksum: true });
    // Idempotent: a retry after a lost response gets the same response.
    const earlier = store.completed(bucket, key, uploadId);
    if (earlier) return completedResponse(request, bucket, earlier);
    const upload = store.upload(bucket, key, uploadId);
    const newObject = assembleObject(upload, document, request.headers);
    checkWriteConditions(request.headers, key, store.newest(bucket, key));
    const object = store.completeUpload(upload, newObject);
    notifyObjectCreated(context, bucket, object, 'CompleteMultipartUpload', request.id);
    return completedResponse(request, bucket, object);
  },

  AbortMultipartUpload({ headers, query }, { bucket, key }, { store }) {
    refuseDirectoryHeaders(headers);
    store.endUpload(store.upload(bucket, key, query.get('uploadId') ?? ''));
    return { status: 204 };
  },

  ListParts({ query }, { bucket, key }, { store }) {
    const upload = store.upload(bucket, key, query.get('uploadId') ?? '');
    const marker = readCount(query, 'part-number-marker') ?? 0;
    const maxParts = Math.min(readCount(query, 'max-parts') ?? 1000, 1000);
    const later = [...upload.parts.values()]
      .filter(({ number }) => number > marker)
      .toSorted((a, b) => a.number - b.number);
    const page = later.slice(0, maxParts);
    return xmlResponse('ListPartsResult', {
      Bucket: bucket,
      Key: key,
      UploadId: upload.id,
      PartNumberMarker: marker,
      NextPartNumberMarker: page.at(-1)?.number ?? marker,
      MaxParts: maxParts,
      IsTruncated: page.length < later.length,
      ChecksumAlgorithm: upload.checksumAlgorithm,
      ChecksumType: upload.checksumType,
      StorageClass: storageClassOf(upload.facts),
      Part: page.map(({ number, lastModifiedMs, etag, blob, checksum }) => ({
        PartNumber: number,
        LastModified: new Date(lastModifiedMs).toISOString(),
        ETag: etag,
        Size: blob.sizeBytes,
        ...checksumElements(checksum),
        ChecksumType: undefined,
      })),
    });
  },
};

function completedResponse(
  { headers, path }: LocalRequest,
  bucket: string,
  object: StoredObject,
): LocalResponse {
  return xmlResponse(
    'CompleteMultipartUploadResult',
    {
      Location: `http://${headers.host ?? ''}${path}`,
      Bucket: bucket,
      Key: object.key,
      ETag: object.etag,
      ...checksumElements(object.checksum),
    },
    versionHeaders(object),
  );
}

function readChecksumHeaders(
  headers: LocalRequest['headers'],
): { algorithm: ChecksumAlgorithm; type: ChecksumType } | undefined {
  const name = headers['x-amz-checksum-algorithm'];
  const type = headers['x-amz-checksum-type'];
  if (name === undefined) {
    if (type === undefined) return undefined;
    throw invalidRequest(
      'The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.',
    );
  }
  const algorithm = parseChecksumAlgorithm(name);
  if (type !== undefined && type !== 'FULL_OBJECT' && type !== 'COMPOSITE') {
    throw invalidArgument('x-amz-checksum-type', type, 'The checksum type must be FULL_OBJECT or COMPOSITE');
  }
  if (type !== undefined && !hasChecksumType(algorithm, type)) {
    throw invalidRequest(
      `The ${type} checksum type cannot be used with the ${algorithm.toLowerCase()} checksum algorithm.`,
    );
  }
  return { algorithm, type: type ?? defaultChecksumType(algorithm) };
}

function invalidRequest(message: string): AwsError {
  return new AwsError(400, 'InvalidRequest', message);
}

function checkAlgorithm(
  ofUpload: ChecksumAlgorithm | undefined,
  ofPart: ChecksumAlgorithm | undefined,
): void {
  if (ofUpload !== undefined && ofPart !== ofUpload) {
    throw new AwsError(
      400,
      'InvalidRequest',
      `Checksum Type mismatch occurred, expected checksum Type: ${ofUpload}, actual checksum Type: ${ofPart ?? 'null'}`,
    );
  }
}
