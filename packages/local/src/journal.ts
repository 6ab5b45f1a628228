import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { GroundcrewError } from '@groundcrew/errors';

/** What happened, in order, one JSON document a line: state that survives a restart. */
export interface Journal<Entry> {
  /** What was there when the journal was opened. */
  readonly entries: readonly Entry[];
  append(entry: Entry): void;
  /** Puts `entries` in the place of all before: a journal must not grow forever. */
  rewrite(entries: readonly Entry[]): void;
  close(): void;
}

/**
 * Opens the journal at `path`, made where it is missing; without a path nothing is kept.
 *
 * A last line that was cut off by a crash is dropped: its call was never answered.
 *
 * @throws GroundcrewError `local.data.broken` where another line can't be read.
 */
export function openJournal<Entry>(path: string | undefined): Journal<Entry> {
  if (path === undefined) return { entries: [], append() {}, rewrite() {}, close() {} };
  mkdirSync(dirname(path), { recursive: true });
  const entries = readEntries<Entry>(path);
  // Appending after a torn line would glue the next entry to it.
  replaceFile(path, entries);
  let descriptor = openSync(path, 'a');
  return {
    entries,
    append(entry) {
      writeSync(descriptor, `${JSON.stringify(entry)}\n`);
    },
    rewrite(kept) {
      closeSync(descriptor);
      replaceFile(path, kept);
      descriptor = openSync(path, 'a');
    },
    close() {
      closeSync(descriptor);
    },
  };
}

function readEntries<Entry>(path: string): Entry[] {
  const lines = readIfThere(path).split('\n');
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

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

function replaceFile(path: string, entries: readonly unknown[]): void {
  const next = `${path}.next`;
  writeFileSync(next, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
  renameSync(next, path);
}
