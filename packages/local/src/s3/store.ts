import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { openJournal } from '../journal.ts';
import { AwsError } from '../service.ts';
import { type BlobStore, createDiskBlobs, createMemoryBlobs } from './blobs.ts';
import { invalidArgument, noSuchBucket, noSuchKey, noSuchUpload, noSuchVersion } from './errors.ts';
import {
  type Bucket,
  NULL_VERSION,
  type StoredObject,
  type StoredPart,
  type Upload,
  type Versioning,
} from './model.ts';
import { applyChange, type Change, changesTo, type State } from './state.ts';

/** An uploaded object; the store adds version, time and sequencer. */
export type NewObject = Omit<StoredObject, 'versionId' | 'lastModifiedMs' | 'sequencer' | 'isDeleteMarker'>;

/** The result of a deletion, as in its response headers. */
export interface Deletion {
  readonly versionId: string | undefined;
  readonly isDeleteMarker: boolean;
}

/** The state of S3. Each modifying method is atomic: it applies its change synchronously, or throws. */
export interface ObjectStore {
  readonly blobs: BlobStore;
  listBuckets(): readonly Bucket[];
  /** @throws AwsError `NoSuchBucket` */
  bucket(name: string): Bucket;
  hasBucket(name: string): boolean;
  createBucket(name: string, region?: string): void;
  /** @throws AwsError `BucketNotEmpty` */
  deleteBucket(name: string): void;
  setVersioning(name: string, versioning: Versioning): void;
  /** The newest version of a key, even if it is a delete marker. */
  newest(bucketName: string, key: string): StoredObject | undefined;
  /** @throws AwsError `NoSuchKey`, `NoSuchVersion`, `MethodNotAllowed` for the version of a delete marker. */
  object(bucketName: string, key: string, versionId?: string): StoredObject;
  putObject(bucketName: string, object: NewObject): StoredObject;
  deleteObject(bucketName: string, key: string, versionId?: string): Deletion;
  startUpload(upload: Omit<Upload, 'id' | 'parts' | 'startedMs'>): Upload;
  /** @throws AwsError `NoSuchUpload` */
  upload(bucketName: string, key: string, uploadId: string): Upload;
  /** The object that an upload created, while its version exists. */
  completed(bucketName: string, key: string, uploadId: string): StoredObject | undefined;
  listUploads(bucketName: string): readonly Upload[];
  putPart(upload: Upload, part: Omit<StoredPart, 'lastModifiedMs'>): StoredPart;
  /** Puts the object of an upload, and ends the upload. */
  completeUpload(upload: Upload, object: NewObject): StoredObject;
  endUpload(upload: Upload): void;
  close(): void;
}

