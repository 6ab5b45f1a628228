import { AwsError } from '../service.ts';
import { withRetainedBlobs } from './blobs.ts';
import { parseChecksumAlgorithm } from './checksums.ts';
import { checkCopyConditions, checkWriteConditions } from './conditions.ts';
import { digestBlobs, readCopyRange, readCopySource } from './copy-source.ts';
import { readPartNumber } from './multipart-operations.ts';
import { factsOfCopy, isReplaced, versionHeaders } from './object-facts.ts';
import { checksumElements, type Handlers, notifyObjectCreated, xmlResponse } from './operation.ts';
import { checkActive } from './storage-class.ts';
import { refuseUnsupportedHeaders } from './unsupported-headers.ts';

export const copyOperations: Handlers<'CopyObject' | 'UploadPartCopy'> = {
  async CopyObject({ headers, id }, { bucket, key }, context) {
    const { store } = context;
    refuseUnsupportedHeaders(headers);
    const source = readCopySource(headers);
    const copied = store.object(source.bucket, source.key, source.versionId);
    checkCopyConditions(headers, copied);
    checkActive(copied, 'copy');
    const facts = factsOfCopy(headers, copied);
    const isSelf = source.bucket === bucket && source.key === key && source.versionId === undefined;
    if (isSelf && !isReplaced(headers, 'metadata') && facts.storageClass === undefined) {
      throw new AwsError(
        400,
        'InvalidRequest',
        "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
      );
    }
    const algorithm = headers['x-amz-checksum-algorithm'];
    const checksumAlgorithm =
      algorithm === undefined ? copied.checksum?.algorithm : parseChecksumAlgorithm(algorithm);
    // A copy has no parts, even if its source has: its tag and checksum differ.
    const isKnown =
      copied.uploadId === undefined &&
      copied.checksum?.algorithm === checksumAlgorithm &&
      copied.checksum?.type !== 'COMPOSITE';
    const whole = { start: 0, end: copied.sizeBytes };
    const object = await withRetainedBlobs(store.blobs, copied.blobs, async () => {
      const { md5, checksum } = isKnown
        ? { md5: undefined, checksum: copied.checksum }
        : await digestBlobs(store.blobs, copied.blobs, whole, checksumAlgorithm);
      checkWriteConditions(headers, key, store.newest(bucket, key));
      return store.putObject(bucket, {
        ...facts,
        key,
        sizeBytes: copied.sizeBytes,
        etag: md5 === undefined ? copied.etag : `"${md5}"`,
        ...(checksum && { checksum }),
        blobs: copied.blobs,
      });
    });
    notifyObjectCreated(context, bucket, object, 'Copy', id);
    return xmlResponse(
      'CopyObjectResult',
      {
        LastModified: new Date(object.lastModifiedMs).toISOString(),
        ETag: object.etag,
        ...checksumElements(object.checksum),
      },
      {
        ...versionHeaders(object),
        ...(copied.versionId !== 'null' && { 'x-amz-copy-source-version-id': copied.versionId }),
      },
    );
  },

  async UploadPartCopy({ headers, query }, { bucket, key }, { store }) {
    refuseUnsupportedHeaders(headers);
    const upload = store.upload(bucket, key, query.get('uploadId') ?? '');
    const number = readPartNumber(query);
    const source = readCopySource(headers);
    const copied = store.object(source.bucket, source.key, source.versionId);
    checkCopyConditions(headers, copied);
    checkActive(copied, 'part');
    const range = readCopyRange(headers, copied);
    const writer = store.blobs.create();
    try {
      const { md5, checksum } = await digestBlobs(
        store.blobs,
        copied.blobs,
        range,
        upload.checksumAlgorithm,
        (bytes) => writer.write(bytes),
      );
      const blob = await writer.finish();
      const part = await withRetainedBlobs(store.blobs, [blob], () =>
        store.putPart(upload, { number, etag: `"${md5}"`, blob, ...(checksum && { checksum }) }),
      );
      return xmlResponse(
        'CopyPartResult',
        {
          LastModified: new Date(part.lastModifiedMs).toISOString(),
          ETag: part.etag,
          ...checksumElements(checksum),
          ChecksumType: undefined,
        },
        copied.versionId === 'null' ? {} : { 'x-amz-copy-source-version-id': copied.versionId },
      );
    } catch (error) {
      await writer.discard();
      throw error;
    }
  },
};
