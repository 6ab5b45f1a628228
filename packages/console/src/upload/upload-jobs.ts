import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { sleep } from '@groundcrew/async';
import { type ErrorCode, GroundcrewError, isGroundcrewError, messageOf } from '@groundcrew/errors';
import { checkStockFile, type FileCheck } from '@groundcrew/inventory/check';
import type { ShelfTable } from '@groundcrew/inventory/full';
import type { LoadProgress, LoadSummary } from '@groundcrew/inventory/load';
import type { InventorySource } from '../console.ts';
import { type Answers, withAbsent } from './answers.ts';

/** A file on its way into the table. */
export interface UploadJob {
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly atMs: number;
  readonly answers: Answers;
  readonly state: UploadState;
}

export type UploadState =
  | { readonly step: 'checking'; readonly progress?: LoadProgress | undefined }
  | { readonly step: 'checked'; readonly check: FileCheck }
  | { readonly step: 'loading'; readonly progress?: LoadProgress | undefined }
  | { readonly step: 'loaded'; readonly summary: LoadSummary }
  | {
      readonly step: 'failed';
      /** What failed: before it, nothing was stored. */
      readonly during: 'check' | 'load';
      readonly message: string;
      readonly code: ErrorCode | undefined;
    };

/** Stores a file and loads it: see `load-file.ts`. */
export type LoadFile = (
  file: {
    readonly id: string;
    readonly name: string;
    readonly answers: Answers;
    readonly open: () => AsyncIterable<Uint8Array>;
  },
  settings: ReturnType<InventorySource['load']['read']>,
  onProgress: (progress: LoadProgress) => void,
  signal: AbortSignal,
) => Promise<LoadSummary>;

export interface UploadJobsDeps {
  readonly load: InventorySource['load'];
  /** Reads the shelves of a full export's stores. */
  readonly table: ShelfTable;
  readonly loadFile: LoadFile;
  readonly createId: () => string;
  readonly onChange: () => void;
  readonly onLoaded: () => void;
  readonly now: () => number;
}

export interface UploadJobs {
  /** The newest first. */
  list(): readonly UploadJob[];
  get(id: string): UploadJob | undefined;
  /**
   * Receives a file, and begins to check it.
   *
   * @throws GroundcrewError `console.too-many-uploads`, `console.body-too-large`, `console.no-room`
   */
  add(name: string, bytes: AsyncIterable<Uint8Array>, answers?: Answers, id?: string): Promise<UploadJob>;
  /** Checks it again with other answers. */
  answer(id: string, answers: Answers): void;
  /** Loads a file that was checked; one of which too much would vanish only if that is confirmed. */
  start(id: string, confirmed?: { readonly vanished: boolean }): void;
  /** Forgets a file that is not being loaded. */
  remove(id: string): Promise<void>;
  close(): Promise<void>;
}

const MAX_JOBS = 50;
const MAX_FILE_BYTES = 4 * 1024 ** 3;
/** How often a page is notified of progress. */
const PROGRESS_MS = 500;

interface Entry extends UploadJob {
  answers: Answers;
  state: UploadState;
  readonly path: string;
  run: AbortController;
}

