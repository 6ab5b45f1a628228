import type { TableWriter } from '@groundcrew/aws/dynamodb';
import { type GroundcrewError, messageOf } from '@groundcrew/errors';
import { readStockFile } from '../stock-file/reader.ts';
import type { RowBatch, StockFileSettings, StockRow } from '../stock-file/types.ts';
import { type LoadCheckpoint, type LoadTallies, noTallies } from './checkpoint.ts';
import { isFileError } from './errors.ts';
import { writeUnits } from './estimate.ts';
import { itemSizeBytes } from './item-json.ts';
import type { RejectSink } from './reject-sink.ts';
import { createStopper, stopped } from './stopper.ts';
import { createStretches, type Stretch } from './stretches.ts';
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
const maxRejectedCharacters = 4_000_000;

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
  readonly #stretches = createStretches();
  readonly #stopper = createStopper();
  /** Ends the reading and the ticking. */
  readonly #end = new AbortController();
  readonly #startedAt: number;
  /** What earlier runs counted. */
  readonly #base: LoadTallies;
  #checkpoint: LoadCheckpoint | undefined;
  /** Stretches are settled one after the other: by the clock, and where rejects pile up. */
  #settling: Promise<void> = Promise.resolve();
  #isNudging = false;
  #failure: Error | undefined;
  #rowsRead = 0;
  #rejected = 0;
  #writeUnits = 0;

  constructor(input: LoadInput, deps: LoadDeps) {
    this.#input = input;
    this.#deps = deps;
    this.#startedAt = deps.now();
    this.#checkpoint = input.resume;
    this.#base = input.resume?.tallies ?? noTallies;
    this.#writer = deps.createWriter?.((row) => this.#stretches.countDuplicate(row));
  }

  async run(): Promise<LoadResult> {
    const { signal } = this.#deps;
    const interrupt = (): void => void this.#fail(signal?.reason);
    if (signal?.aborted) interrupt();
    signal?.addEventListener('abort', interrupt, { once: true });
    const ticking = this.#tick();
    try {
      const problem = await this.#feed();
      const isOver = await this.#whenStored();
      await this.#writer?.stop();
      // The clock ticks on: a lease has to last while a long file of rejects is put together.
      const result = isOver ? await this.#finish(problem) : await this.#pause();
      await this.#endTicking(ticking);
      if (this.#failure !== undefined) throw this.#failure;
      return result;
    } catch (error) {
      const failure = this.#fail(error);
      await this.#endTicking(ticking);
      await this.#writer?.stop();
      await this.#deps.rejects.discard();
      throw failure;
    } finally {
      signal?.removeEventListener('abort', interrupt);
    }
  }

  /** Reads the file into the writer until it ends or the load is stopped; gives what is wrong with the file. */
  async #feed(): Promise<GroundcrewError | undefined> {
    const { settings, resume } = this.#input;
    const { read = readStockFile } = this.#deps;
    const startByte = resume === undefined || resume.state.gzip ? 0 : resume.state.offset;
    let batches: AsyncIterator<RowBatch> | undefined;
    try {
      const source = await this.#stopper.unlessStopped(this.#input.open(startByte, this.#end.signal));
      if (source === stopped) return undefined;
      const iterator = read(source, settings, resume?.state)[Symbol.asyncIterator]();
      batches = iterator;
      for (;;) {
        const next = await this.#stopper.unlessStopped(iterator.next());
        if (next === stopped || next.done) return undefined;
        if (!(await this.#take(next.value))) return undefined;
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
  async #take(batch: RowBatch): Promise<boolean> {
    const { rows, rejects, bytesRead } = batch;
    this.#stretches.add(batch, this.#watermark());
    this.#rowsRead += rows.length;
    this.#rejected += rejects.length;
    if (this.#writer === undefined) {
      for (const row of rows) this.#writeUnits += writeUnits(itemSizeBytes(row));
    } else if ((await this.#stopper.unlessStopped(this.#writer.write(rows))) === stopped) {
      return false;
    }
    if (this.#stretches.rejectedCharacters > maxRejectedCharacters) {
      if (!(await this.#whenStored())) return false;
      await this.#settle();
    }
    this.#deps.onProgress?.({
      rows: this.#base.rows + this.#rowsRead + this.#rejected,
      rejected: this.#base.rejected + this.#rejected,
      bytesRead,
    });
    return !this.#stopper.stopped;
  }

  /** Resolves to true when all rows are stored, to false where the load is stopped before. */
  async #whenStored(): Promise<boolean> {
    if (this.#stopper.stopped) return false;
    return (await this.#stopper.unlessStopped(this.#writer?.flush() ?? Promise.resolve())) !== stopped;
  }

  /** Checkpoints at intervals, and calls the load off when the time is up. */
  async #tick(): Promise<void> {
    const { checkpoint, checkpointEveryMs = 5_000, remainingMs, sleep } = this.#deps;
    if (checkpoint === undefined && remainingMs === undefined) return;
    let kept = this.#checkpoint;
    try {
      while (!this.#end.signal.aborted) {
        const leftMs = remainingMs?.() ?? Number.POSITIVE_INFINITY;
        if (leftMs <= 0) return this.#stopper.stop();
        this.#nudge();
        await sleep(Math.min(checkpointEveryMs, leftMs), this.#end.signal);
        await this.#settle();
        await checkpoint?.(this.#checkpoint === kept ? undefined : this.#checkpoint);
        kept = this.#checkpoint;
      }
    } catch (error) {
      if (!this.#end.signal.aborted) this.#fail(error);
    }
  }

  /**
   * Has the writer send what it holds, even where that fills no request: of a file that comes slowly,
   * checkpoints would otherwise stay behind.
   */
  #nudge(): void {
    if (this.#writer === undefined || this.#isNudging) return;
    const over = (): void => {
      this.#isNudging = false;
    };
    this.#isNudging = true;
    // What ends the writer is told by the next write or the last flush, too.
    void this.#writer.flush().then(over, over);
  }

  /** Puts away the rejects of what is stored, and moves the checkpoint there. */
  #settle(): Promise<void> {
    const turn = this.#settling.then(async () => {
      const stretch = this.#takeSettled();
      if (stretch === undefined) return;
      const parts = [...(this.#checkpoint?.rejectParts ?? [])];
      if (stretch.rejects.length > 0) parts.push(await this.#deps.rejects.save(stretch));
      this.#checkpoint = { state: stretch.state, tallies: this.#tally(stretch), rejectParts: parts };
    });
    this.#settling = turn.catch(() => undefined);
    return turn;
  }

  #takeSettled(): Stretch | undefined {
    return this.#stretches.takeSettled(this.#watermark());
  }

  /** Without a writer, everything is as good as stored. */
  #watermark(): number {
    return this.#writer?.watermark() ?? Number.POSITIVE_INFINITY;
  }

  /** What is counted up to the end of `stretch`, which begins at the checkpoint. */
  #tally(stretch: Stretch | undefined): LoadTallies {
    const { rows, rejected, duplicates } = this.#checkpoint?.tallies ?? noTallies;
    const rejects = stretch?.rejects.length ?? 0;
    return {
      rows: rows + (stretch?.rows ?? 0) + rejects,
      rejected: rejected + rejects,
      duplicates: duplicates + (stretch?.duplicates ?? 0),
      unprocessedRetries: this.#base.unprocessedRetries + (this.#writer?.stats().retriedItems ?? 0),
      durationMs: this.#base.durationMs + (this.#deps.now() - this.#startedAt),
    };
  }

  /** The end of the file, or of what can be read of it. */
  async #finish(problem: GroundcrewError | undefined): Promise<LoadResult> {
    await this.#settling;
    const rest = this.#takeSettled();
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
    if (this.#failure === undefined) await this.#settle();
    const checkpoint = this.#checkpoint;
    return {
      summary: { status: 'continued', ...summarize(checkpoint?.tallies ?? noTallies) },
      ...(checkpoint !== undefined && { checkpoint }),
      writeUnits: this.#writeUnits,
    };
  }

  async #endTicking(ticking: Promise<void>): Promise<void> {
    this.#end.abort();
    await ticking;
  }

  /** Calls the load off; gives the first error that did. */
  #fail(error: unknown): Error {
    this.#failure ??= error instanceof Error ? error : new Error(messageOf(error));
    this.#stopper.stop();
    return this.#failure;
  }
}
