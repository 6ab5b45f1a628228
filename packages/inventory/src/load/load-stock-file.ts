import type { TableWriter } from '@groundcrew/aws/dynamodb';
import { type GroundcrewError, toError } from '@groundcrew/errors';
import { type DuplicatePolicy, DEFAULT_DUPLICATE_POLICY } from '../duplicates/policy.ts';
import { surveyFile, type RejectsSurvey } from '../duplicates/survey-file.ts';
import type { ShelfSurveyLimits, SurveyedShelves } from '../duplicates/shelf-survey.ts';
import type { FullExport } from '../full/full-export.ts';
import { FullRun } from '../full/full-run.ts';
import type { FullClaim } from '../order/full-claim.ts';
import { judgedByOrder, type ShelfFilter } from '../order/shelf-filter.ts';
import { readStockFile, resumesAtStart } from '../stock-file/reader.ts';
import type { ReaderState, ReadOptions, RowBatch, StockFileSettings, StockRow } from '../stock-file/types.ts';
import type { ChangeJournal } from '../undo/change-journal.ts';
import { canceled, createCancellation } from './cancellation.ts';
import { addRenamed, type LoadCheckpoint, type LoadTallies, zeroTallies } from './checkpoint.ts';
import { isFileError } from './errors.ts';
import { type FileMetadata, withFileMetadata } from './file-metadata.ts';
import type { RejectSink } from './reject-sink.ts';
import { createStallWatch, type Stall } from './stall.ts';
import { createSegmentTracker, type Segment } from './segments.ts';
import {
  guardedWriteUnits,
  itemBytesOf,
  type ItemGuard,
  plainWriteUnits,
  type StockWriterCallbacks,
  serializerOf,
} from './stock-writer.ts';
import { type LoadSummary, summarize } from './summary.ts';

