import { ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { pages } from '@groundcrew/aws-core';
import { type CallOptions, callService } from '../call.ts';
import { wrapS3Error } from './errors.ts';

/** One version of an object, or that it was deleted. */
export interface ListedVersion {
  readonly key: string;
  /** `null` where it was stored without versioning. */
  readonly versionId: string;
  readonly isLatest: boolean;
  /** When it was stored, in milliseconds since 1970. */
  readonly lastModifiedMs: number | undefined;
  readonly content:
    | {
        readonly sizeBytes: number;
        /** Without quotes. */
        readonly etag: string;
        /** `STANDARD`, `GLACIER`, … */
        readonly storageClass: string;
      }
    | 'deleted';
}

export interface ListVersionsRequest {
  readonly bucket: string;
  /** Empty: all objects. */
  readonly prefix: string;
}

/** Where a page ends: S3 continues behind this version. */
interface Marker {
  readonly key: string | undefined;
  readonly versionId: string | undefined;
}

/**
 * All versions of the objects whose keys start with `prefix`, in the order of their keys, those of one key newest first (S3 API
 * reference, `ListObjectVersions`); a page at a time. Of a bucket without versioning: its objects, each with the version `null`.
 *
 * @throws GroundcrewError `aws-s3.bucket.not-found`, `aws-s3.access-denied`, `aws-s3.list-failed`; the signal's reason if it is
 * aborted
 */
export function listObjectVersions(
  client: S3Client,
  { bucket, prefix }: ListVersionsRequest,
  { signal }: CallOptions = {},
): AsyncGenerator<readonly ListedVersion[], void> {
  return pages<ListedVersion, Marker>((marker) =>
    callService(
      signal,
      async (options) => {
        const command = new ListObjectVersionsCommand({
          Bucket: bucket,
          Prefix: prefix,
          ...(marker?.key !== undefined && { KeyMarker: marker.key }),
          ...(marker?.versionId !== undefined && { VersionIdMarker: marker.versionId }),
        });
        const answer = await client.send(command, options);
        const versions = (answer.Versions ?? []).map(
          ({
            Key = '',
            VersionId = 'null',
            IsLatest = true,
            LastModified,
            Size = 0,
            ETag,
            StorageClass,
          }) => ({
            key: Key,
            versionId: VersionId,
            isLatest: IsLatest,
            lastModifiedMs: LastModified?.getTime(),
            content: {
              sizeBytes: Size,
              etag: (ETag ?? '').replaceAll('"', ''),
              storageClass: StorageClass ?? 'STANDARD',
            },
          }),
        );
        const deleted = (answer.DeleteMarkers ?? []).map(
          ({ Key = '', VersionId = 'null', IsLatest = true, LastModified }) => ({
            key: Key,
            versionId: VersionId,
            isLatest: IsLatest,
            lastModifiedMs: LastModified?.getTime(),
            content: 'deleted' as const,
          }),
        );
        const next = answer.IsTruncated
          ? { key: answer.NextKeyMarker, versionId: answer.NextVersionIdMarker }
          : undefined;
        return { items: [...versions, ...deleted], next };
      },
      (error) => {
        const doing = `list the versions of s3://${bucket}/${prefix}`;
        return wrapS3Error(error, { bucket, code: 'aws-s3.list-failed', doing });
      },
    ),
  );
}
