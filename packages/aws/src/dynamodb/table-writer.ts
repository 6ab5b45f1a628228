import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { backoffMs, sleep as realSleep } from '@groundcrew/async';
import { isThrottle, isTransient, MAX_SOCKETS } from '@groundcrew/aws-core';
import { type ErrorCode, GroundcrewError, messageOf } from '@groundcrew/errors';
import { createSendBatch } from './batch-write.ts';
import { dynamodbError } from './errors.ts';
import { createInFlightLimit, type InFlightLimit } from './in-flight-limit.ts';
import {
  MAX_BATCH_BYTES,
  MAX_BATCH_ITEMS,
  MAX_TRANSACTION_BYTES,
  MAX_TRANSACTION_ITEMS,
  requestBytes,
} from './limits.ts';
import { createRequestSize, fixedRequestSize, type RequestSize } from './request-size.ts';
import { allStored, type SendItems, type SendOutcome } from './send-outcome.ts';
import { createSendTransaction } from './transact-write.ts';
import { type Entry, WriteQueue } from './write-queue.ts';

/** The rows, the table and the limits of a writer. */
export interface TableWriterOptions<Row> {
  readonly client: DynamoDBClient;
  readonly tableName: string;
  /** The identity of the item: its partition key and sort key together. */
  readonly keyOf: (row: Row) => string;
  /** The partition key; partitions take turns. */
  readonly partitionOf: (row: Row) => string;
  /** The item as DynamoDB JSON: `{"Store":{"S":"Berlin"},…}`; of a row that is removed, its key. */
  readonly serialize: (row: Row) => string;
  /** Whether the item of a row is deleted, not put; default: none is. Not on a condition. */
  readonly isRemoved?: (row: Row) => boolean;
  /**
   * Writes a row only where this condition holds. Then the rows are sent by transactions of up to 100, which use two write
   * units a KB.
   */
  readonly condition?: WriteCondition<Row> | undefined;
  /** Called for each row that is not written because its condition does not hold. */
  readonly onDeclined?: ((row: Row) => void) | undefined;
  /** Maximum number of concurrent requests; default: 64, the number of sockets of the client. */
  readonly maxInFlight?: number;
  /** How far the newest row may be ahead of the oldest uncommitted one, in rows; default: 20,000. */
  readonly window?: number;
  /** Stops the writer when aborted; requests in flight are not aborted, so that their outcome is known. */
  readonly signal?: AbortSignal;
  /** Called before each request: once it returns false, nothing more is sent (a lease was lost, for example). */
  readonly mayWrite?: () => boolean;
  /** Called for each row that is not written because a newer one of its key replaces it. */
  readonly onSuperseded?: ((row: Row) => void) | undefined;
  /** For tests: the time in milliseconds, a number from 0 to below 1, a sleep. */
  readonly now?: () => number;
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The condition of each row. */
export interface WriteCondition<Row> {
  /** A condition expression without placeholders of names. */
  readonly expression: string;
  /** Its values as DynamoDB JSON: `{":time":{"S":"2026"}}`. */
  readonly valuesOf: (row: Row) => string;
}

/** What a writer has done so far. */
export interface TableWriterStats {
  /** Rows that the table acknowledged; a row that was sent twice counts once. */
  readonly written: number;
  /** Rows that were replaced by a newer one of their key before they were acknowledged. */
  readonly superseded: number;
  /** Rows that were not written because their condition does not hold. */
  readonly declined: number;
  readonly requests: number;
  /** Rows queued again because they were not acknowledged, once for each time. */
  readonly retriedItems: number;
  /** Requests that were throttled in whole or in part. */
  readonly throttles: number;
  /** Current maximum of concurrent requests, adapted to the table's responses. */
  readonly inFlightLimit: number;
}

/** Puts rows into one table until each is stored. */
export interface TableWriter<Row> {
  /** Queues rows in order; resolves when all are queued. Rejects with the error that ended the writer. */
  write(rows: readonly Row[]): Promise<void>;
  /**
   * All rows before this one, counted from 0, need not be written again: each is stored, was declined or was replaced by
   * a newer row of its key, which is stored or is itself at or after this mark.
   */
  watermark(): number;
  /** Resolves when every row queued so far, or the first `upTo`, is committed in that sense. */
  flush(upTo?: number): Promise<void>;
  /** Sends nothing more and waits for the requests in flight. Call it at the end, even after a success. */
  stop(): Promise<void>;
  stats(): TableWriterStats;
}

/** Timeout of a request. */
const REQUEST_TIMEOUT_MS = 15_000;
/** How long failures other than throttling are retried while nothing succeeds. */
const MAX_FAILING_MS = 60_000;
/** Connection failures after which an endpoint that never responded is given up. */
const MAX_CONNECT_ATTEMPTS = 5;
/** Where the search for the best concurrency starts. */
const INITIAL_IN_FLIGHT = 8;
const DEFAULT_WINDOW = 20_000;
/**
 * Maximum number of rows ready to be sent: three times what can be in flight. More would only age in memory. Rows
 * of
 * partitions that are backing off don't count, so that the writer can find others to send.
 */
const MAX_READY_ROWS = 5_000;
const partitionBackoff = { baseMs: 50, capMs: 5_000 };

/**
 * Creates a writer for one table, for any number of rows.
 *
 * The last row of a key wins, whatever is throttled, lost or late: a key is never in two requests at the
 * same time, and a row to be retried yields to a newer one of its key. Throttled rows are retried without limit,
 * server errors and broken connections for a minute without any success, all with jittered exponential backoff.
 * The concurrency follows the capacity of the table.
 *
 * Errors that end it, from `write` and `flush`: `aws-dynamodb.write-failed` and `.table-not-found` (from the
 * service), `.item-too-large`, `.writer.stopped` (by `stop` or the signal), `.writer.fenced` (`mayWrite` returned
 * false), `.writer.serialize-failed` and `.writer.callback-failed`. Each contains how many rows are stored, and is
 * thrown when nothing is in flight any more, so that `watermark` and `stats` are final.
 */
export function createTableWriter<Row>(options: TableWriterOptions<Row>): TableWriter<Row> {
  return new Writer(options);
}

/** Rows in flight, and their texts. */
interface Batch<Row> {
  readonly entries: readonly Entry<Row>[];
  readonly items: readonly string[];
  /** The places of those that are deleted. */
  readonly removed?: ReadonlySet<number> | undefined;
}

interface Waiter {
  readonly until: () => boolean;
  readonly resolve: () => void;
  readonly reject: (error: GroundcrewError) => void;
}

class Writer<Row> implements TableWriter<Row> {
  readonly #options: TableWriterOptions<Row>;
  readonly #doing: string;
  readonly #queue: WriteQueue<Row>;
  readonly #limit: InFlightLimit;
  readonly #sendItems: SendItems;
  /** How many items a request may have, and how many bytes. */
  readonly #requestSize: RequestSize;
  readonly #maxRequestBytes: number;
  /** Ends all pauses. */
  readonly #backoffController = new AbortController();
  readonly #waiters = new Set<Waiter>();
  /** Calls of `write` queue one after the other. */
  #writing: Promise<void> = Promise.resolve();
  #inFlight = 0;
  #isTurnScheduled = false;
  #requests = 0;
  #retriedItems = 0;
  #throttles = 0;
  #hasResponse = false;
  /** Failures since the last success, and when the first of them came. */
  #failures = 0;
  #failingSinceMs = 0;
  /** Why nothing more is sent. */
  #endError: GroundcrewError | undefined;
  /** The same with the final counts, once nothing is in flight. */
  #finalError: GroundcrewError | undefined;

