import { closeSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { GroundcrewError } from '@groundcrew/errors';

/** A log of changes, one JSON document per line: state that survives a restart. */
export interface Journal<Entry> {
  /** @throws GroundcrewError `local.closed` after it was closed. */
  append(entry: Entry): void;
  close(): void;
}

/**
 * Opens the journal at `path`, creating it if missing; without a path nothing is stored.
 *
 * `replay` receives the journal's entries and returns the entries that lead to the same state: they
 * replace the journal, which would otherwise grow forever. A last line truncated by a crash is
 * dropped: its call was never acknowledged.
 *
 * @throws GroundcrewError `local.data.broken` if another line can't be parsed.
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
      // The descriptor of a closed file may belong to another file by now.
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
  // After the last line break there is nothing, or an incomplete line.
  lines.pop();
  return lines.map((line, index) => {
    try {
      return JSON.parse(line) as Entry;
    } catch (cause) {
      throw new GroundcrewError(
        'local.data.broken',
        `line ${index + 1} of ${path} is not JSON; restore the file, or delete the data folder to start again`,
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
