import { createTableWriter, type TableWriterOptions } from '@groundcrew/aws/dynamodb';
import { GroundcrewError } from '@groundcrew/errors';
import { ALERTS_OFF_ATTRIBUTE } from '../alerts/alerts-off.ts';
import { writeUnits } from '../load/estimate.ts';
import { itemSizeBytes, toItemJson } from '../load/item-json.ts';
import { keyOfShelf } from '../load/shelf-key.ts';
import { NOT_FROM_A_NEWER_FILE } from '../load/stock-writer.ts';
import { compareFileTimes, FILE_TIME_ATTRIBUTE, formatFileTime, formatRowTime } from '../order/file-time.ts';
import type { StockRow } from '../stock-file/types.ts';
import { NewestRows, type NewestRow, wholePart } from './newest-rows.ts';
import { parseStagedRows } from './staged-rows.ts';
import {
  type BackfillPlan,
  getJson,
  type PartIndex,
  type PartRecord,
  type PartTallies,
  type Pass,
  type ReduceCheckpoint,
  type Staging,
  stagingKeys,
} from './staging.ts';

export interface ReduceDeps {
  readonly staging: Staging;
  /** Passes on the client, the table and what tests set. */
  readonly writer: Pick<TableWriterOptions<unknown>, 'client' | 'tableName' | 'now' | 'random' | 'sleep'>;
  /** About how much memory shelves may take; default: 400 MB. */
  readonly maxShelfBytes?: number | undefined;
  /** Milliseconds until the function has to end, with what it has to do then. */
  readonly leftMs: () => number;
  /** Default: 10,000. */
  readonly checkpointEveryMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export type ReduceResult =
  | { readonly status: 'done'; readonly record: PartRecord }
  | { readonly status: 'continued'; readonly tallies: PartTallies };

const DEFAULT_SHELF_BYTES = 400 * 1024 ** 2;
/** How many ranges are read ahead. */
const READ_AHEAD = 8;
const SLICE_ROWS = 1_000;

const noTallies: PartTallies = {
  shelves: 0,
  written: 0,
  declined: 0,
  writeUnits: 0,
  retries: 0,
  durationMs: 0,
};

/** A shelf to write. */
interface ShelfToWrite {
  readonly position: number;
  readonly row: StockRow;
  readonly fileTimeJson: string;
  /** `,"AlertsOff":{"S":"2026…"}`, or nothing. */
  readonly mark: string;
}

/**
 * Puts the newest row of each shelf of one part, once, on the condition that no newer file has. Called again, it resumes behind
 * the last checkpoint; a part that is done is not done again.
 *
 * @throws GroundcrewError of the table and of the staging; `inventory.load.no-progress` where a whole invocation led nowhere
 */
export async function reducePart(part: number, plan: BackfillPlan, deps: ReduceDeps): Promise<ReduceResult> {
  const { staging } = deps;
  const keys = stagingKeys(plan.name);
  const known = await getJson<PartRecord>(staging, keys.partRecord(part));
  if (known !== undefined) return { status: 'done', record: known };
  const index = await getJson<PartIndex>(staging, keys.index(part));
  if (index === undefined) {
    throw new GroundcrewError(
      'inventory.backfill.unknown',
      `${keys.index(part)} does not exist: the backfill ${plan.name} has no part ${part}, or it was removed; start it again`,
    );
  }
  const save = (checkpoint: ReduceCheckpoint): Promise<void> =>
    staging.putText(keys.reduceCheckpoint(part), JSON.stringify(checkpoint));
  const before = await getJson<ReduceCheckpoint>(staging, keys.reduceCheckpoint(part));
  const end = await new Reduce(index, plan, deps, save).run(before);
  if (end.passes.length > 0) {
    if (end.tallies.shelves === (before?.tallies.shelves ?? 0)) throw noProgress(plan.name, part);
    await save(end);
    return { status: 'continued', tallies: end.tallies };
  }
  const record = { part, ...end.tallies };
  await staging.putText(keys.partRecord(part), JSON.stringify(record));
  return { status: 'done', record };
}

class Reduce {
  readonly #plan: BackfillPlan;
  readonly #deps: ReduceDeps;
  readonly #save: (checkpoint: ReduceCheckpoint) => Promise<void>;
  readonly #ranges: PartIndex['ranges'];
  /** By the index of a file in the index of the part: its place among these. */
  readonly #ranks: readonly number[];
  /** By rank. */
  readonly #files: readonly { readonly fileTime: string; readonly rowsRepeat: boolean }[];
  readonly #startedAt: number;

