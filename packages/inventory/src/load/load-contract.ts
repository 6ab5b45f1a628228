import type { TableWriter } from '@groundcrew/aws/dynamodb';
import type { DuplicatePolicy } from '../duplicates/policy.ts';
import type { ShelfSurveyLimits, SurveyedShelves } from '../duplicates/shelf-survey.ts';
import type { RejectsSurvey } from '../duplicates/survey-file.ts';
import type { FullExport } from '../full/full-export.ts';
import type { FullClaim } from '../order/full-claim.ts';
import type { ShelfFilter } from '../order/shelf-filter.ts';
import type { readStockFile } from '../stock-file/reader.ts';
import type { StockFileSettings, StockRow } from '../stock-file/types.ts';
import type { ChangeJournal } from '../undo/change-journal.ts';
import type { LoadCheckpoint } from './checkpoint.ts';
import type { FileMetadata } from './file-metadata.ts';
import type { RejectSink } from './reject-sink.ts';
import type { Stall } from './stall.ts';
import type { ItemGuard, StockWriterCallbacks } from './stock-writer.ts';
import type { LoadSummary } from './summary.ts';

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
