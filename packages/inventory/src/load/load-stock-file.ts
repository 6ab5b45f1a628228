import type { TableWriter } from '@groundcrew/aws/dynamodb';
import { type GroundcrewError, messageOf } from '@groundcrew/errors';
import { readStockFile } from '../stock-file/reader.ts';
import type { RowBatch, StockFileSettings, StockRow } from '../stock-file/types.ts';
import { canceled, createCancellation } from './cancellation.ts';
import { type LoadCheckpoint, type LoadTallies, zeroTallies } from './checkpoint.ts';
import { isFileError } from './errors.ts';
import { writeUnits } from './estimate.ts';
import { itemSizeBytes } from './item-json.ts';
import type { RejectSink } from './reject-sink.ts';
import { createSegmentTracker, type Segment } from './segments.ts';
import { type LoadSummary, summarize } from './summary.ts';

/** A file to load. */
export interface LoadInput {
  /** Opens the file at a byte of it as stored. `signal` fires when no more of it is wanted. */
  readonly open: (startByte: number, signal: AbortSignal) => Promise<AsyncIterable<Uint8Array>>;
  readonly settings: StockFileSettings;
  /** Where an earlier run came to. */
  readonly resume?: LoadCheckpoint | undefined;
}

/** How far a load is. */
export interface LoadProgress {
  readonly rows: number;
  readonly rejected: number;
  /** Of the file as stored. */
  readonly bytesRead: number;
}

/** What a load works with. */
export interface LoadDeps {
  /**
   * Makes the writer; it has to call `onSuperseded` for each row that it drops in favor of a later one.
   * Left out: nothing is written, everything else is done as if (a dry run).
   */
  readonly createWriter?: ((onSuperseded: (row: StockRow) => void) => TableWriter<StockRow>) | undefined;
  readonly rejects: RejectSink;
  /**
   * Keeps a checkpoint, every `checkpointEveryMs`; called without one where none is newer than the last, so
   * that a lease is renewed all the same. Throws to end the load.
   */
  readonly checkpoint?: ((checkpoint: LoadCheckpoint | undefined) => Promise<void>) | undefined;
  /** 5,000 unless said otherwise. */
  readonly checkpointEveryMs?: number | undefined;
  /** Milliseconds until the load has to be at rest; left out: no end. */
  readonly remainingMs?: (() => number) | undefined;
  readonly onProgress?: ((progress: LoadProgress) => void) | undefined;
  /** Interrupts the load: it throws the signal's reason once nothing is under way. */
  readonly signal?: AbortSignal | undefined;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** For tests: reads the file in other batches. */
  readonly read?: typeof readStockFile | undefined;
}

/** What became of the file, and where to go on where the time ran out. */
export interface LoadResult {
  readonly summary: LoadSummary & { readonly status: 'loaded' | 'continued' | 'refused' };
  /** For `continued`: the newest checkpoint; left out where not one stretch of rows is stored. */
  readonly checkpoint?: LoadCheckpoint;
  /** For a dry run: what {@link estimateLoad} asks for. */
  readonly writeUnits: number;
}

/** Rejects are put away when they hold about this much, so that a file of nothing else fits into memory. */
const MAX_REJECTED_CHARACTERS = 4_000_000;

