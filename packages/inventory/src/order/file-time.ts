import { GroundcrewError } from '@groundcrew/errors';
import type { FileMoment, FileOrder } from './file-order.ts';

/** With `OrderGuard` `item`: the attribute with the place of the file that an item is from among all files. */
export const FILE_TIME_ATTRIBUTE = 'FileTime';

/**
 * The place of a file as a text for its items: of two files that DynamoDB compares by it (by the bytes of its UTF-8), the
 * greater one is the one that `compareFiles` finds later.
 *
 * Its parts are separated by tabs: `2026-03-01T08:00:00.000Z`, `s3://shop/stock.csv`, `0055AED6`; of a repaired file of
 * rejects then those of that file itself.
 *
 * @throws GroundcrewError `inventory.file.time-unknown` for a time whose text is not in the order of others
 */
export function formatFileTime({ repair, ...moment }: FileOrder): string {
  return [moment, ...(repair === undefined ? [] : [repair])].map(formatMoment).join('\t');
}

/**
 * The same for one row of a file of which several rows may be written to one shelf: the later one counts.
 *
 * @param offset the byte that the row starts at
 */
export function formatRowTime(fileTime: string, offset: number): string {
  // Nothing in place of a repair: its rows come after all of the file.
  return `${fileTime}\t\t${String(offset).padStart(15, '0')}`;
}

/** Negative if `a` is the older one: by the bytes of UTF-8. */
export function compareFileTimes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

function formatMoment({ timeMs, object, sequencer }: FileMoment): string {
  const time = new Date(timeMs).toISOString();
  // Beyond the year 9999, and before the year 0, it starts with a sign.
  if (!/^\d{4}-/.test(time)) {
    throw new GroundcrewError('inventory.file.time-unknown', `${object} is of ${time}; correct its time`);
  }
  // Zeros at the end of a sequencer don't matter: see `compareSequencers`.
  return [time, escapeControls(object), sequencer.toUpperCase().replace(/0+$/, '')].join('\t');
}

/** Control characters of a name; the tab has to come before all of it. */
// eslint-disable-next-line no-control-regex
const CONTROLS_PATTERN = /[\u0000-\n]/g;

/** Whatever comes before a line feed has another text, in the same order. */
function escapeControls(name: string): string {
  return name.replace(CONTROLS_PATTERN, (character) => {
    return `\n${String.fromCharCode(character.charCodeAt(0) + 0x30)}`;
  });
}