/** In memory; with `dataDir` persisted in that folder. */
export function createObjectStore({ clock, dataDir }: { clock: Clock; dataDir?: string }): ObjectStore {
  const blobs = dataDir === undefined ? createMemoryBlobs() : createDiskBlobs(join(dataDir, 'bodies'));
  const state: State = { buckets: new Map(), uploads: new Map() };
  let sequence = 0n;

  const journal = openJournal<Change>(dataDir && join(dataDir, 'objects.jsonl'), {
    replay(change) {
      applyChange(state, change, blobs);
      if (change.type === 'version-put') sequence = latest(sequence, BigInt(`0x${change.object.sequencer}`));
    },
    snapshot: () => changesTo(state),
  });
  blobs.sweep();

  /** All of them, or none. */
  function commit(...changes: readonly Change[]): void {
    journal.append(...changes);
    for (const change of changes) applyChange(state, change, blobs);
  }

  function bucket(name: string): Bucket {
    const found = state.buckets.get(name);
    if (!found) throw noSuchBucket(name);
    return found;
  }

  /**
   * Grows within one millisecond too, and across restarts. In S3's format: the seconds since 1970 as ten hexadecimal
   * digits, then eight more.
   */
  function nextSequencer(): string {
    const nowMs = clock.now();
    const fraction = BigInt(Math.floor(((nowMs % 1000) / 1000) * 2 ** 32));
    sequence = latest(sequence + 1n, (BigInt(Math.floor(nowMs / 1000)) << 32n) | fraction);
    return sequence.toString(16).toUpperCase().padStart(18, '0');
  }

  function putVersion(
    target: Bucket,
    object: NewObject,
    isDeleteMarker: boolean,
    ...more: readonly Change[]
  ): StoredObject {
    const stored: StoredObject = {
      ...object,
      isDeleteMarker,
      versionId: target.versioning === 'Enabled' ? randomBytes(24).toString('base64url') : NULL_VERSION,
      lastModifiedMs: clock.now(),
      sequencer: nextSequencer(),
    };
    commit({ type: 'version-put', bucket: target.name, object: stored }, ...more);
    return stored;
  }

  function findVersion(bucketName: string, key: string, versionId: string): StoredObject | undefined {
    if (versionId !== NULL_VERSION && !/^[\w-]{32}$/.test(versionId)) {
      throw invalidArgument('versionId', versionId, 'Invalid version id specified');
    }
    return bucket(bucketName)
      .versions.get(key)
      ?.find((version) => version.versionId === versionId);
  }

  return {
    blobs,
    bucket,
    listBuckets: () => [...state.buckets.values()],
    hasBucket: (name) => state.buckets.has(name),
    createBucket(name, region) {
      commit({
        type: 'bucket-created',
        bucket: name,
        createdMs: clock.now(),
        ...(region !== undefined && { region }),
      });
    },
    deleteBucket(name) {
      if (bucket(name).versions.size > 0) {
        throw new AwsError(409, 'BucketNotEmpty', 'The bucket you tried to delete is not empty', {
          fields: { BucketName: name },
        });
      }
      const uploads = [...state.uploads.values()].filter((upload) => upload.bucket === name);
      commit(...uploads.map(({ id }) => ({ type: 'upload-ended' as const, uploadId: id })), {
        type: 'bucket-deleted',
        bucket: name,
      });
    },
    setVersioning(name, versioning) {
      commit({ type: 'versioning-set', bucket: bucket(name).name, versioning });
    },
    newest: (bucketName, key) => bucket(bucketName).versions.get(key)?.[0],
    object(bucketName, key, versionId) {
      if (versionId === undefined) {
        const newest = bucket(bucketName).versions.get(key)?.[0];
        if (!newest) throw noSuchKey(key);
        if (newest.isDeleteMarker) throw noSuchKey(key, markerHeaders(newest));
        return newest;
      }
      const version = findVersion(bucketName, key, versionId);
      if (!version) throw noSuchVersion(key, versionId);
      if (version.isDeleteMarker) {
        throw new AwsError(
          405,
          'MethodNotAllowed',
          'The specified method is not allowed against this resource.',
          {
            headers: { allow: 'DELETE', ...markerHeaders(version) },
          },
        );
      }
      return version;
    },
    putObject: (bucketName, object) => putVersion(bucket(bucketName), object, false),
    deleteObject(bucketName, key, versionId) {
      const target = bucket(bucketName);
      if (versionId !== undefined) {
        const version = findVersion(bucketName, key, versionId);
        if (version) commit({ type: 'version-removed', bucket: bucketName, key, versionId });
        return { versionId, isDeleteMarker: version?.isDeleteMarker ?? false };
      }
      if (target.versioning === 'Off') {
        if (target.versions.has(key)) {
          commit({ type: 'version-removed', bucket: bucketName, key, versionId: NULL_VERSION });
        }
        return { versionId: undefined, isDeleteMarker: false };
      }
      const marker = putVersion(target, markerOf(key), true);
      return { versionId: marker.versionId, isDeleteMarker: true };
    },
    startUpload(upload) {
      bucket(upload.bucket);
      const id = randomBytes(48).toString('base64url');
      commit({ type: 'upload-started', upload: { ...upload, id, startedMs: clock.now() } });
      return state.uploads.get(id)!;
    },
    upload(bucketName, key, uploadId) {
      bucket(bucketName);
      const upload = state.uploads.get(uploadId);
      if (upload?.bucket !== bucketName || upload.key !== key) throw noSuchUpload(uploadId);
      return upload;
    },
    completed: (bucketName, key, uploadId) =>
      bucket(bucketName)
        .versions.get(key)
        ?.find((version) => version.uploadId === uploadId),
    listUploads(bucketName) {
      bucket(bucketName);
      return [...state.uploads.values()].filter((upload) => upload.bucket === bucketName);
    },
    putPart(upload, part) {
      if (!state.uploads.has(upload.id)) throw noSuchUpload(upload.id);
      const stored = { ...part, lastModifiedMs: clock.now() };
      commit({ type: 'part-put', uploadId: upload.id, part: stored });
      return stored;
    },
    completeUpload(upload, object) {
      if (!state.uploads.has(upload.id)) throw noSuchUpload(upload.id);
      return putVersion(bucket(upload.bucket), object, false, { type: 'upload-ended', uploadId: upload.id });
    },
    endUpload(upload) {
      if (!state.uploads.has(upload.id)) throw noSuchUpload(upload.id);
      commit({ type: 'upload-ended', uploadId: upload.id });
    },
    close: () => journal.close(),
  };
}

function markerOf(key: string): NewObject {
  return { key, sizeBytes: 0, etag: '', headers: {}, metadata: {}, blobs: [] };
}

function markerHeaders(marker: StoredObject): Record<string, string> {
  return { 'x-amz-delete-marker': 'true', 'x-amz-version-id': marker.versionId };
}

function latest(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
