import {
  closeSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import { AwsError } from './service.ts';

/** Changes in order, one JSON document a line: state that survives a restart. */
export interface Journal<Entry> {
  /**
   * Writes entries as one unit: after a crash all of them are there, or none. To be called before they are applied.
   *
   * @throws AwsError `InternalServerError` (500) if the disk does not take them; the file is then as it was before.
   * @throws GroundcrewError `local.closed` after it was closed.
   */
  append(...entries: readonly Entry[]): void;
  close(): void;
}

export interface JournalState<Entry> {
  /** Applies an entry that was read back. */
  replay(entry: Entry): void;
  /** Entries that lead to the present state. May be consumed over several turns of the event loop, while entries are appended. */
  snapshot(): Iterable<Entry>;
}

const READ_BYTES = 1024 * 1024;
const LINE_FEED = 0x0a;
// Below this a file is compacted when it is opened; above, while it is used.
const MAX_BYTES_COMPACTED_AT_OPEN = 4 * 1024 * 1024;
const MIN_GARBAGE_BYTES = 64 * 1024;
const WRITE_BYTES = 256 * 1024;
const MAX_SLICE_MS = 4;
const FILE_MODE = 0o600;
const FOLDER_MODE = 0o700;

/** Follows the snapshot in a compacted file: what is before it is not garbage. */
const MARKER = '{"compacted":true}';

/**
 * Opens the journal at `path`, made if it is missing; without a path nothing is stored.
 *
 * The file is read in blocks. A last line that a crash left incomplete is cut off: its call was never answered. When more than half
 * of the file is outdated, it is written again from a snapshot in short slices, between calls.
 *
 * What `append` wrote is in the operating system's hands: it survives the end of this process, however it ends; a crash of the machine
 * may lose what the system had not yet written to the disk.
 *
 * @throws GroundcrewError `local.data.broken` if a line other than the last can't be read.
 */
export function openJournal<Entry>(path: string | undefined, state: JournalState<Entry>): Journal<Entry> {
  if (path === undefined) return { append() {}, close() {} };
  mkdirSync(dirname(path), { recursive: true, mode: FOLDER_MODE });
  return new FileJournal(path, state);
}

class FileJournal<Entry> implements Journal<Entry> {
  readonly #path: string;
  readonly #state: JournalState<Entry>;
  #descriptor: number | undefined;
  #sizeBytes: number;
  /** Bytes of the snapshot that the file begins with. */
  #snapshotBytes: number;
  #compaction: Compaction | undefined;

  constructor(path: string, state: JournalState<Entry>) {
    this.#path = path;
    this.#state = state;
    this.#descriptor = openSync(path, 'a+', FILE_MODE);
    const { sizeBytes, snapshotBytes } = replayFile<Entry>(this.#descriptor, path, (entry) =>
      state.replay(entry),
    );
    this.#sizeBytes = sizeBytes;
    this.#snapshotBytes = snapshotBytes;
    if (sizeBytes <= MAX_BYTES_COMPACTED_AT_OPEN) {
      if (sizeBytes > snapshotBytes) this.#compactNow();
    } else this.#compactIfWorthwhile();
  }

  append(...entries: readonly Entry[]): void {
    if (this.#descriptor === undefined) {
      throw new GroundcrewError('local.closed', `${this.#path} is closed; nothing more is stored`, {
        fault: 'bug',
      });
    }
    if (entries.length === 0) return;
    // Several entries are one line: a line is complete, or it is cut off.
    const text = `${JSON.stringify(entries.length === 1 ? entries[0] : { all: entries })}\n`;
    this.#sizeBytes += writeWhole(this.#descriptor, text, this.#sizeBytes, this.#path);
    this.#compaction?.tail.push(text);
    this.#compactIfWorthwhile();
  }

  close(): void {
    this.#compaction?.abandon();
    this.#compaction = undefined;
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #compactNow(): void {
    const compaction = startCompaction(this.#path, this.#state.snapshot());
    try {
      while (!compaction.writeSlice(Number.POSITIVE_INFINITY));
      this.#replaceFile(compaction);
    } catch {
      // No room for a second file: the long one serves as well.
      compaction.abandon();
    }
  }

  #compactIfWorthwhile(): void {
    if (this.#compaction || this.#descriptor === undefined) return;
    const garbageBytes = this.#sizeBytes - this.#snapshotBytes;
    if (garbageBytes < Math.max(this.#snapshotBytes, MAX_BYTES_COMPACTED_AT_OPEN, MIN_GARBAGE_BYTES)) return;
    let compaction: Compaction;
    try {
      compaction = startCompaction(this.#path, this.#state.snapshot());
    } catch {
      this.#postpone();
      return;
    }
    this.#compaction = compaction;
    const next = (): void => {
      if (this.#compaction !== compaction) return;
      try {
        if (!compaction.writeSlice(MAX_SLICE_MS)) {
          setImmediate(next);
          return;
        }
        this.#replaceFile(compaction);
      } catch {
        compaction.abandon();
        this.#postpone();
      }
      this.#compaction = undefined;
    };
    setImmediate(next);
  }

  /** After a failure, the next try is made when as much again was written. */
  #postpone(): void {
    this.#snapshotBytes = this.#sizeBytes;
  }

  #replaceFile(compaction: Compaction): void {
    const { descriptor, snapshotBytes, sizeBytes } = compaction.finish();
    const former = this.#descriptor!;
    this.#descriptor = descriptor;
    closeSync(former);
    this.#snapshotBytes = snapshotBytes;
    this.#sizeBytes = sizeBytes;
  }
}

/** A second file that is to take the journal's place. */
interface Compaction {
  /** Lines that were appended to the journal since it began. */
  readonly tail: string[];
  /** Writes for about so long; whether the snapshot is then complete. */
  writeSlice(maxMs: number): boolean;
  /** Writes the tail, and puts the file in the journal's place. */
  finish(): { readonly descriptor: number; readonly snapshotBytes: number; readonly sizeBytes: number };
  abandon(): void;
}

function startCompaction<Entry>(path: string, snapshot: Iterable<Entry>): Compaction {
  const next = `${path}.next`;
  // Appending: it is to become the journal's, and a write that failed must not leave a gap before the next one.
  rmSync(next, { force: true });
  const descriptor = openSync(next, 'a', FILE_MODE);
  const entries = snapshot[Symbol.iterator]();
  const tail: string[] = [];
  let sizeBytes = 0;
  let isOpen = true;

  function write(text: string): void {
    sizeBytes += writeWhole(descriptor, text, sizeBytes, next);
  }

  return {
    tail,
    writeSlice(maxMs) {
      const endMs = performance.now() + maxMs;
      let lines = '';
      for (;;) {
        const { done, value } = entries.next();
        if (done) {
          write(`${lines}${MARKER}\n`);
          return true;
        }
        lines += `${JSON.stringify(value)}\n`;
        if (lines.length < WRITE_BYTES && performance.now() < endMs) continue;
        write(lines);
        lines = '';
        if (performance.now() >= endMs) return false;
      }
    },
    finish() {
      const snapshotBytes = sizeBytes;
      if (tail.length > 0) write(tail.join(''));
      renameSync(next, path);
      isOpen = false;
      return { descriptor, snapshotBytes, sizeBytes };
    },
    abandon() {
      if (isOpen) closeSync(descriptor);
      isOpen = false;
      rmSync(next, { force: true });
    },
  };
}

/**
 * Appends all of a text, or nothing; returns its bytes.
 *
 * @param sizeBytes what the file holds so far
 */
function writeWhole(descriptor: number, text: string, sizeBytes: number, path: string): number {
  const bytes = Buffer.from(text);
  let written = 0;
  try {
    // A write may be short on a disk that is nearly full.
    while (written < bytes.length) written += writeSync(descriptor, bytes, written);
    return bytes.length;
  } catch (error) {
    if (written > 0) ftruncateSync(descriptor, sizeBytes);
    throw new AwsError(
      500,
      'InternalServerError',
      `the embedded AWS could not store this change in ${path}: ${messageOf(error)}; nothing was changed. Free some space, then try again`,
    );
  }
}

/** Reads a file line by line; cuts off an incomplete last line. */
function replayFile<Entry>(
  descriptor: number,
  path: string,
  replay: (entry: Entry) => void,
): { readonly sizeBytes: number; readonly snapshotBytes: number } {
  const block = Buffer.allocUnsafe(READ_BYTES);
  let rest: Buffer = Buffer.alloc(0);
  let position = 0;
  let completeBytes = 0;
  let snapshotBytes = 0;
  let lineNumber = 0;
  for (;;) {
    const length = readSync(descriptor, block, 0, READ_BYTES, position);
    if (length === 0) break;
    position += length;
    const bytes = Buffer.concat([rest, block.subarray(0, length)]);
    let start = 0;
    for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, start)) {
      const line = bytes.toString('utf8', start, end);
      lineNumber++;
      completeBytes += end + 1 - start;
      start = end + 1;
      if (line === MARKER) snapshotBytes = completeBytes;
      else for (const entry of readLine<Entry>(line, lineNumber, path)) replay(entry);
    }
    rest = bytes.subarray(start);
  }
  if (fstatSync(descriptor).size > completeBytes) ftruncateSync(descriptor, completeBytes);
  return { sizeBytes: completeBytes, snapshotBytes };
}

function readLine<Entry>(line: string, lineNumber: number, path: string): readonly Entry[] {
  try {
    const value = JSON.parse(line) as Entry | { readonly all: readonly Entry[] };
    return isUnit(value) ? value.all : [value as Entry];
  } catch (cause) {
    throw new GroundcrewError(
      'local.data.broken',
      `line ${lineNumber} of ${path} is not JSON; restore the file, or delete the data folder to start again`,
      { cause },
    );
  }
}

function isUnit<Entry>(value: unknown): value is { readonly all: readonly Entry[] } {
  return typeof value === 'object' && value !== null && Array.isArray((value as { all?: unknown }).all);
}
