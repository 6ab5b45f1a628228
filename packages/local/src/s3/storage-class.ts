import { AwsError, type LocalRequest } from '../service.ts';
import type { StoredObject } from './model.ts';

/** The class of an object that was stored without one. */
export const DEFAULT_STORAGE_CLASS = 'STANDARD';

/**
 * What a general purpose bucket stores. The other values of the service model are those of directory buckets, Outposts, Snow, FSx and AWS
 * Backup.
 */
const storageClasses = new Set([
  'STANDARD',
  'REDUCED_REDUNDANCY',
  'STANDARD_IA',
  'ONEZONE_IA',
  'INTELLIGENT_TIERING',
  'GLACIER_IR',
  'GLACIER',
  'DEEP_ARCHIVE',
]);

/** Objects that are read from a restored copy only; nothing is restored here. */
const archiveClasses = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/**
 * The storage class that a request names, `undefined` for none.
 *
 * Rules: "PutObject", "CopyObject" and "CreateMultipartUpload" of the S3 API reference: none is `STANDARD`, also for a copy of an object of
 * another class.
 *
 * @throws AwsError 400 `InvalidStorageClass`
 */
export function readStorageClass(headers: LocalRequest['headers']): string | undefined {
  const name = headers['x-amz-storage-class'];
  if (name === undefined || storageClasses.has(name)) return name;
  throw new AwsError(400, 'InvalidStorageClass', 'The storage class you specified is not valid', {
    fields: { StorageClassRequested: name },
  });
}

/** As in lists. */
export function storageClassOf({ storageClass }: Pick<StoredObject, 'storageClass'>): string {
  return storageClass ?? DEFAULT_STORAGE_CLASS;
}

/** Rules: "GetObject" and "HeadObject" of the S3 API reference: S3 returns it for all objects but those of `STANDARD`. */
export function storageClassHeader(object: Pick<StoredObject, 'storageClass'>): Record<string, string> {
  const name = storageClassOf(object);
  return name === DEFAULT_STORAGE_CLASS ? {} : { 'x-amz-storage-class': name };
}

/**
 * Refuses what reads the bytes of an archived object: it would have to be restored first.
 *
 * Rules: "Restoring an archived object" of the S3 user guide; `InvalidObjectState` and `ObjectNotInActiveTierError` of the service model,
 * the latter for `CopyObject` alone.
 *
 * @throws AwsError 403 `InvalidObjectState`; for a copy 403 `ObjectNotInActiveTierError`
 */
export function checkActive(
  object: Pick<StoredObject, 'storageClass'>,
  use: 'read' | 'copy' | 'part' = 'read',
): void {
  const name = storageClassOf(object);
  if (!archiveClasses.has(name)) return;
  if (use === 'copy') {
    throw new AwsError(
      403,
      'ObjectNotInActiveTierError',
      'The source object of the COPY action is not in the active tier and is only stored in Amazon S3 Glacier.',
    );
  }
  throw new AwsError(
    403,
    'InvalidObjectState',
    use === 'part'
      ? "Operation is not valid for the source object's storage class"
      : "The operation is not valid for the object's storage class",
    { fields: { StorageClass: name } },
  );
}