  constructor(
    { files, ranges }: PartIndex,
    plan: BackfillPlan,
    deps: ReduceDeps,
    save: (checkpoint: ReduceCheckpoint) => Promise<void>,
  ) {
    this.#plan = plan;
    this.#deps = deps;
    this.#save = save;
    this.#ranges = ranges;
    this.#startedAt = deps.now();
    const sorted = files
      .map(({ order, rowsRepeat }, file) => ({ file, fileTime: formatFileTime(order), rowsRepeat }))
      .sort((one, other) => compareFileTimes(one.fileTime, other.fileTime));
    const ranks: number[] = [];
    for (const [rank, { file }] of sorted.entries()) ranks[file] = rank;
    this.#ranks = ranks;
    this.#files = sorted;
  }

  /** Until all passes are done or the time is up. */
  async run(resume: ReduceCheckpoint | undefined): Promise<ReduceCheckpoint> {
    const earlierMs = resume?.tallies.durationMs ?? 0;
    let at = resume ?? { passes: [wholePart], position: 0, tallies: noTallies };
    for (;;) {
      const [pass, ...others] = at.passes;
      if (pass === undefined) break;
      const newest = await this.#read(pass);
      if (newest === undefined) break;
      const passes = [newest.pass, ...newest.dropped, ...others];
      const isDone = await this.#write(newest.sorted(), { ...at, passes }, (next) => {
        at = next;
      });
      if (!isDone) break;
      at = { passes: passes.slice(1), position: 0, tallies: at.tallies };
      if (at.passes.length > 0) await this.#save(at);
    }
    const durationMs = earlierMs + this.#deps.now() - this.#startedAt;
    return { ...at, tallies: { ...at.tallies, durationMs } };
  }

  /** @returns undefined if the time is up */
  async #read(pass: Pass): Promise<NewestRows | undefined> {
    const { staging, leftMs, signal, maxShelfBytes = DEFAULT_SHELF_BYTES } = this.#deps;
    const newest = new NewestRows(pass, maxShelfBytes);
    const ahead: Promise<Uint8Array>[] = [];
    const readNext = (index: number): void => {
      const range = this.#ranges[index];
      if (range === undefined) return;
      const reading = staging.getRange(range[0], range[1], range[2]);
      // It is awaited in turn.
      reading.catch(() => undefined);
      ahead.push(reading);
    };
    for (let index = 0; index < READ_AHEAD; index++) readNext(index);
    for (const [index, [, , , file]] of this.#ranges.entries()) {
      signal?.throwIfAborted();
      if (leftMs() <= 0) return undefined;
      const bytes = await ahead.shift()!;
      readNext(index + READ_AHEAD);
      const rank = this.#ranks[file]!;
      for (const row of parseStagedRows(bytes)) newest.add(row, rank);
    }
    return newest;
  }

  /** @returns whether all of `rows` are written */
  async #write(
    rows: readonly NewestRow[],
    from: ReduceCheckpoint,
    onMove: (checkpoint: ReduceCheckpoint) => void,
  ): Promise<boolean> {
    const { writer: options, checkpointEveryMs = 10_000, now, leftMs, signal } = this.#deps;
    /** Positions of shelves that the table has newer. */
    const declined: number[] = [];
    const stopping = new AbortController();
    const writer = createTableWriter<ShelfToWrite>({
      ...options,
      signal: signal === undefined ? stopping.signal : AbortSignal.any([signal, stopping.signal]),
      partitionOf: ({ row }) => row.store,
      keyOf: ({ row }) => keyOfShelf(row),
      serialize: ({ row, fileTimeJson, mark }) => toItemJson(row, fileTimeJson, mark),
      condition: {
        expression: NOT_FROM_A_NEWER_FILE,
        valuesOf: ({ fileTimeJson }) => `{":fileTime":${fileTimeJson}}`,
      },
      onDeclined: ({ position }) => void declined.push(position),
    });
    const state = (): ReduceCheckpoint => {
      const position = from.position + writer.watermark();
      const gone = declined.filter((each) => each < position).length;
      const shelves = position - from.position;
      const units = sum(rows.slice(from.position, position), (row) => this.#unitsOf(row));
      const { tallies } = from;
      return {
        passes: from.passes,
        position,
        tallies: {
          shelves: tallies.shelves + shelves,
          written: tallies.written + shelves - gone,
          declined: tallies.declined + gone,
          writeUnits: tallies.writeUnits + units,
          retries: tallies.retries + writer.stats().retriedItems,
          durationMs: tallies.durationMs,
        },
      };
    };
    // A write that waits for capacity has to be ended, too.
    const deadline = this.#watchDeadline(stopping);
    let savedAt = now();
    try {
      for (let at = from.position; at < rows.length; at += SLICE_ROWS) {
        await writer.write(
          rows.slice(at, at + SLICE_ROWS).map((row, index) => this.#toWrite(row, at + index)),
        );
        if (now() - savedAt < checkpointEveryMs) continue;
        savedAt = now();
        await this.#save(state());
      }
      await writer.flush();
      return true;
    } catch (error) {
      signal?.throwIfAborted();
      if (!stopping.signal.aborted || leftMs() > 0) throw error;
      return false;
    } finally {
      deadline.abort();
      await writer.stop();
      onMove(state());
    }
  }

  #watchDeadline(stopping: AbortController): AbortController {
    const { leftMs, sleep } = this.#deps;
    const watch = new AbortController();
    const wait = async (): Promise<void> => {
      while (leftMs() > 0) await sleep(Math.min(leftMs(), 1_000), watch.signal);
      stopping.abort();
    };
    wait().catch(() => undefined);
    return watch;
  }

  #toWrite(newest: NewestRow, position: number): ShelfToWrite {
    const { alerts, name } = this.#plan;
    return {
      position,
      row: toStockRow(newest),
      fileTimeJson: textJson(this.#timeOf(newest)),
      mark: alerts ? '' : `,"${ALERTS_OFF_ATTRIBUTE}":${textJson(name)}`,
    };
  }

  #timeOf({ row, file }: NewestRow): string {
    const { fileTime, rowsRepeat } = this.#files[file]!;
    return rowsRepeat ? formatRowTime(fileTime, row[3]) : fileTime;
  }

  /** A put in a transaction uses two for each started KB. */
  #unitsOf(newest: NewestRow): number {
    const { alerts, name } = this.#plan;
    const mark = alerts ? 0 : ALERTS_OFF_ATTRIBUTE.length + Buffer.byteLength(name);
    const time = FILE_TIME_ATTRIBUTE.length + Buffer.byteLength(this.#timeOf(newest));
    return 2 * writeUnits(itemSizeBytes(toStockRow(newest)) + time + mark);
  }
}

function toStockRow({ row: [store, item, count, offset, attributes] }: NewestRow): StockRow {
  return { store, item, count, line: 0, offset, ...(attributes && { attributes: { ...attributes } }) };
}

function textJson(text: string): string {
  return `{"S":${JSON.stringify(text)}}`;
}

function sum<Value>(values: readonly Value[], of: (value: Value) => number): number {
  return values.reduce((total, value) => total + of(value), 0);
}

function noProgress(name: string, part: number): GroundcrewError {
  return new GroundcrewError(
    'inventory.load.no-progress',
    `part ${part} of the backfill ${name}: no shelf was written before the function ran out of time; check whether the table is throttled, then resume`,
    { fault: 'service', details: { name, part } },
  );
}
