import type { TableWriter } from '@groundcrew/aws/dynamodb';
import { type GroundcrewError, toError } from '@groundcrew/errors';
import { DEFAULT_DUPLICATE_POLICY } from '../duplicates/policy.ts';
import { surveyFile } from '../duplicates/survey-file.ts';
import { FullRun } from '../full/full-run.ts';
import { judgedByOrder, type ShelfFilter } from '../order/shelf-filter.ts';
import { readStockFile, resumesAtStart } from '../stock-file/reader.ts';
import type { ReaderState, ReadOptions, RowBatch, StockFileSettings, StockRow } from '../stock-file/types.ts';
import { canceled, createCancellation } from './cancellation.ts';
import { zeroTallies } from './checkpoint.ts';
import { isFileError } from './errors.ts';
import { withFileMetadata } from './file-metadata.ts';
import { LoadCommits } from './load-commits.ts';
import type { LoadDeps, LoadInput, LoadResult } from './load-contract.ts';
import { watchStalls } from './stall.ts';
import { guardedWriteUnits, itemBytesOf, plainWriteUnits, serializerOf } from './stock-writer.ts';
import { summarize } from './summary.ts';

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
  readonly #commits: LoadCommits;
  readonly #writer: TableWriter<StockRow> | undefined;
  readonly #cancellation = createCancellation();
  readonly #writeUnitsOf: (row: StockRow) => number;
  readonly #itemBytesOf: (row: StockRow) => number;
  /** Ends the reading and the checkpoint timer. */
  readonly #endController = new AbortController();
  #isFlushing = false;
  #failure: Error | undefined;
  #rowsRead = 0;
  /** Rows that the writer was given, or is being given. */
  #rowsPassed = 0;
  #rejected = 0;
  #writeUnits = 0;
  #itemBytes = 0;
  readonly #serialize: (row: StockRow) => string;
  #lastState: ReaderState | undefined;
  /** Whether its journal has begun: no row is written before. */
  #hasJournal = false;
  /** Of a full export, once it was looked through. */
  #fullRun: FullRun | undefined;

  constructor(input: LoadInput, deps: LoadDeps) {
    this.#input = input;
    this.#deps = deps;
    this.#serialize = serializerOf(deps.guard);
    this.#writeUnitsOf = deps.guard === undefined ? plainWriteUnits : guardedWriteUnits(deps.guard);
    this.#itemBytesOf = itemBytesOf(deps.guard);
    this.#commits = new LoadCommits(input, deps);
    this.#writer = this.#commits.writer;
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
          this.#commits.rejectSource ??= text;
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
    const { numbers, decimalComma, lost, inspect, rejects } = survey;
    try {
      this.#commits.rejectSource = rejects.sources[0];
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
      const known = {
        ...(numbers !== undefined && { numbers }),
        ...(decimalComma && { decimalComma }),
        ...(lost && { lost }),
      };
      return { known, inspect: judgedByOrder(inspect, newer) };
    } finally {
      survey.close();
    }
  }

  /** Finds what the full export would make vanish, and records that it may. */
  async #checkVanishing(run: FullRun, newer: ShelfFilter | undefined): Promise<void> {
    const found = await run.check(newer, this.#commits.checkpoint?.full, this.#endController.signal);
    if (found === undefined) return;
    await this.#deps.checkpoint?.(this.#commits.recordFull(found));
  }

  /** Empties or removes the shelves that a full export does not name, once all of its rows are passed to the writer. */
  async #writeVanished(): Promise<void> {
    const state = this.#lastState ?? this.#commits.checkpoint?.state;
    const pages = this.#fullRun?.rows(this.#endController.signal);
    if (pages === undefined || state === undefined) return;
    for (;;) {
      const next = await this.#cancellation.raceCancellation(pages.next());
      if (next === canceled || next.done === true) return;
      const rows = next.value;
      this.#commits.addVanished(rows.length, state);
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
    this.#commits.add(batch);
    this.#lastState = batch.state;
    this.#rowsRead += rows.length + dropped + superseded;
    this.#rejected += rejects.length;
    this.#rowsPassed += rows.length;
    if (this.#writer === undefined) {
      this.#measure(rows);
    } else if (!(await this.#write(this.#writer, rows))) return false;
    if (this.#commits.rejectedCharacters > MAX_REJECTED_CHARACTERS) {
      if (!(await this.#flushWriter())) return false;
      await this.#commits.commit();
    }
    this.#deps.onProgress?.({
      rows: this.#commits.previousTallies.rows + this.#rowsRead + this.#rejected,
      rejected: this.#commits.previousTallies.rejected + this.#rejected,
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
    let lastCheckpoint = this.#commits.checkpoint;
    try {
      while (!this.#endController.signal.aborted) {
        const leftMs = remainingMs?.() ?? Number.POSITIVE_INFINITY;
        if (leftMs <= 0) return this.#cancellation.cancel();
        this.#flushPartialBatch();
        await sleep(Math.min(checkpointEveryMs, leftMs), this.#endController.signal);
        await this.#commits.commit();
        await checkpoint?.(
          this.#commits.checkpoint === lastCheckpoint ? undefined : this.#commits.checkpoint,
        );
        lastCheckpoint = this.#commits.checkpoint;
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

  /** The end of the file, or of its readable part. */
  async #finish(problem: GroundcrewError | undefined): Promise<LoadResult> {
    const { tallies, state, rejectsAt } = await this.#commits.finish();
    return {
      summary: {
        status: problem === undefined ? 'loaded' : 'refused',
        ...summarize(tallies),
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
    if (this.#failure === undefined) await this.#commits.commit();
    const checkpoint = this.#commits.checkpoint;
    return {
      summary: { status: 'continued', ...summarize(checkpoint?.tallies ?? zeroTallies) },
      ...(checkpoint !== undefined && { checkpoint }),
      writeUnits: this.#writeUnits,
    };
  }

  /** Reports when nothing is stored although rows wait. */
  async #watchStalls(): Promise<void> {
    const { onStall, sleep, now } = this.#deps;
    const [writer, cancellation] = [this.#writer, this.#cancellation];
    if (onStall === undefined || writer === undefined) return;
    await watchStalls({
      stats: () => writer.stats(),
      rowsPassed: () => this.#rowsPassed,
      onStall(stall) {
        if (!cancellation.isCanceled) onStall(stall);
      },
      signal: this.#endController.signal,
      now,
      sleep,
    });
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
