import { compareSequencers } from '../ledger/sequencer.ts';

/** One upload, and its time. */
export interface FileMoment {
  /** Milliseconds since 1970: when the object was stored, or the date in its name; never when it is loaded. */
  readonly timeMs: number;
  /** `s3://bucket/key`; of a local file its name. */
  readonly object: string;
  /** Of uploads of one object at one time. */
  readonly sequencer: string;
}

/**
 * The place of a file among all files of an inventory: of two that name one shelf, the later one counts.
 *
 * A repaired file of rejects has the place of the file that its rows come from, right behind it.
 */
export interface FileOrder extends FileMoment {
  /** The upload of the repaired file itself: of several repairs of one file, the later one counts. */
  readonly repair?: FileMoment;
}

/** Negative if `a` is the older one; 0 only for one and the same upload. */
export function compareFiles(a: FileOrder, b: FileOrder): number {
  const order = compareMoments(a, b);
  if (order !== 0) return order;
  if (a.repair === undefined || b.repair === undefined) {
    return Number(a.repair !== undefined) - Number(b.repair !== undefined);
  }
  return compareMoments(a.repair, b.repair);
}

/** By time. S3 returns it in whole seconds: within one, by name; of one name, by the order that S3 gives uploads of it. */
function compareMoments(a: FileMoment, b: FileMoment): number {
  if (a.timeMs !== b.timeMs) return a.timeMs - b.timeMs;
  if (a.object !== b.object) return compareNames(a.object, b.object);
  return compareSequencers(a.sequencer, b.sequencer);
}

/** By the bytes of UTF-8, as S3 lists keys and DynamoDB compares texts. */
function compareNames(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) || (a < b ? -1 : 1);
}

/** The place of an upload whose rows come from `source`, if it is a repaired file of rejects. */
export function orderOf(moment: FileMoment, source: FileMoment | undefined): FileOrder {
  return source === undefined ? moment : { ...source, repair: moment };
}

/**
 * What a file of rejects states about its source in `reject_source`: `2026-03-01T08:00:00.000Z s3://shop/stock.csv 0055AED6`.
 * Pure ASCII, so that every encoding has it.
 */
export function formatSource({ timeMs, object, sequencer }: FileMoment): string {
  const name = object.replace(/[^\w:/.-]/gu, (character) => encodeURIComponent(character));
  return [new Date(timeMs).toISOString(), name, sequencer].filter((part) => part !== '').join(' ');
}

const SOURCE_PATTERN = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?Z) (\S+)(?: ([0-9A-Fa-f]+))?$/;

/** `undefined` for a text that {@link formatSource} did not write. */
export function parseSource(text: string): FileMoment | undefined {
  const [, time = '', name = '', sequencer = ''] = SOURCE_PATTERN.exec(text.trim()) ?? [];
  const timeMs = Date.parse(time);
  if (Number.isNaN(timeMs)) return undefined;
  try {
    return { timeMs, object: decodeURIComponent(name), sequencer };
  } catch {
    return undefined;
  }
}