/** A file to load. */
export interface LoadInput extends FileMetadata {
  /**
   * Opens the file at a byte offset of its stored form: first at its start, to look for duplicates. `signal` fires when no
   * more data is needed.
   */
  readonly open: (startByte: number, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
  readonly settings: StockFileSettings;
  /** What becomes of rows of one shelf; default: `reject-conflicts`. */
  readonly duplicates?: DuplicatePolicy | undefined;
  /** The progress of an earlier run. */
  readonly resume?: LoadCheckpoint | undefined;
  /** What rejects state about this file, so that a repaired file of them has its place: see `formatSource`. */
  readonly source?: (() => string | undefined) | undefined;
}

/** A file that was looked through, before any of its rows is written. */
export interface SurveyedFile {
  readonly shelves: SurveyedShelves;
  readonly rejects: RejectsSurvey;
  /** Of a full export: what it decides on beyond the shelves that it names. */
  readonly full: FullClaim | undefined;
}

/** The progress of a load. */
export interface LoadProgress {
  readonly rows: number;
  readonly rejected: number;
  /** Of the stored form of the file. */
  readonly bytesRead: number;
  /** Whether the file is looked through for duplicates, before anything is written. */
  readonly isChecking: boolean;
}

/** The dependencies of a load. */
export interface LoadDeps {
  /**
   * Creates the writer, which has to report the rows that it does not write. Without it, nothing is written, and everything else
   * is done as usual (a dry run).
   */
  readonly createWriter?: ((callbacks: StockWriterCallbacks) => TableWriter<StockRow>) | undefined;
  /** That of the writer, if each item has the time of its file. */
  readonly guard?: ItemGuard | undefined;
  readonly rejects: RejectSink;
  /**
   * Called once the file was looked through, and before a row of it is written: resolves, when it is this file's turn, to the
   * shelves that newer files name. `signal` fires when the load is stopped meanwhile. Without it, the file has no order
   * among others.
   */
  readonly enterOrder?:
    | ((file: SurveyedFile, signal: AbortSignal) => Promise<ShelfFilter | undefined>)
    | undefined;
  /** Records what is there before it is changed, so that the load can be undone. */
  readonly journal?: ChangeJournal | undefined;
  /** That the file is a full export: shelves of its stores that it does not name are emptied or removed. */
  readonly full?: FullExport | undefined;
  /**
   * Stores a checkpoint, every `checkpointEveryMs`; called without one if none is newer than the last, so that a
   * lease is
   * renewed anyway. Throws to end the load.
   */
  readonly checkpoint?: ((checkpoint: LoadCheckpoint | undefined) => Promise<void>) | undefined;
  /** Default: 5,000. */
  readonly checkpointEveryMs?: number | undefined;
  /** Milliseconds until the load has to be stopped; default: no limit. */
  readonly remainingMs?: (() => number) | undefined;
  /** Called when the table stores nothing for ten seconds. */
  readonly onStall?: ((stall: Stall) => void) | undefined;
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
  /** Aborts the load: it throws the signal's reason once nothing is in flight. */
  readonly signal?: AbortSignal | undefined;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** For tests: reads the file in other batches. */
  readonly read?: typeof readStockFile | undefined;
  /** For tests: how many shelves are looked at in memory. */
  readonly surveyLimits?: ShelfSurveyLimits | undefined;
}

/** The result of a load, and where to resume if the time ran out. */
export interface LoadResult {
  readonly summary: LoadSummary & { readonly status: 'loaded' | 'continued' | 'refused' };
  /** For `continued`: the newest checkpoint; absent if no segment of rows is stored. */
  readonly checkpoint?: LoadCheckpoint;
  /** For a dry run: the input of {@link estimateLoad}. */
  readonly writeUnits: number;
  /** For a dry run: of all items together, as DynamoDB counts them. */
  readonly itemBytes?: number;
}

const STALL_CHECK_MS = 1_000;

/** Rejects are saved when they take about this much memory, so that a file of only rejects fits. */
const MAX_REJECTED_CHARACTERS = 4_000_000;

/**
 * Loads a stock file into the table: the one operation behind the function and the command.
 *
 * A checkpoint covers the rows that are stored and the rejects that are saved up to the same place; a run that
 * resumes
 * from it repeats only what follows it.
 *
 * Problems of the whole file (`inventory.file.*`) lead to the status `refused`. Errors of the table, the source and
 * the
 * sink are thrown.
 */
export function loadStockFile(input: LoadInput, deps: LoadDeps): Promise<LoadResult> {
  return new Load(input, deps).run();
}

class Load {
  readonly #input: LoadInput;
  readonly #deps: LoadDeps;
  readonly #writer: TableWriter<StockRow> | undefined;
  readonly #segments = createSegmentTracker();
  readonly #cancellation = createCancellation();
  readonly #writeUnitsOf: (row: StockRow) => number;
  readonly #itemBytesOf: (row: StockRow) => number;
  /** Ends the reading and the checkpoint timer. */
  readonly #endController = new AbortController();
  readonly #startedAt: number;
  /** Counts of earlier runs. */
  readonly #previousTallies: LoadTallies;
  #checkpoint: LoadCheckpoint | undefined;
  /** Segments are committed one after the other: by the timer, and when rejects accumulate. */
  #committing: Promise<void> = Promise.resolve();
  #isFlushing = false;
  #failure: Error | undefined;
  #rowsRead = 0;
  /** Rows that the writer was given, or is being given. */
  #rowsPassed = 0;
  #rejected = 0;
  #writeUnits = 0;
  #itemBytes = 0;
  /** The value of the file's own column `reject_source`. */
  #rejectSource: string | undefined;
  readonly #serialize: (row: StockRow) => string;
  #lastState: ReaderState | undefined;
  /** Whether its journal has begun: no row is written before. */
  #hasJournal = false;
  /** Of a full export, once it was looked through. */
  #fullRun: FullRun | undefined;