export function createUploadJobs(deps: UploadJobsDeps): UploadJobs {
  const { load, table, loadFile, createId, onChange, onLoaded, now } = deps;
  const entries = new Map<string, Entry>();
  let folder: Promise<string> | undefined;
  let isClosed = false;

  function set(entry: Entry, run: AbortController, state: UploadState): void {
    // An answer of a run that another one has replaced comes too late.
    if (entry.run !== run || isClosed) return;
    entry.state = state;
    onChange();
  }

  function follow(entry: Entry, run: AbortController, step: 'checking' | 'loading') {
    let reportedMs = Number.NEGATIVE_INFINITY;
    return (progress: LoadProgress) => {
      const atMs = now();
      if (atMs - reportedMs < PROGRESS_MS) return;
      reportedMs = atMs;
      set(entry, run, { step, progress });
    };
  }

  function begin(entry: Entry): AbortController {
    entry.run.abort();
    entry.run = new AbortController();
    return entry.run;
  }

  async function attempt(
    entry: Entry,
    run: AbortController,
    during: 'check' | 'load',
    work: () => Promise<UploadState>,
  ): Promise<void> {
    try {
      set(entry, run, await work());
    } catch (error) {
      const code = isGroundcrewError(error) ? error.code : undefined;
      set(entry, run, { step: 'failed', during, message: messageOf(error), code });
    }
  }

  function check(entry: Entry): void {
    const run = begin(entry);
    set(entry, run, { step: 'checking' });
    void attempt(entry, run, 'check', async () => {
      const { settings, full } = load.read(withAbsent(entry.answers, load.options));
      const result = await checkStockFile(
        {
          open: async (signal) => createReadStream(entry.path, { signal, highWaterMark: 262_144 }),
          settings,
          duplicates: load.read(withAbsent(entry.answers, withoutDefaults(load.options))).duplicates,
          full: full && { settings: full, table },
        },
        { signal: run.signal, now, sleep, onProgress: follow(entry, run, 'checking') },
      );
      return { step: 'checked', check: result };
    });
  }

  function makeRoom(): void {
    const done = [...entries.values()].filter(({ state }) => !isBusy(state));
    for (const entry of done.slice(0, Math.max(0, entries.size - MAX_JOBS + 1))) void removeEntry(entry);
    if (entries.size < MAX_JOBS) return;
    throw new GroundcrewError(
      'console.too-many-uploads',
      `${MAX_JOBS} files are being checked or loaded; wait until one of them is done`,
    );
  }

  async function removeEntry(entry: Entry): Promise<void> {
    entries.delete(entry.id);
    entry.run.abort();
    await rm(entry.path, { force: true });
  }

  return {
    list: () => [...entries.values()].reverse(),
    get: (id) => entries.get(id),
    async add(name, bytes, answers = {}, id = createId()) {
      if (isLoading(entries.get(id))) return entries.get(id)!;
      makeRoom();
      folder ??= mkdtemp(join(tmpdir(), 'groundcrew-console-'));
      const path = join(await folder, `${id}-${createId()}`);
      const sizeBytes = await receive(bytes, path);
      const known = entries.get(id);
      // It was confirmed while this one was received.
      if (known && isLoading(known)) {
        await rm(path, { force: true });
        return known;
      }
      if (known) await removeEntry(known);
      const entry: Entry = {
        id,
        name: fileName(name),
        sizeBytes,
        atMs: now(),
        answers,
        path,
        run: new AbortController(),
        state: { step: 'checking' },
      };
      entries.set(id, entry);
      check(entry);
      return entry;
    },
    answer(id, answers) {
      const entry = entries.get(id);
      if (!entry || entry.state.step === 'loading' || entry.state.step === 'loaded') return;
      entry.answers = answers;
      check(entry);
    },
    start(id, { vanished } = { vanished: false }) {
      const entry = entries.get(id);
      if (entry?.state.step !== 'checked' || entry.state.check.summary.status === 'refused') return;
      if (entry.state.check.vanishesTooMuch) {
        if (!vanished) return;
        entry.answers = { ...entry.answers, confirmVanished: true };
      }
      const run = begin(entry);
      set(entry, run, { step: 'loading' });
      const { path, name, answers } = entry;
      const open = () => createReadStream(path, { highWaterMark: 262_144 });
      void attempt(entry, run, 'load', async () => {
        const settings = load.read(withAbsent(answers, load.options));
        const file = { id, name, answers, open };
        return {
          step: 'loaded',
          summary: await loadFile(file, settings, follow(entry, run, 'loading'), run.signal),
        };
      }).then(onLoaded);
    },
    async remove(id) {
      const entry = entries.get(id);
      if (entry && !isLoading(entry)) await removeEntry(entry);
      onChange();
    },
    async close() {
      isClosed = true;
      for (const { run } of entries.values()) run.abort();
      if (folder) await rm(await folder, { recursive: true, force: true });
    },
  };
}

function isBusy({ step }: UploadState): boolean {
  return step === 'checking' || step === 'loading';
}

function isLoading(job: UploadJob | undefined): boolean {
  return job?.state.step === 'loading';
}

/** So that rows that disagree are asked about, as long as nobody has decided what becomes of them. */
function withoutDefaults(options: InventorySource['load']['options']): InventorySource['load']['options'] {
  return Object.fromEntries(
    Object.entries(options).map(([name, spec]) => {
      if (name !== 'duplicates' || spec.type === 'flag') return [name, spec];
      const { default: _, ...rest } = spec;
      return [name, rest as typeof spec];
    }),
  );
}

/** The last part of a path, without what can't be seen and of a length that every store takes. */
export function fileName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const clean = last.replace(/[\p{Cc}\p{Cs}]/gu, '').trim();
  return clean === '' || clean === '.' || clean === '..' ? 'stock.csv' : truncated(clean);
}

function truncated(name: string): string {
  if (name.length <= 120) return name;
  const ending = /\.[A-Za-z0-9]{1,5}(?:\.gz)?$/.exec(name)?.[0] ?? '';
  return name.slice(0, 120 - ending.length).replace(/[\ud800-\udbff]$/, '') + ending;
}

/**
 * Before a file is received: a connection that is ended in the middle of one can't be answered.
 *
 * @param header `Content-Length`
 * @throws GroundcrewError `console.body-too-large`
 */
export function checkLength(header: string | undefined): void {
  if (Number(header ?? 0) > MAX_FILE_BYTES) throw tooLarge();
}

async function receive(bytes: AsyncIterable<Uint8Array>, path: string): Promise<number> {
  let size = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _, done) {
      size += chunk.length;
      if (size <= MAX_FILE_BYTES) done(null, chunk);
      else done(tooLarge());
    },
  });
  try {
    await pipeline(bytes, counted, createWriteStream(path, { mode: 0o600, flags: 'wx' }));
    return size;
  } catch (cause) {
    await rm(path, { force: true });
    if (isGroundcrewError(cause)) throw cause;
    throw new GroundcrewError(
      'console.no-room',
      `the file could not be kept in the temporary folder: ${messageOf(cause)}; make room there`,
      { cause },
    );
  }
}

function tooLarge(): GroundcrewError {
  return new GroundcrewError(
    'console.body-too-large',
    `the file has more than ${MAX_FILE_BYTES / 1024 ** 3} GiB; load it with groundcrew inventory load`,
  );
}
