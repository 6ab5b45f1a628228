import type { TableWriter } from '@groundcrew/aws/dynamodb';
import type { FullFound } from '../full/full-export.ts';
import type { ReaderState, RowBatch, StockRow } from '../stock-file/types.ts';
import { addRenamed, type LoadCheckpoint, type LoadTallies, zeroTallies } from './checkpoint.ts';
import type { LoadDeps, LoadInput } from './load-contract.ts';
import { createSegmentTracker, type Segment } from './segments.ts';

/** What is stored of a file, and its counts, once nothing more is read. */
export interface LoadEnd {
  readonly tallies: LoadTallies;
  readonly state: ReaderState | undefined;
  readonly rejectsAt: string | undefined;
}

/** Commits what the writer has stored: saves the rejects up to the same place, and moves the checkpoint there. */
export class LoadCommits {
  /** Undefined: nothing is written (a dry run). */
  readonly writer: TableWriter<StockRow> | undefined;
  /** Counts of earlier runs. */
  readonly previousTallies: LoadTallies;
  /** The value of the file's own column `reject_source`. */
  rejectSource: string | undefined;
  readonly #input: LoadInput;
  readonly #deps: LoadDeps;
  readonly #segments = createSegmentTracker();
  readonly #startedAt: number;
  #checkpoint: LoadCheckpoint | undefined;
  /** Segments are committed one after the other: by the timer, and when rejects accumulate. */
  #committing: Promise<void> = Promise.resolve();

  constructor(input: LoadInput, deps: LoadDeps) {
    this.#input = input;
    this.#deps = deps;
    this.#startedAt = deps.now();
    this.#checkpoint = input.resume;
    this.previousTallies = input.resume?.tallies ?? zeroTallies;
    this.writer = deps.createWriter?.({
      onSuperseded: (row) => this.#segments.countDuplicate(row),
      onDeclined: (row) => {
        if (row.vanished === undefined) this.#segments.countSuperseded(row);
      },
    });
  }

  /** Where the load can be resumed. */
  get checkpoint(): LoadCheckpoint | undefined {
    return this.#checkpoint;
  }

  /** Approximate number of characters in memory of the rejects not saved yet. */
  get rejectedCharacters(): number {
    return this.#segments.rejectedCharacters;
  }

  /** Adds the next batch of the file, before its rows are passed to the writer. */
  add(batch: RowBatch): void {
    this.#segments.add(batch, this.#watermark());
  }

  /** Adds shelves that a full export does not name. */
  addVanished(count: number, state: ReaderState): void {
    this.#segments.addVanished(count, state, this.#watermark());
  }

  /** Records in the checkpoint what a full export may make vanish, before the first write. */
  recordFull(full: FullFound): LoadCheckpoint {
    const { tallies = zeroTallies, rejectParts = [], ...before } = this.#checkpoint ?? {};
    this.#checkpoint = { ...before, tallies, rejectParts, full };
    return this.#checkpoint;
  }

  /** Saves the rejects of the committed segment, and moves the checkpoint there. */
  commit(): Promise<void> {
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

  /** At the end of the file, or of its readable part: assembles the rejects. */
  async finish(): Promise<LoadEnd> {
    await this.#committing;
    const rest = this.#takeCommitted();
    const { rejectParts: parts = [], state = rest?.state } = this.#checkpoint ?? {};
    const last = { rejects: rest?.rejects ?? [], source: this.#source() };
    const rejectsAt =
      state && (await this.#deps.rejects.finish(parts, { ...last, state: rest?.state ?? state }));
    return { tallies: this.#tally(rest), state, rejectsAt };
  }

  #source(): string | undefined {
    return this.rejectSource ?? this.#input.source?.();
  }

  #takeCommitted(): Segment | undefined {
    return this.#segments.takeCommitted(this.#watermark());
  }

  /** Without a writer, everything counts as stored. */
  #watermark(): number {
    return this.writer?.watermark() ?? Number.POSITIVE_INFINITY;
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
      unprocessedRetries: this.previousTallies.unprocessedRetries + (this.writer?.stats().retriedItems ?? 0),
      durationMs: this.previousTallies.durationMs + (this.#deps.now() - this.#startedAt),
    };
  }
}