  constructor(options: TableWriterOptions<Row>) {
    const { client, tableName, keyOf, partitionOf, onSuperseded, onDeclined, condition, signal } = options;
    this.#options = options;
    this.#doing = `write to table "${tableName}"`;
    this.#queue = new WriteQueue({
      keyOf,
      partitionOf,
      window: options.window ?? DEFAULT_WINDOW,
      onSuperseded,
      onDeclined,
    });
    this.#limit = createInFlightLimit({ start: INITIAL_IN_FLIGHT, max: options.maxInFlight ?? MAX_SOCKETS });
    if (condition === undefined) {
      this.#requestSize = fixedRequestSize(MAX_BATCH_ITEMS);
      this.#maxRequestBytes = MAX_BATCH_BYTES;
      this.#sendItems = createSendBatch(client, tableName, REQUEST_TIMEOUT_MS);
    } else {
      this.#requestSize = createRequestSize(MAX_TRANSACTION_ITEMS);
      this.#maxRequestBytes = MAX_TRANSACTION_BYTES;
      const puts = { tableName, condition: condition.expression };
      this.#sendItems = createSendTransaction(client, puts, REQUEST_TIMEOUT_MS);
    }
    if (signal?.aborted) this.#onAbort();
    else signal?.addEventListener('abort', this.#onAbort, { once: true });
  }

  write(rows: readonly Row[]): Promise<void> {
    const run = this.#writing.then(() => this.#enqueue(rows));
    this.#writing = run.catch(() => undefined);
    return run;
  }

  watermark(): number {
    return this.#queue.watermark;
  }

  async flush(upTo?: number): Promise<void> {
    await this.#writing;
    const mark = upTo ?? this.#queue.head;
    await this.#wait(() => this.#queue.watermark >= mark);
  }

  async stop(): Promise<void> {
    this.#end(this.#error('aws-dynamodb.writer.stopped', 'the writer was stopped', 'user'));
    await this.#wait(() => this.#finalError !== undefined);
  }