  constructor(input: LoadInput, deps: LoadDeps) {
    this.#input = input;
    this.#deps = deps;
    this.#startedAt = deps.now();
    this.#checkpoint = input.resume;
    this.#previousTallies = input.resume?.tallies ?? zeroTallies;
    this.#serialize = serializerOf(deps.guard);
    this.#writeUnitsOf = deps.guard === undefined ? plainWriteUnits : guardedWriteUnits(deps.guard);
    this.#itemBytesOf = itemBytesOf(deps.guard);
    this.#writer = deps.createWriter?.({
      onSuperseded: (row) => this.#segments.countDuplicate(row),
      onDeclined: (row) => {
        if (row.vanished === undefined) this.#segments.countSuperseded(row);
      },
    });
  }

  async run(): Promise<LoadResult> {
    const { signal } = this.#deps;
    const interrupt = (): void => void this.#fail(signal?.reason);
    if (signal?.aborted) interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    const checkpointing = Promise.all([this.#runCheckpoints(), this.#watchStalls()]);
    try {
      const problem = await this.#readIntoWriter();
      const isOver = await this.#flushWriter();
      await this.#writer?.stop();
      // The timer continues: a lease has to be renewed while a long rejects file is assembled.
      const result = isOver ? await this.#finish(problem) : await this.#pause();
      await this.#stopCheckpoints(checkpointing);
      if (this.#failure !== undefined) throw this.#failure;
      return result;
    } catch (error) {
      const failure = this.#fail(error);
      await this.#stopCheckpoints(checkpointing);
      await this.#writer?.stop();
      await this.#deps.rejects.discard();
      throw failure;
    } finally {
      signal?.removeEventListener('abort', interrupt);
    }
  }

  /** Reads the file into the writer until it ends or the load is stopped; returns the problem of the file, if any. */
  async #readIntoWriter(): Promise<GroundcrewError | undefined> {
    const { resume } = this.#input;
    const { read = readStockFile } = this.#deps;
    const resumed = resume?.state;
    const startByte = resumed === undefined || resumesAtStart(resumed) ? 0 : resumed.offset;
    let batches: AsyncIterator<RowBatch> | undefined;
    try {
      const survey = await this.#survey();
      if (survey === undefined) return undefined;
      if ((await this.#beginJournal()) === canceled) return undefined;
      const opened = await this.#open(startByte);
      if (opened === undefined) return undefined;
      const settings = { ...opened.settings, ...survey.known };
      const options = {
        inspect: survey.inspect,
        onRejectSource: (text: string) => {
          this.#rejectSource ??= text;
        },
      };
      const iterator = read(opened.source, settings, resumed, options)[Symbol.asyncIterator]();
      batches = iterator;
      for (;;) {
        const next = await this.#cancellation.raceCancellation(iterator.next());
        if (next === canceled) return undefined;
        if (next.done === true) {
          await this.#writeVanished();
          return undefined;
        }
        if (!(await this.#processBatch(next.value))) return undefined;
      }
    } catch (error) {
      if (isFileError(error)) return error;
      throw error;
    } finally {
      // Not awaited: a reader that hangs in its source ends when the source is aborted, if at all.
      void batches?.return?.().then(undefined, () => undefined);
    }
  }

  async #beginJournal(): Promise<void | typeof canceled> {
    const { journal } = this.#deps;
    if (journal === undefined) return undefined;
    this.#hasJournal = true;
    return await this.#cancellation.raceCancellation(journal.begin());
  }

  /** Records what is there, then passes the rows to the writer; false if the load is stopped meanwhile. */
  async #write(writer: TableWriter<StockRow>, rows: readonly StockRow[]): Promise<boolean> {
    const { journal } = this.#deps;
    if (journal !== undefined) {
      const recording = journal.record(rows, this.#serialize, this.#endController.signal);
      if ((await this.#cancellation.raceCancellation(recording)) === canceled) return false;
    }
    return (await this.#cancellation.raceCancellation(writer.write(rows))) !== canceled;
  }

  /** Opens the file; undefined if the load is stopped meanwhile. */
  async #open(
    startByte: number,
  ): Promise<{ source: AsyncIterable<Uint8Array>; settings: StockFileSettings } | undefined> {
    const { open, settings } = this.#input;
    const source = await this.#cancellation.raceCancellation(open(startByte, this.#endController.signal));
    return source === canceled ? undefined : { source, settings: withFileMetadata(settings, this.#input) };
  }

  /** Looks through the whole file before the first row is written; undefined if the load is stopped meanwhile. */
  async #survey(): Promise<{ known: StockFileSettings; inspect: ReadOptions['inspect'] } | undefined> {
    const { duplicates = DEFAULT_DUPLICATE_POLICY } = this.#input;
    const { enterOrder, full } = this.#deps;
    if (duplicates === 'last' && enterOrder === undefined && full === undefined) {
      return { known: {}, inspect: undefined };
    }
    let rows = 0;
    const survey = await surveyFile(duplicates, {
      open: () => this.#open(0),
      read: this.#deps.read ?? readStockFile,
      limits: this.#deps.surveyLimits,
      isFull: full !== undefined,
      onBatch: async (work) => {
        const next = await this.#cancellation.raceCancellation(work);
        if (next === canceled) return undefined;
        if (next.done !== true) {
          rows += next.value.rows.length + next.value.rejects.length;
          this.#deps.onProgress?.({ rows, rejected: 0, bytesRead: next.value.bytesRead, isChecking: true });
        }
        return next;
      },
    });
    if (survey === undefined) return undefined;
    const { numbers, inspect, rejects } = survey;
    try {
      this.#rejectSource = rejects.sources[0];
      const run = full && new FullRun(full, survey, this.#deps.guard?.order);
      this.#fullRun = run;
      const surveyed = { shelves: survey.shelves, rejects, full: run?.claim };
      const turn = enterOrder?.(surveyed, this.#endController.signal) ?? Promise.resolve(undefined);
      const newer = await this.#cancellation.raceCancellation(turn);
      if (newer === canceled) return undefined;
      if (run !== undefined) {
        const checked = await this.#cancellation.raceCancellation(this.#checkVanishing(run, newer));
        if (checked === canceled) return undefined;
      }
      return { known: numbers === undefined ? {} : { numbers }, inspect: judgedByOrder(inspect, newer) };
    } finally {
      survey.close();
    }
  }

  /** Finds what the full export would make vanish, and records that it may. */
  async #checkVanishing(run: FullRun, newer: ShelfFilter | undefined): Promise<void> {
    const found = await run.check(newer, this.#checkpoint?.full, this.#endController.signal);
    if (found === undefined) return;
    const { tallies = zeroTallies, rejectParts = [], ...before } = this.#checkpoint ?? {};
    this.#checkpoint = { ...before, tallies, rejectParts, full: found };
    await this.#deps.checkpoint?.(this.#checkpoint);
  }

  /** Empties or removes the shelves that a full export does not name, once all of its rows are passed to the writer. */
  async #writeVanished(): Promise<void> {
    const state = this.#lastState ?? this.#checkpoint?.state;
    const pages = this.#fullRun?.rows(this.#endController.signal);
    if (pages === undefined || state === undefined) return;
    for (;;) {
      const next = await this.#cancellation.raceCancellation(pages.next());
      if (next === canceled || next.done === true) return;
      const rows = next.value;
      this.#segments.addVanished(rows.length, state, this.#watermark());
      this.#rowsPassed += rows.length;
      if (this.#writer === undefined) {
        this.#measure(rows);
      } else if (!(await this.#write(this.#writer, rows))) return;
    }
  }

  /** What a dry run reports of rows that it does not write. */
  #measure(rows: readonly StockRow[]): void {
    for (const row of rows) {
      this.#writeUnits += this.#writeUnitsOf(row);
      this.#itemBytes += this.#itemBytesOf(row);
    }
  }

  /** Returns whether to continue. */
  async #processBatch(batch: RowBatch): Promise<boolean> {
    const { rows, rejects, dropped, superseded, bytesRead } = batch;
    this.#segments.add(batch, this.#watermark());
    this.#lastState = batch.state;
    this.#rowsRead += rows.length + dropped + superseded;
    this.#rejected += rejects.length;
    this.#rowsPassed += rows.length;
    if (this.#writer === undefined) {
      this.#measure(rows);
    } else if (!(await this.#write(this.#writer, rows))) return false;
    if (this.#segments.rejectedCharacters > MAX_REJECTED_CHARACTERS) {
      if (!(await this.#flushWriter())) return false;
      await this.#commit();
    }
    this.#deps.onProgress?.({
      rows: this.#previousTallies.rows + this.#rowsRead + this.#rejected,
      rejected: this.#previousTallies.rejected + this.#rejected,
      bytesRead,
      isChecking: false,
    });
    return !this.#cancellation.isCanceled;
  }

  /** Resolves to true when all rows are stored, to false if the load is stopped before. */
  async #flushWriter(): Promise<boolean> {
    if (this.#cancellation.isCanceled) return false;
    return (
      (await this.#cancellation.raceCancellation(this.#writer?.flush() ?? Promise.resolve())) !== canceled
    );
  }

  /** Commits checkpoints at intervals, and cancels the load when the time is up. */
  async #runCheckpoints(): Promise<void> {
    const { checkpoint, checkpointEveryMs = 5_000, remainingMs, sleep } = this.#deps;
    if (checkpoint === undefined && remainingMs === undefined) return;
    let lastCheckpoint = this.#checkpoint;
    try {
      while (!this.#endController.signal.aborted) {
        const leftMs = remainingMs?.() ?? Number.POSITIVE_INFINITY;
        if (leftMs <= 0) return this.#cancellation.cancel();
        this.#flushPartialBatch();
        await sleep(Math.min(checkpointEveryMs, leftMs), this.#endController.signal);
        await this.#commit();
        await checkpoint?.(this.#checkpoint === lastCheckpoint ? undefined : this.#checkpoint);
        lastCheckpoint = this.#checkpoint;
      }
    } catch (error) {
      if (!this.#endController.signal.aborted) this.#fail(error);
    }
  }

  /**
   * Flushes the writer, even if its rows don't fill a request: otherwise checkpoints of a file that arrives slowly
   * would
   * lag behind.
   */
  #flushPartialBatch(): void {
    if (this.#writer === undefined || this.#isFlushing) return;
    const over = (): void => {
      this.#isFlushing = false;
    };
    this.#isFlushing = true;
    // An error of the writer is also thrown by the next write or the last flush.
    void this.#writer.flush().then(over, over);
  }

  /** Saves the rejects of the committed segment, and moves the checkpoint there. */
  #commit(): Promise<void> {
    const commit = this.#committing.then(async () => {
      const segment = this.#takeCommitted();
      if (segment === undefined) return;
      const parts = [...(this.#checkpoint?.rejectParts ?? [])];
      if (segment.rejects.length > 0)
        parts.push(await this.#deps.rejects.save({ ...segment, source: this.#source() }));
      const full = this.#checkpoint?.full;
      const tallies = this.#tally(segment);
      this.#checkpoint = { state: segment.state, tallies, rejectParts: parts, ...(full && { full }) };
    });
    this.#committing = commit.catch(() => undefined);
    return commit;
  }

  #source(): string | undefined {
    return this.#rejectSource ?? this.#input.source?.();
  }

  #takeCommitted(): Segment | undefined {
    return this.#segments.takeCommitted(this.#watermark());
  }

  /** Without a writer, everything counts as stored. */
  #watermark(): number {
    return this.#writer?.watermark() ?? Number.POSITIVE_INFINITY;
  }

  /** The counts up to the end of `segment`, which starts at the checkpoint. */
  #tally(segment: Segment | undefined): LoadTallies {
    const { rows, rejected, duplicates, superseded } = { ...zeroTallies, ...this.#checkpoint?.tallies };
    const rejects = segment?.rejects.length ?? 0;
    const renamed = addRenamed(this.#checkpoint?.tallies.renamed, segment?.renamed);
    return {
      rows: rows + (segment?.rows ?? 0) + rejects,
      rejected: rejected + rejects,
      duplicates: duplicates + (segment?.duplicates ?? 0),
      superseded: superseded + (segment?.superseded ?? 0),
      ...(renamed !== undefined && { renamed }),
      unprocessedRetries:
        this.#previousTallies.unprocessedRetries + (this.#writer?.stats().retriedItems ?? 0),
      durationMs: this.#previousTallies.durationMs + (this.#deps.now() - this.#startedAt),
    };
  }

  /** The end of the file, or of its readable part. */
  async #finish(problem: GroundcrewError | undefined): Promise<LoadResult> {
    await this.#committing;
    const rest = this.#takeCommitted();
    const { rejectParts: parts = [], state = rest?.state } = this.#checkpoint ?? {};
    const last = { rejects: rest?.rejects ?? [], source: this.#source() };
    const rejectsAt =
      state && (await this.#deps.rejects.finish(parts, { ...last, state: rest?.state ?? state }));
    return {
      summary: {
        status: problem === undefined ? 'loaded' : 'refused',
        ...summarize(this.#tally(rest)),
        ...(rejectsAt !== undefined && { rejectsAt }),
        ...(state?.archive !== undefined && { archive: state.archive }),
        ...(this.#hasJournal && { undoable: true }),
        ...(this.#fullRun?.facts !== undefined && { full: this.#fullRun.facts }),
        ...(problem !== undefined && { reason: problem.message, reasonCode: problem.code }),
      },
      writeUnits: this.#writeUnits,
      ...(this.#writer === undefined && { itemBytes: this.#itemBytes }),
    };
  }

  /** The time is up, or the load was canceled. */
  async #pause(): Promise<LoadResult> {
    if (this.#failure === undefined) await this.#commit();
    const checkpoint = this.#checkpoint;
    return {
      summary: { status: 'continued', ...summarize(checkpoint?.tallies ?? zeroTallies) },
      ...(checkpoint !== undefined && { checkpoint }),
      writeUnits: this.#writeUnits,
    };
  }

  /** Reports when nothing is stored although rows wait. */
  async #watchStalls(): Promise<void> {
    const { onStall, sleep, now } = this.#deps;
    if (onStall === undefined || this.#writer === undefined) return;
    const { signal } = this.#endController;
    const watch = createStallWatch(now());
    while (!signal.aborted) {
      try {
        await sleep(STALL_CHECK_MS, signal);
      } catch {
        return;
      }
      const stats = this.#writer.stats();
      const settled = stats.written + stats.superseded + stats.declined;
      const stall = watch.observe(stats, this.#rowsPassed > settled, now());
      if (stall !== undefined && !this.#cancellation.isCanceled) onStall(stall);
    }
  }

  async #stopCheckpoints(checkpointing: Promise<unknown>): Promise<void> {
    this.#endController.abort();
    await checkpointing;
  }

  /** Cancels the load; returns the first error that did. */
  #fail(error: unknown): Error {
    this.#failure ??= toError(error);
    this.#cancellation.cancel();
    return this.#failure;
  }
}