/**
 * Loads a stock file into the table: the one operation behind the function and the command.
 *
 * A checkpoint covers rows that are stored, and rejects that are put away, up to one and the same place;
 * a run that takes it up repeats only what lies behind it.
 *
 * Whole-file problems (`inventory.file.*`) end in the status `refused`. Errors of the table, of the source and
 * of the sink are thrown.
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
  /** Ends the reading and the ticking. */
  readonly #endController = new AbortController();
  readonly #startedAt: number;
  /** What earlier runs counted. */
  readonly #previousTallies: LoadTallies;
  #checkpoint: LoadCheckpoint | undefined;
  /** Stretches are settled one after the other: by the clock, and where rejects pile up. */
  #committing: Promise<void> = Promise.resolve();
  #isFlushing = false;
  #failure: Error | undefined;
  #rowsRead = 0;
  #rejected = 0;
  #writeUnits = 0;

  constructor(input: LoadInput, deps: LoadDeps) {
    this.#input = input;
    this.#deps = deps;
    this.#startedAt = deps.now();
    this.#checkpoint = input.resume;
    this.#previousTallies = input.resume?.tallies ?? zeroTallies;
    this.#writer = deps.createWriter?.((row) => this.#segments.countDuplicate(row));
  }

  async run(): Promise<LoadResult> {
    const { signal } = this.#deps;
    const interrupt = (): void => void this.#fail(signal?.reason);
    if (signal?.aborted) interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    const checkpointing = this.#runCheckpoints();
    try {
      const problem = await this.#readIntoWriter();
      const isOver = await this.#flushWriter();
      await this.#writer?.stop();
      // The clock ticks on: a lease has to last while a long file of rejects is put together.
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

  /** Reads the file into the writer until it ends or the load is stopped; gives what is wrong with the file. */
  async #readIntoWriter(): Promise<GroundcrewError | undefined> {
    const { settings, resume } = this.#input;
    const { read = readStockFile } = this.#deps;
    const startByte = resume === undefined || resume.state.gzip ? 0 : resume.state.offset;
    let batches: AsyncIterator<RowBatch> | undefined;
    try {
      const source = await this.#cancellation.raceCancellation(
        this.#input.open(startByte, this.#endController.signal),
      );
      if (source === canceled) return undefined;
      const iterator = read(source, settings, resume?.state)[Symbol.asyncIterator]();
      batches = iterator;
      for (;;) {
        const next = await this.#cancellation.raceCancellation(iterator.next());
        if (next === canceled || next.done) return undefined;
        if (!(await this.#processBatch(next.value))) return undefined;
      }
    } catch (error) {
      if (isFileError(error)) return error;
      throw error;
    } finally {
      // Not waited for: a reader that hangs in its source ends when the source is aborted, if at all.
      void batches?.return?.().then(undefined, () => undefined);
    }
  }

  /** Whether to go on. */
  async #processBatch(batch: RowBatch): Promise<boolean> {
    const { rows, rejects, bytesRead } = batch;
    this.#segments.add(batch, this.#watermark());
    this.#rowsRead += rows.length;
    this.#rejected += rejects.length;
    if (this.#writer === undefined) {
      for (const row of rows) this.#writeUnits += writeUnits(itemSizeBytes(row));
    } else if ((await this.#cancellation.raceCancellation(this.#writer.write(rows))) === canceled) {
      return false;
    }
    if (this.#segments.rejectedCharacters > MAX_REJECTED_CHARACTERS) {
      if (!(await this.#flushWriter())) return false;
      await this.#commit();
    }
    this.#deps.onProgress?.({
      rows: this.#previousTallies.rows + this.#rowsRead + this.#rejected,
      rejected: this.#previousTallies.rejected + this.#rejected,
      bytesRead,
    });
    return !this.#cancellation.isCanceled;
  }

  /** Resolves to true when all rows are stored, to false where the load is stopped before. */
  async #flushWriter(): Promise<boolean> {
    if (this.#cancellation.isCanceled) return false;
    return (
      (await this.#cancellation.raceCancellation(this.#writer?.flush() ?? Promise.resolve())) !== canceled
    );
  }

  /** Checkpoints at intervals, and calls the load off when the time is up. */
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
   * Has the writer send what it holds, even where that fills no request: of a file that comes slowly,
   * checkpoints would otherwise stay behind.
   */
  #flushPartialBatch(): void {
    if (this.#writer === undefined || this.#isFlushing) return;
    const over = (): void => {
      this.#isFlushing = false;
    };
    this.#isFlushing = true;
    // What ends the writer is told by the next write or the last flush, too.
    void this.#writer.flush().then(over, over);
  }

  /** Puts away the rejects of what is stored, and moves the checkpoint there. */
  #commit(): Promise<void> {
    const commit = this.#committing.then(async () => {
      const segment = this.#takeCommitted();
      if (segment === undefined) return;
      const parts = [...(this.#checkpoint?.rejectParts ?? [])];
      if (segment.rejects.length > 0) parts.push(await this.#deps.rejects.save(segment));
      this.#checkpoint = { state: segment.state, tallies: this.#tally(segment), rejectParts: parts };
    });
    this.#committing = commit.catch(() => undefined);
    return commit;
  }

  #takeCommitted(): Segment | undefined {
    return this.#segments.takeCommitted(this.#watermark());
  }

  /** Without a writer, everything is as good as stored. */
  #watermark(): number {
    return this.#writer?.watermark() ?? Number.POSITIVE_INFINITY;
  }

  /** What is counted up to the end of `stretch`, which begins at the checkpoint. */
  #tally(segment: Segment | undefined): LoadTallies {
    const { rows, rejected, duplicates } = this.#checkpoint?.tallies ?? zeroTallies;
    const rejects = segment?.rejects.length ?? 0;
    return {
      rows: rows + (segment?.rows ?? 0) + rejects,
      rejected: rejected + rejects,
      duplicates: duplicates + (segment?.duplicates ?? 0),
      unprocessedRetries:
        this.#previousTallies.unprocessedRetries + (this.#writer?.stats().retriedItems ?? 0),
      durationMs: this.#previousTallies.durationMs + (this.#deps.now() - this.#startedAt),
    };
  }

  /** The end of the file, or of what can be read of it. */
  async #finish(problem: GroundcrewError | undefined): Promise<LoadResult> {
    await this.#committing;
    const rest = this.#takeCommitted();
    const { rejectParts: parts = [], state = rest?.state } = this.#checkpoint ?? {};
    const rejectsAt = state && (await this.#deps.rejects.finish(parts, rest ?? { rejects: [], state }));
    return {
      summary: {
        status: problem === undefined ? 'loaded' : 'refused',
        ...summarize(this.#tally(rest)),
        ...(rejectsAt !== undefined && { rejectsAt }),
        ...(problem !== undefined && { reason: problem.message, reasonCode: problem.code }),
      },
      writeUnits: this.#writeUnits,
    };
  }

  /** The time is up, or the load was called off. */
  async #pause(): Promise<LoadResult> {
    if (this.#failure === undefined) await this.#commit();
    const checkpoint = this.#checkpoint;
    return {
      summary: { status: 'continued', ...summarize(checkpoint?.tallies ?? zeroTallies) },
      ...(checkpoint !== undefined && { checkpoint }),
      writeUnits: this.#writeUnits,
    };
  }

  async #stopCheckpoints(checkpointing: Promise<void>): Promise<void> {
    this.#endController.abort();
    await checkpointing;
  }

  /** Calls the load off; gives the first error that did. */
  #fail(error: unknown): Error {
    this.#failure ??= error instanceof Error ? error : new Error(messageOf(error));
    this.#cancellation.cancel();
    return this.#failure;
  }
}