  stats(): TableWriterStats {
    return {
      written: this.#queue.written,
      superseded: this.#queue.superseded,
      declined: this.#queue.declined,
      requests: this.#requests,
      retriedItems: this.#retriedItems,
      throttles: this.#throttles,
      inFlightLimit: this.#limit.current(),
    };
  }

  async #enqueue(rows: readonly Row[]): Promise<void> {
    const minRoom = Math.max(1, (this.#options.window ?? DEFAULT_WINDOW) >> 2);
    if (this.#endError) await this.#wait(() => false);
    for (const row of rows) {
      if (this.#queue.room === 0) await this.#waitToAdd(() => this.#queue.room >= minRoom);
      if (this.#queue.ready >= MAX_READY_ROWS)
        await this.#waitToAdd(() => this.#queue.ready <= MAX_READY_ROWS >> 1);
      this.#queue.add(row);
    }
    this.#pump();
  }

  #waitToAdd(until: () => boolean): Promise<void> {
    return this.#wait(() => this.#endError === undefined && until());
  }

  /** Resolves as soon as `until` holds; rejects if the writer ends before. */
  #wait(until: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiters.add({ until, resolve, reject });
      this.#pump();
      this.#notify();
    });
  }

  #notify(): void {
    for (const waiter of this.#waiters) {
      if (waiter.until()) waiter.resolve();
      else if (this.#finalError) waiter.reject(this.#finalError);
      else continue;
      this.#waiters.delete(waiter);
    }
  }

  /** Sends what may be sent. A request that is not full is sent only if a flush waits for it. */
  #pump(): void {
    while (
      this.#endError === undefined &&
      this.#inFlight < this.#limit.current() &&
      (this.#queue.ready >= this.#requestSize.current() || (this.#queue.ready > 0 && this.#waiters.size > 0))
    ) {
      if (!this.#maySend()) return;
      const batch = this.#takeBatch();
      if (batch === undefined) return;
      this.#inFlight++;
      this.#requests++;
      void this.#send(batch)
        .catch((error: unknown) => {
          // Not an error of the service: a callback of the caller threw.
          this.#end(this.#error('aws-dynamodb.writer.callback-failed', messageOf(error), 'bug', error));
        })
        .finally(() => {
          this.#inFlight--;
          this.#scheduleTurn();
        });
    }
  }

  /** Whether nothing has ended the writer; asks before each request. */
  #maySend(): boolean {
    if (this.#endError !== undefined) return false;
    if (this.#options.mayWrite?.() !== false) return true;
    this.#end(this.#error('aws-dynamodb.writer.fenced', 'another writer has taken over', 'service'));
    return false;
  }

  /**
   * All responses of one turn of the event loop are handled before the next requests are sent, all together: half
   * again as many rows in the same processor time as sending a request after each response.
   */
  #scheduleTurn(): void {
    if (this.#isTurnScheduled) return;
    this.#isTurnScheduled = true;
    setImmediate(() => {
      this.#isTurnScheduled = false;
      this.#pump();
      this.#completeEnd();
      this.#notify();
    });
  }

  /** The rows of one request; `undefined` where one of them ends the writer. */
  #takeBatch(): Batch<Row> | undefined {
    const entries: Entry<Row>[] = [];
    const items: string[] = [];
    const maxItems = this.#requestSize.current();
    const { isRemoved } = this.#options;
    let removed: Set<number> | undefined;
    let bytes = 0;
    try {
      while (items.length < maxItems) {
        const entry = this.#queue.take();
        if (entry === undefined) break;
        const json = this.#options.serialize(entry.row);
        bytes += requestBytes(json, entry.key);
        if (bytes > this.#maxRequestBytes) {
          this.#queue.putBack(entry);
          break;
        }
        if (isRemoved?.(entry.row)) (removed ??= new Set()).add(items.length);
        entries.push(entry);
        items.push(this.#membersOf(entry.row, json));
      }
    } catch (error) {
      this.#end(
        error instanceof GroundcrewError
          ? error
          : this.#error(
              'aws-dynamodb.writer.serialize-failed',
              'a row could not be serialized',
              'bug',
              error,
            ),
      );
      return undefined;
    }
    return { entries, items, removed };
  }

