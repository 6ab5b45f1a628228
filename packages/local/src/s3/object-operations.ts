import { AwsError, type LocalRequest, type LocalResponse } from '../service.ts';
import { childrenOf, childText, parseXml } from '../xml.ts';
import { readBlobs, withRetainedBlobs } from './blobs.ts';
import {
  checkDeleteCondition,
  checkReadConditions,
  checkWriteConditions,
  refuseDirectoryHeaders,
} from './conditions.ts';
import { invalidArgument, malformedXml } from './errors.ts';
import type { StoredObject } from './model.ts';
import { factHeaders, readFacts, representationHeaders, versionHeaders } from './object-facts.ts';
import {
  checksumHeaders,
  type Handlers,
  notifyObjectCreated,
  type S3Context,
  xmlResponse,
} from './operation.ts';
import { readPartNumberText } from './multipart-operations.ts';
import { type ByteRange, readRange } from './ranges.ts';
import { receiveBody, receiveDocument } from './receive-body.ts';
import type { Route } from './route.ts';
import { checkActive } from './storage-class.ts';
import type { Deletion } from './store.ts';
import { notImplemented, refuseUnsupportedHeaders } from './unsupported-headers.ts';

const MAX_DELETED_KEYS = 1000;

export const objectOperations: Handlers<
  'DeleteObject' | 'DeleteObjects' | 'GetObject' | 'GetObjectTagging' | 'HeadObject' | 'PutObject'
> = {
  async PutObject(request, { bucket, key }, context) {
    const { store } = context;
    const { headers } = request;
    refuseDirectoryHeaders(headers);
    refuseUnsupportedHeaders(headers);
    // Also checked before the body is read: an upload of gigabytes should fail early.
    checkWriteConditions(headers, key, store.newest(bucket, key));
    const facts = readFacts(headers);
    const { blob, md5, checksum } = await receiveBody(request, store.blobs);
    const object = await withRetainedBlobs(store.blobs, [blob], () => {
      checkWriteConditions(headers, key, store.newest(bucket, key));
      return store.putObject(bucket, {
        ...facts,
        key,
        sizeBytes: blob.sizeBytes,
        etag: `"${md5}"`,
        ...(checksum && { checksum }),
        blobs: [blob],
      });
    });
    notifyObjectCreated(context, bucket, object, 'Put', request.id);
    return {
      status: 200,
      headers: { etag: object.etag, ...versionHeaders(object), ...checksumHeaders(checksum) },
    };
  },

  GetObject(request, route, context) {
    const { object, range, head } = prepareRead(request, route, context);
    checkActive(object);
    const { start, end } = range ?? { start: 0, end: object.sizeBytes };
    return { ...head, body: readBlobs(context.store.blobs, object.blobs, start, end) };
  },

  HeadObject(request, route, context) {
    return prepareRead(request, route, context).head;
  },

  GetObjectTagging({ query }, { bucket, key }, { store }) {
    const object = store.object(bucket, key, query.get('versionId') ?? undefined);
    return xmlResponse(
      'Tagging',
      { TagSet: { Tag: [...new URLSearchParams(object.tagging)].map(([Key, Value]) => ({ Key, Value })) } },
      versionHeaders(object),
    );
  },

  DeleteObject({ headers, query }, { bucket, key }, { store }) {
    refuseDirectoryHeaders(headers);
    const wanted = query.get('versionId') ?? undefined;
    if (wanted === undefined) checkDeleteCondition(headers['if-match'], key, store.newest(bucket, key));
    const { versionId, isDeleteMarker } = store.deleteObject(bucket, key, wanted);
    return {
      status: 204,
      headers: {
        ...(versionId !== undefined && { 'x-amz-version-id': versionId }),
        ...(isDeleteMarker && { 'x-amz-delete-marker': 'true' }),
      },
    };
  },

  async DeleteObjects(request, { bucket }, { store }) {
    store.bucket(bucket);
    const document = parseXml(await receiveDocument(request), 'Delete');
    const listed = childrenOf(document, 'Object');
    const only = ['LastModifiedTime', 'Size'].find((name) =>
      listed.some((object) => childrenOf(object, name).length > 0),
    );
    if (only !== undefined) throw notImplemented(only, 'a condition of directory buckets');
    const targets = listed.map((object) => ({
      key: childText(object, 'Key'),
      versionId: childText(object, 'VersionId'),
      etag: childText(object, 'ETag'),
    }));
    if (targets.length === 0 || targets.length > MAX_DELETED_KEYS) throw malformedXml();
    // Before any of them is deleted.
    if (targets.some(({ key }) => key === undefined || key === '')) throw malformedXml();
    const outcomes = targets.map(({ key = '', versionId, etag }) => {
      try {
        if (versionId === undefined) checkDeleteCondition(etag, key, store.newest(bucket, key));
        return { deleted: deletedElements(key, versionId, store.deleteObject(bucket, key, versionId)) };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return { failed: { Key: key, VersionId: versionId, Code: error.code, Message: error.message } };
      }
    });
    const isQuiet = childText(document, 'Quiet') === 'true';
    return xmlResponse('DeleteResult', {
      Deleted: isQuiet ? undefined : outcomes.map(({ deleted }) => deleted),
      Error: outcomes.map(({ failed }) => failed),
    });
  },
};

