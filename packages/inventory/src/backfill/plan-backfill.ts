import { createHash } from 'node:crypto';
import { formatS3Uri } from '@groundcrew/aws/s3';
import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import { type FileTime, momentOf } from '../order/place-file.ts';

/** A version of an object as S3 lists it. */
export interface VersionFacts {
  readonly key: string;
  /** `null` where it was stored without versioning. */
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly lastModifiedMs: number | undefined;
  readonly content:
    | { readonly sizeBytes: number; readonly etag: string; readonly storageClass: string }
    | 'deleted';
}

/** Which of the versions under a prefix are read, and in which order they count. */
export interface BackfillChoice {
  readonly bucket: string;
  readonly prefix: string;
  readonly fileTime: FileTime;
  /** Only files of this time or later, in milliseconds since 1970. */
  readonly sinceMs?: number | undefined;
  /** Whether a key is meant. */
  readonly matches?: ((key: string) => boolean) | undefined;
}

/** Why a version is not read. Only `time-unknown` keeps a stock file out that was meant. */
export const skipReasons = [
  'folder',
  'empty',
  'deleted',
  'archived',
  'other-name',
  'older',
  'time-unknown',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** One version to read. Plain JSON: an item of the map of the state machine. */
export interface PlannedFile {
  /** The same for the same version, different for every other one. */
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  /** Absent where it was stored without versioning: then the entity tag has to be the same. */
  readonly versionId?: string;
  readonly etag: string;
  readonly sizeBytes: number;
  /** As the header `Last-Modified` has it, in whole seconds. */
  readonly modifiedMs: number;
  /** Its place among versions of one key of the same time; before all sequencers of S3. */
  readonly sequencer: string;
}

/** What a backfill would read. */
export interface BackfillFiles {
  /** The newest first is not needed: they have no order here. */
  readonly files: readonly PlannedFile[];
  readonly sizeBytes: number;
  readonly skipped: Readonly<Record<SkipReason, number>>;
  /** The first ones, but for folders and what was not asked for. */
  readonly skippedExamples: readonly { readonly object: string; readonly reason: SkipReason }[];
  /** How many parts the shelves are divided into, by their hashes; 0 without files. */
  readonly parts: number;
}

/** A backfill of more is refused: its parts are listed by one function. */
export const MAX_BACKFILL_FILES = 100_000;
/** Of a part, so that its newest rows fit the memory of a function several times. */
const PART_BYTES = 32 * 1024 ** 2;
const MAX_PARTS = 256;
/** Offsets that are in memory when the parts are listed. */
const MAX_OFFSETS = 10_000_000;
/** What compressed files are taken to have in them. */
const COMPRESSED_FACTOR = 6;
const MAX_EXAMPLES = 20;

/** Storage classes whose objects have to be restored before they can be read (S3 User Guide, "Restoring an archived object"). */
const archivedClasses: ReadonlySet<string> = new Set(['GLACIER', 'DEEP_ARCHIVE']);

/**
 * Chooses what a backfill reads, and how many parts its shelves make. Everything that is left out is counted, with the reason.
 *
 * An object of the class `INTELLIGENT_TIERING` may be archived, too; the listing does not show it: reading it fails, and is
 * reported.
 *
 * @throws GroundcrewError `inventory.backfill.too-many-files`
 */
export function planBackfill(versions: readonly VersionFacts[], choice: BackfillChoice): BackfillFiles {
  const skipped = Object.fromEntries(skipReasons.map((reason) => [reason, 0])) as Record<SkipReason, number>;
  const skippedExamples: { object: string; reason: SkipReason }[] = [];
  const files: PlannedFile[] = [];
  const sequencers = sequencersOf(versions);
  for (const [index, version] of versions.entries()) {
    const file = planVersion(version, sequencers[index]!, choice);
    if (typeof file !== 'string') {
      files.push(file);
      continue;
    }
    skipped[file] += 1;
    const isExpected = file === 'folder' || file === 'other-name' || file === 'older';
    if (!isExpected && skippedExamples.length < MAX_EXAMPLES) {
      skippedExamples.push({ object: formatS3Uri({ ...choice, key: version.key }), reason: file });
    }
  }
  if (files.length > MAX_BACKFILL_FILES) {
    throw new GroundcrewError(
      'inventory.backfill.too-many-files',
      `${formatS3Uri({ bucket: choice.bucket, key: choice.prefix })} has ${files.length} versions to read, more than the maximum of ${MAX_BACKFILL_FILES}; choose a longer prefix, --since or --match, and backfill one after the other, in any order`,
    );
  }
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  return { files, sizeBytes, skipped, skippedExamples, parts: partsOf(files) };
}

function planVersion(
  { key, versionId, lastModifiedMs = 0, content }: VersionFacts,
  sequencer: string,
  { bucket, fileTime, sinceMs = Number.NEGATIVE_INFINITY, matches = () => true }: BackfillChoice,
): PlannedFile | SkipReason {
  if (content === 'deleted') return 'deleted';
  if (key.endsWith('/')) return 'folder';
  if (!matches(key)) return 'other-name';
  const { sizeBytes, etag, storageClass } = content;
  if (sizeBytes === 0) return 'empty';
  // The header of a response has no more than seconds.
  const modifiedMs = Math.floor(lastModifiedMs / 1_000) * 1_000;
  const timeMs = timeOf({ key, modifiedMs }, { bucket, fileTime });
  if (timeMs === undefined) return 'time-unknown';
  if (timeMs < sinceMs) return 'older';
  if (archivedClasses.has(storageClass)) return 'archived';
  return {
    id: idOf([bucket, key, versionId, etag, String(lastModifiedMs)]),
    bucket,
    key,
    ...(versionId !== 'null' && { versionId }),
    etag,
    sizeBytes,
    modifiedMs,
    sequencer,
  };
}

function timeOf(
  { key, modifiedMs }: { key: string; modifiedMs: number },
  { bucket, fileTime }: { bucket: string; fileTime: FileTime },
): number | undefined {
  const facts = { object: formatS3Uri({ bucket, key }), name: key, sequencer: '', modifiedMs };
  try {
    return momentOf(facts, fileTime).timeMs;
  } catch (error) {
    if (isGroundcrewError(error) && error.code === 'inventory.file.time-unknown') return undefined;
    throw error;
  }
}

/**
 * A listing has no sequencers. Of the versions of one key it has the order, newest first, which decides where their time is the
 * same; what stands for it here is before each sequencer of S3 (which start with the seconds since 1970), so that a live load of
 * one of them is not replaced.
 *
 * A version alone has one, too, the same as when the key gets others: rejects state it, and items have it in their time.
 */
function sequencersOf(versions: readonly VersionFacts[]): string[] {
  const sequencers = versions.map(() => '');
  const groups = Map.groupBy(versions.keys(), (index) => versions[index]!.key);
  for (const group of groups.values()) {
    for (const [rank, index] of group.toReversed().entries()) {
      // Zeros at its end would not count.
      sequencers[index] = `${(rank + 1).toString(16).toUpperCase().padStart(5, '0')}F`;
    }
  }
  return sequencers;
}

function partsOf(files: readonly PlannedFile[]): number {
  if (files.length === 0) return 0;
  const bytes = files.reduce((sum, { key, sizeBytes }) => {
    return sum + sizeBytes * (/\.(gz|zip|xlsx)$/i.test(key) ? COMPRESSED_FACTOR : 1);
  }, 0);
  const most = Math.max(1, Math.min(MAX_PARTS, Math.floor(MAX_OFFSETS / Math.max(1, files.length))));
  return Math.min(most, Math.max(1, Math.ceil(bytes / PART_BYTES)));
}

function idOf(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24);
}