  #membersOf(row: Row, json: string): string {
    const { condition } = this.#options;
    return condition === undefined
      ? json
      : `"Item":${json},"ExpressionAttributeValues":${condition.valuesOf(row)}`;
  }

  /** Sends rows, and what a transaction leaves of them, until each is settled or queued again. */
  async #send(taken: Batch<Row>): Promise<void> {
    let batch = taken;
    for (;;) {
      const round = this.#limit.round();
      let outcome: SendOutcome;
      try {
        outcome = await this.#sendItems(batch.items, batch.removed);
      } catch (error) {
        await this.#failed(batch.entries, error, round);
        return;
      }
      this.#hasResponse = true;
      this.#failures = 0;
      if (outcome === allStored) {
        this.#limit.accepted();
        this.#requestSize.accepted(batch.items.length);
        for (const entry of batch.entries) this.#queue.stored(entry);
        return;
      }
      const rest = this.#settle(batch, outcome, round);
      if (rest === undefined) return;
      if (!this.#maySend()) {
        for (const entry of rest.entries) this.#queue.putBack(entry);
        return;
      }
      this.#requests++;
      batch = rest;
    }
  }

  /** Settles or queues the rows of a request that was not carried out in full; returns those to be sent again at once. */
  #settle(
    { entries, items }: Batch<Row>,
    { throttled, conflicting, declined, canceled }: SendOutcome,
    round: number,
  ): Batch<Row> | undefined {
    const left = new Set([...throttled, ...conflicting, ...declined, ...canceled]);
    if (left.size < entries.length) {
      for (const [index, entry] of entries.entries()) if (!left.has(index)) this.#queue.stored(entry);
    }
    for (const index of declined) this.#queue.decline(entries[index]!);
    if (throttled.length > 0) {
      this.#throttles++;
      this.#requestSize.throttled();
      // A few throttled rows point to hot partitions; half of a request or more, to a table at its limit.
      if (throttled.length * 2 >= entries.length) this.#limit.rejected(round);
    }
    const again = [...throttled, ...conflicting].sort((a, b) => a - b);
    if (again.length > 0) this.#retry(again.map((index) => entries[index]!));
    if (canceled.length === 0) return undefined;
    this.#retriedItems += canceled.length;
    const rest = { entries: canceled.map((i) => entries[i]!), items: canceled.map((i) => items[i]!) };
    if (throttled.length === 0) return rest;
    // Not at once: who knows how many more of them the table would refuse.
    for (const entry of rest.entries.toReversed()) this.#queue.putBack(entry);
    return undefined;
  }

  async #failed(entries: readonly Entry<Row>[], error: unknown, round: number): Promise<void> {
    const { now = Date.now } = this.#options;
    if (error instanceof GroundcrewError) {
      this.#end(error);
      this.#retry(entries);
      return;
    }
    if (isThrottle(error)) {
      this.#throttles++;
      this.#requestSize.throttled();
      this.#limit.rejected(round);
      this.#retry(entries);
      return;
    }
    const wrapped = await dynamodbError(
      error,
      this.#options.client,
      'aws-dynamodb.write-failed',
      this.#doing,
    );
    if (this.#failures++ === 0) this.#failingSinceMs = now();
    const neverReached =
      !this.#hasResponse &&
      this.#failures >= MAX_CONNECT_ATTEMPTS &&
      wrapped.details.reason === 'unreachable';
    if (!isTransient(error) || neverReached || now() - this.#failingSinceMs > MAX_FAILING_MS) {
      this.#end(wrapped);
    }
    this.#limit.rejected(round);
    this.#retry(entries);
  }

  #retry(entries: readonly Entry<Row>[]): void {
    const { random = Math.random, sleep = realSleep } = this.#options;
    this.#retriedItems += entries.length;
    for (const { partition, consecutiveThrottles: attempts } of this.#queue.rejected(entries)) {
      if (this.#endError) continue;
      sleep(backoffMs(attempts, random, partitionBackoff), this.#backoffController.signal).then(
        () => {
          this.#queue.resume(partition);
          this.#pump();
        },
        () => undefined,
      );
    }
  }

  #onAbort = (): void => {
    const { signal } = this.#options;
    this.#end(this.#error('aws-dynamodb.writer.stopped', 'it was aborted', 'user', signal?.reason));
  };

  #end(error: GroundcrewError): void {
    if (this.#endError) return;
    this.#endError = error;
    this.#options.signal?.removeEventListener('abort', this.#onAbort);
    this.#backoffController.abort();
    this.#completeEnd();
    this.#notify();
  }

  #completeEnd(): void {
    if (this.#endError === undefined || this.#finalError !== undefined || this.#inFlight > 0) return;
    const { code, message, fault, cause, details } = this.#endError;
    const { written, head, watermark } = this.#queue;
    this.#finalError = new GroundcrewError(
      code,
      `${message}; ${written} ${written === 1 ? 'row is' : 'rows are'} stored`,
      {
        fault,
        cause,
        details: { ...details, written, queued: head, watermark },
      },
    );
  }

  #error(code: ErrorCode, why: string, fault: 'user' | 'service' | 'bug', cause?: unknown): GroundcrewError {
    return new GroundcrewError(code, `could not ${this.#doing}: ${why}`, { fault, cause });
  }
}
