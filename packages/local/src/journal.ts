import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { GroundcrewError } from '@groundcrew/errors';

/** What happened, in order, one JSON document a line: state that survives a restart. */
export interface Journal<Entry> {
  /** @throws GroundcrewError `local.closed` after it was closed. */
  append(entry: Entry): void;
  close(): void;
}

/**
 * Opens the journal at `path`, made where it is missing; without a path nothing is kept.
 *
 * `replay` is given what the journal holds and returns the entries that lead to the same state: they take
 * the place of all before, or the journal would grow forever. A last line that was cut off by a crash is
 * dropped: its call was never answered.
 *
 * @throws GroundcrewError `local.data.broken` where another line can't be read.
 */
export function openJournal<Entry>(
  path: string | undefined,
  replay: (entries: readonly Entry[]) => readonly Entry[],
): Journal<Entry> {
  if (path === undefined) return { append() {}, close() {} };
  mkdirSync(dirname(path), { recursive: true });
  const compacted = replay(readEntries<Entry>(path));
  const next = `${path}.next`;
  writeFileSync(next, compacted.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  renameSync(next, path);
  let descriptor: number | undefined = openSync(path, 'a');
  return {
    append(entry) {
      // The number of a closed file may be another file's by now.
      if (descriptor === undefined) {
        throw new GroundcrewError('local.closed', `${path} is closed; nothing more is stored`, {
          fault: 'bug',
        });
      }
      writeSync(descriptor, `${JSON.stringify(entry)}\n`);
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function readEntries<Entry>(path: string): Entry[] {
  const lines = readIfExists(path).split('\n');
  // What stands after the last line break is nothing, or a line that was not finished.
  lines.pop();
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as Entry;
    } catch (cause) {
      throw new GroundcrewError(
        'local.data.broken',
        `line ${index + 1} of ${path} is not JSON; restore the file, or delete the data folder to start anew`,
        { cause },
      );
    }
  });
}

function readIfExists(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}
