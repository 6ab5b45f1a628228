import { GroundcrewError } from '@groundcrew/errors';
import type { RejectsSurvey } from '../duplicates/survey-file.ts';
import { quote } from '../stock-file/errors.ts';
import { type FileMoment, type FileOrder, orderOf, parseSource } from './file-order.ts';
import { timeOfName } from './time-of-name.ts';

/** `modified`: when an object or a file was stored; `name`: the date in its name. */
export const fileTimes = ['modified', 'name'] as const;
export type FileTime = (typeof fileTimes)[number];

/** What is known of a file before it is read. */
export interface FileFacts {
  /** `s3://bucket/key`, or a path. */
  readonly object: string;
  /** The part of it that may have a date. */
  readonly name: string;
  readonly sequencer: string;
  readonly modifiedMs: number | undefined;
}

/**
 * The moment of an upload or a file.
 *
 * @throws GroundcrewError `inventory.file.time-unknown`
 */
export function momentOf({ object, name, sequencer, modifiedMs }: FileFacts, rule: FileTime): FileMoment {
  if (rule === 'modified') {
    if (modifiedMs === undefined) throw timeUnknown(`nothing states when ${object} was stored`);
    return { timeMs: modifiedMs, object, sequencer };
  }
  const found = timeOfName(name);
  if ('timeMs' in found) return { timeMs: found.timeMs, object, sequencer };
  const problem = found.problem === 'none' ? 'no date' : 'several dates or times';
  throw timeUnknown(
    `the name ${quote(name)} has ${problem}; name it like stock-2026-03-01.csv or stock-20260301-0830.csv, or set FileTime to modified`,
  );
}

/**
 * The place of a file: by its own time, or for a repaired file of rejects by that of its source, whatever it is called.
 *
 * @throws GroundcrewError `inventory.file.time-unknown`, `inventory.file.rejects-source`
 */
export function placeFile(
  facts: FileFacts,
  rule: FileTime,
  { isRejectsFile, sources }: RejectsSurvey,
): FileOrder {
  if (!isRejectsFile) return momentOf(facts, rule);
  const [text, other] = sources;
  if (text === undefined) throw sourceUnknown('its column reject_source is missing or empty');
  if (other !== undefined) {
    throw sourceUnknown(
      `its rows are from ${quote(text)} and from ${quote(other)}`,
      'load the rows of each source as a file of their own',
    );
  }
  const source = parseSource(text);
  if (source === undefined) throw sourceUnknown(`reject_source ${quote(text)} is not as it was written`);
  return orderOf(momentOf(facts, 'modified'), source);
}

/** The place of one file that has to be known before its first row is written. */
export interface FilePlace {
  /** For `LoadDeps.enterOrder`. */
  readonly enter: (file: { readonly rejects: RejectsSurvey }) => Promise<undefined>;
  /** The place, once it is entered. */
  readonly order: () => FileOrder;
}

/** The place of a file of which only the table knows whether others are newer. */
export function createFilePlace(facts: FileFacts, rule: FileTime): FilePlace {
  let order: FileOrder | undefined;
  return {
    async enter({ rejects }) {
      order = placeFile(facts, rule, rejects);
      return undefined;
    },
    order() {
      if (order === undefined) throw new Error('a row is written before its file has a place');
      return order;
    },
  };
}

function timeUnknown(why: string): GroundcrewError {
  return new GroundcrewError('inventory.file.time-unknown', `the time of the file is not known: ${why}`);
}

function sourceUnknown(
  why: string,
  what = 'restore it from the file of rejects, or remove all reject_ columns to load the rows as a new file, which replaces the counts of files newer than their source',
): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.rejects-source',
    `it is a file of rejects, and ${why}, so that its place among other files is not known; ${what}`,
  );
}
