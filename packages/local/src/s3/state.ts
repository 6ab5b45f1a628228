import type { BlobStore } from './blobs.ts';
import {
  type Bucket,
  NULL_VERSION,
  type StoredObject,
  type StoredPart,
  type Upload,
  type Versioning,
} from './model.ts';
import { lowerBound } from './sorted-keys.ts';

/** A change of S3's state. Plain JSON: the journal is a list of these. */
export type Change =
  | {
      readonly type: 'bucket-created';
      readonly bucket: string;
      readonly createdMs: number;
      readonly region?: string;
    }
  | { readonly type: 'bucket-deleted'; readonly bucket: string }
  | { readonly type: 'versioning-set'; readonly bucket: string; readonly versioning: Versioning }
  | { readonly type: 'version-put'; readonly bucket: string; readonly object: StoredObject }
  | {
      readonly type: 'version-removed';
      readonly bucket: string;
      readonly key: string;
      readonly versionId: string;
    }
  | { readonly type: 'upload-started'; readonly upload: Omit<Upload, 'parts'> }
  | { readonly type: 'part-put'; readonly uploadId: string; readonly part: StoredPart }
  | { readonly type: 'upload-ended'; readonly uploadId: string };

/** The state of S3 without the bytes. */
export interface State {
  readonly buckets: Map<string, Bucket>;
  readonly uploads: Map<string, Upload>;
}

/** Applies a validated change, and retains or releases its blobs. */
export function applyChange(
  state: State,
  change: Change,
  blobs: Pick<BlobStore, 'retain' | 'release'>,
): void {
  switch (change.type) {
    case 'bucket-created':
      state.buckets.set(change.bucket, {
        name: change.bucket,
        createdMs: change.createdMs,
        ...(change.region !== undefined && { region: change.region }),
        versioning: 'Off',
        versions: new Map(),
        sortedKeys: [],
      });
      return;
    case 'bucket-deleted':
      state.buckets.delete(change.bucket);
      return;
    case 'versioning-set':
      state.buckets.get(change.bucket)!.versioning = change.versioning;
      return;
    case 'version-put': {
      const { object } = change;
      const bucket = state.buckets.get(change.bucket)!;
      // Before the old version is removed: they may share blobs.
      for (const { id } of object.blobs) blobs.retain(id);
      if (object.versionId === NULL_VERSION) removeVersion(bucket, object.key, NULL_VERSION, blobs);
      const versions = bucket.versions.get(object.key);
      if (versions) {
        versions.unshift(object);
      } else {
        bucket.versions.set(object.key, [object]);
        bucket.sortedKeys.splice(lowerBound(bucket.sortedKeys, object.key), 0, object.key);
      }
      return;
    }
    case 'version-removed':
      removeVersion(state.buckets.get(change.bucket)!, change.key, change.versionId, blobs);
      return;
    case 'upload-started':
      state.uploads.set(change.upload.id, { ...change.upload, parts: new Map() });
      return;
    case 'part-put': {
      const { parts } = state.uploads.get(change.uploadId)!;
      const replaced = parts.get(change.part.number);
      blobs.retain(change.part.blob.id);
      parts.set(change.part.number, change.part);
      if (replaced) blobs.release(replaced.blob.id);
      return;
    }
    case 'upload-ended': {
      const upload = state.uploads.get(change.uploadId)!;
      state.uploads.delete(change.uploadId);
      for (const part of upload.parts.values()) blobs.release(part.blob.id);
      return;
    }
  }
}

function removeVersion(
  bucket: Bucket,
  key: string,
  versionId: string,
  blobs: Pick<BlobStore, 'release'>,
): void {
  const versions = bucket.versions.get(key);
  const index = versions?.findIndex((version) => version.versionId === versionId) ?? -1;
  if (!versions || index < 0) return;
  const [removed] = versions.splice(index, 1);
  for (const { id } of removed!.blobs) blobs.release(id);
  if (versions.length === 0) {
    bucket.versions.delete(key);
    bucket.sortedKeys.splice(lowerBound(bucket.sortedKeys, key), 1);
  }
}

/** The minimum of changes that lead to this state. */
export function changesTo(state: State): Change[] {
  const changes: Change[] = [];
  for (const { name, createdMs, region, versioning, versions } of state.buckets.values()) {
    changes.push({
      type: 'bucket-created',
      bucket: name,
      createdMs,
      ...(region !== undefined && { region }),
    });
    if (versioning !== 'Off') changes.push({ type: 'versioning-set', bucket: name, versioning });
    for (const newestFirst of versions.values()) {
      for (const object of newestFirst.toReversed())
        changes.push({ type: 'version-put', bucket: name, object });
    }
  }
  for (const { parts, ...upload } of state.uploads.values()) {
    changes.push({ type: 'upload-started', upload });
    for (const part of parts.values()) changes.push({ type: 'part-put', uploadId: upload.id, part });
  }
  return changes;
}
