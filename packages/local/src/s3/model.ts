import type { BlobReference } from './blobs.ts';
import type { Checksum, ChecksumAlgorithm, ChecksumType } from './checksums.ts';

/** S3's states; a bucket that never had versioning is `Off`. */
export type Versioning = 'Off' | 'Enabled' | 'Suspended';

/** The version id of objects stored without versioning. */
export const NULL_VERSION = 'null';

/** Metadata of an upload. */
export interface ObjectFacts {
  /** The headers that are returned unchanged: `content-type`, `cache-control`, … */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** In the format of the header `x-amz-tagging`: `a=1&b=2`. */
  readonly tagging?: string;
  /** Omitted: `STANDARD`. */
  readonly storageClass?: string;
}

/** One version of an object, or the marker of its deletion. Plain JSON. */
export interface StoredObject extends ObjectFacts {
  readonly key: string;
  readonly versionId: string;
  readonly isDeleteMarker: boolean;
  readonly sizeBytes: number;
  /** In quotes, as on the wire. */
  readonly etag: string;
  readonly lastModifiedMs: number;
  /** Grows with every change of the bucket, also when compared as a string. */
  readonly sequencer: string;
  readonly checksum?: Checksum;
  /** In order; one if the object was put in one request. */
  readonly blobs: readonly BlobReference[];
  /** The multipart upload that created it; omitted if it was put in one request. */
  readonly uploadId?: string;
}

/** One part of an incomplete upload. */
export interface StoredPart {
  readonly number: number;
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly blob: BlobReference;
  readonly checksum?: Checksum;
}

/** A multipart upload in progress. */
export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  readonly startedMs: number;
  readonly facts: ObjectFacts;
  readonly checksumAlgorithm?: ChecksumAlgorithm;
  readonly checksumType?: ChecksumType;
  readonly parts: Map<number, StoredPart>;
}

export interface Bucket {
  readonly name: string;
  readonly createdMs: number;
  /** Omitted: that of the embedded AWS. */
  readonly region?: string;
  versioning: Versioning;
  /** By key, newest version first; never empty. */
  readonly versions: Map<string, StoredObject[]>;
  /** All keys of `versions`, in S3's order. */
  readonly sortedKeys: string[];
}
