import type { BlobReference } from './blobs.ts';
import type { Checksum, ChecksumAlgorithm, ChecksumType } from './checksums.ts';

/** As S3 has it; a bucket that never had versions is `Off`. */
export type Versioning = 'Off' | 'Enabled' | 'Suspended';

/** The version id of what was stored while versions were not kept. */
export const NULL_VERSION = 'null';

/** What an upload says of its object besides the bytes. */
export interface ObjectFacts {
  /** The headers that are given back as they came: `content-type`, `cache-control`, … */
  readonly headers: Readonly<Record<string, string>>;
  /** User metadata, names without `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  /** As in the header `x-amz-tagging`: `a=1&b=2`. */
  readonly tagging?: string;
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
  /** Grows with every change of the bucket, and with the text compared. */
  readonly sequencer: string;
  readonly checksum?: Checksum;
  /** In their order; one where the object was put whole. */
  readonly blobs: readonly BlobReference[];
  /** The upload whose parts it is made of; left out where it was put whole. */
  readonly uploadId?: string;
}

/** One part of an upload that is not complete yet. */
export interface StoredPart {
  readonly number: number;
  readonly etag: string;
  readonly lastModifiedMs: number;
  readonly blob: BlobReference;
  readonly checksum?: Checksum;
}

/** An upload in parts under way. */
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
  versioning: Versioning;
  /** By key, newest version first; never empty. */
  readonly versions: Map<string, StoredObject[]>;
  /** All keys of `versions`, in S3's order. */
  readonly sortedKeys: string[];
}