function deletedElements(
  key: string,
  requestedVersion: string | undefined,
  { versionId, isDeleteMarker }: Deletion,
) {
  return {
    Key: key,
    VersionId: requestedVersion,
    DeleteMarker: isDeleteMarker || undefined,
    DeleteMarkerVersionId: isDeleteMarker ? versionId : undefined,
  };
}

function prepareRead(
  { headers, query }: LocalRequest,
  { bucket, key }: Route,
  { store }: S3Context,
): {
  object: StoredObject;
  range: ByteRange | undefined;
  head: LocalResponse & { headers: Record<string, string> };
} {
  refuseUnsupportedHeaders(headers);
  const object = store.object(bucket, key, query.get('versionId') ?? undefined);
  const facts = factHeaders(object);
  checkReadConditions(headers, object, facts);
  const partNumber = query.get('partNumber');
  if (partNumber !== null && headers.range !== undefined) {
    throw new AwsError(
      400,
      'InvalidRequest',
      'Cannot specify both Range header and partNumber query parameter.',
    );
  }
  const range =
    partNumber === null ? readRange(headers.range, object.sizeBytes) : partRange(object, partNumber);
  const { start, end } = range ?? { start: 0, end: object.sizeBytes };
  const isWhole = end - start === object.sizeBytes;
  return {
    object,
    range,
    head: {
      status: range ? 206 : 200,
      headers: {
        ...facts,
        ...overriddenHeaders(query),
        // S3 returns no checksum for a part of an object.
        ...(isWhole &&
          headers['x-amz-checksum-mode']?.toUpperCase() === 'ENABLED' &&
          checksumHeaders(object.checksum)),
        ...(range && { 'content-range': `bytes ${start}-${end - 1}/${object.sizeBytes}` }),
        ...(partNumber !== null &&
          object.uploadId !== undefined && { 'x-amz-mp-parts-count': String(object.blobs.length) }),
        'content-length': String(end - start),
      },
    },
  };
}

/** Each blob of a multipart object is one part. */
function partRange(
  { blobs, sizeBytes: wholeBytes }: StoredObject,
  partNumber: string,
): ByteRange | undefined {
  readPartNumberText(partNumber);
  // An empty range can't be expressed.
  if (wholeBytes === 0) return undefined;
  const index = Number(partNumber) - 1;
  const part = blobs[index];
  if (!part) {
    throw new AwsError(416, 'InvalidPartNumber', 'The requested partnumber is not satisfiable', {
      fields: { PartNumberRequested: partNumber, ActualPartCount: String(blobs.length) },
    });
  }
  const start = blobs.slice(0, index).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return { start, end: start + part.sizeBytes };
}

/** A presigned URL may override response headers. */
function overriddenHeaders(query: URLSearchParams): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of representationHeaders) {
    const value = query.get(`response-${name}`);
    if (value === null) continue;
    if (/[^\t\u0020-\u007e\u0080-\u00ff]/.test(value)) {
      throw invalidArgument(`response-${name}`, value, 'A header can hold no such characters');
    }
    headers[name] = value;
  }
  return headers;
}
