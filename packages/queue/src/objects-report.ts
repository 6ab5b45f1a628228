import { countOf, type Report } from '@groundcrew/report';
import type { ObjectsLook } from './look-at-objects.ts';
import { countLeft, leftSection } from './left-section.ts';
import { kindTitles } from './queue-report.ts';
import type { RestoredObjects } from './restore-objects.ts';
import type { SavedObjects } from './save-objects.ts';

export interface ObjectsLookFacts {
  /** `s3://bucket/prefix`. */
  readonly name: string;
  readonly look: ObjectsLook;
  /** What to do next, as a command. */
  readonly next: string;
  readonly nowMs: number;
}

/** The report of what failed permanently and is in a bucket. */
export function objectsLookReport({ name, look, next, nowMs }: ObjectsLookFacts): Report {
  const { examined, matched, records, causes, otherObjects, isLimited } = look;
  const oldestMs = causes.length === 0 ? null : Math.min(...causes.map(({ oldestMs }) => oldestMs));
  const none = examined === 0 ? 'There is no failed batch.' : 'No batch matches.';
  return {
    title: `Failed batches of ${name}`,
    catalog: 'queues',
    csv: 'causes',
    lead:
      matched === 0
        ? [none]
        : [`${countOf(matched, 'batch', 'batches')} of ${countOf(causes.length, 'cause', 'causes')}.`],
    next: matched === 0 ? [] : [`Send them again once their cause is fixed: \`${next}\`.`],
    sections: [
      {
        kind: 'facts',
        key: 'bucket',
        columns: [
          { key: 'source', title: 'Bucket' },
          { key: 'examined', title: 'Examined', unit: 'count' },
          { key: 'matched', title: 'Matched', unit: 'count' },
          { key: 'records', title: 'Changes', unit: 'count' },
          { key: 'oldestAgeMs', title: 'Age of the oldest batch', unit: 'duration' },
        ],
        values: {
          source: name,
          examined,
          matched,
          records,
          oldestAgeMs: oldestMs === null ? null : Math.max(0, nowMs - oldestMs),
        },
      },
      {
        kind: 'table',
        key: 'causes',
        title: 'Causes',
        columns: [
          { key: 'batches', title: 'Batches', unit: 'count' },
          { key: 'records', title: 'Changes', unit: 'count' },
          { key: 'kind', title: 'Kind', words: true, yields: 4 },
          { key: 'failed', title: 'Failed', wrap: true },
          { key: 'error', title: 'Error', wrap: true },
          { key: 'oldest', title: 'Oldest', yields: 2 },
          { key: 'newest', title: 'Newest', yields: 1 },
          { key: 'example', title: 'Example', yields: 3 },
        ],
        rows: causes.map(({ objects, records: ofCause, kind, failed, error, ...group }) => ({
          batches: objects,
          records: ofCause,
          kind: kindTitles[kind],
          failed: failed ?? null,
          error: error === '' ? null : error,
          oldest: new Date(group.oldestMs).toISOString(),
          newest: new Date(group.newestMs).toISOString(),
          example: group.example,
        })),
        whenEmpty: none,
      },
    ],
    notes: [
      ...(isLimited ? ['There may be more: --limit was reached.'] : []),
      ...(otherObjects > 0
        ? [`${countOf(otherObjects, 'batch has a further cause', 'batches have further causes')}.`]
        : []),
    ],
  };
}

/** The report of `inventory alerts save`. */
export function saveObjectsReport(
  { name, file }: { readonly name: string; readonly file: string },
  { saved, unmatched, deleted, left, isLimited }: SavedObjects,
): Report {
  return {
    title: `Failed batches of ${name}, saved`,
    catalog: 'queues',
    sections: [
      {
        kind: 'facts',
        key: 'save',
        columns: [
          { key: 'file', title: 'File' },
          { key: 'saved', title: 'Saved', unit: 'count' },
          { key: 'deleted', title: 'Deleted from the bucket', unit: 'count' },
          { key: 'unmatched', title: 'Not matched', unit: 'count' },
          { key: 'left', title: 'Not saved', unit: 'count' },
        ],
        values: { file, saved, deleted, unmatched, left: countLeft(left) },
      },
      ...leftSection(left, 'batches'),
    ],
    notes: isLimited ? ['There may be more: --limit was reached.'] : [],
  };
}

/** The report of `inventory alerts restore`. */
export function restoreObjectsReport(
  {
    name,
    file,
    isTruncated,
  }: { readonly name: string; readonly file: string; readonly isTruncated: boolean },
  { stored, present, refused }: RestoredObjects,
): Report {
  return {
    title: `Failed batches of ${file}, stored in ${name}`,
    catalog: 'queues',
    sections: [
      {
        kind: 'facts',
        key: 'restore',
        columns: [
          { key: 'stored', title: 'Stored', unit: 'count' },
          { key: 'present', title: 'There already', unit: 'count' },
          { key: 'refused', title: 'Refused', unit: 'count' },
        ],
        values: { stored, present, refused: countLeft(refused) },
      },
      ...leftSection(refused, 'batches'),
    ],
    notes: isTruncated
      ? [
          'The file is cut off: batches at its end may be missing. If what saved them was killed, they are in the bucket that it read; otherwise restore a whole copy of the file.',
        ]
      : [],
  };
}
