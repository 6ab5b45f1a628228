/** The newest known row of one key. */
export interface Entry<Row> {
  readonly key: string;
  readonly partition: Partition<Row>;
  row: Row;
  /** The row's index among all rows, from 0. */
  ordinal: number;
  inFlight: boolean;
  /** A newer row that arrived while this one was in flight. */
  newer: { readonly row: Row; readonly ordinal: number } | undefined;
  /** The next of the partition's queue. */
  next: Entry<Row> | undefined;
}

/** The entries of one partition key. */
interface Partition<Row> {
  readonly name: string;
  first: Entry<Row> | undefined;
  last: Entry<Row> | undefined;
  queued: number;
  /** Entries that are queued or in flight: a partition without any is removed. */
  activeEntries: number;
  /** Refusals since its last success. */
  consecutiveThrottles: number;
  isBackingOff: boolean;
  /** Whether it is in the rotation. */
  isInRotation: boolean;
  /** The next of the rotation. */
  next: Partition<Row> | undefined;
}

/** The keys of rows, and the size of the window. */
export interface WriteQueueOptions<Row> {
  readonly keyOf: (row: Row) => string;
  readonly partitionOf: (row: Row) => string;
  /** How far the newest row may be ahead of the oldest uncommitted one. */
  readonly window: number;
  readonly onSuperseded?: ((row: Row) => void) | undefined;
  readonly onDeclined?: ((row: Row) => void) | undefined;
}

/** How many rows a partition holds back, and its number of consecutive throttles: they determine its backoff. */
export interface PartitionBackoff<Row> {
  readonly partition: Partition<Row>;
  readonly consecutiveThrottles: number;
}

/**
 * Decides which row is written next, and what each outcome means. It does no I/O and has no clock.
 *
 * - A key has at most one entry: in flight or queued, never both. A newer row replaces a queued one, and waits
 *   behind one in flight. So the last row of a key is written last, whatever happens in between.
 * - Rows of one partition keep their order; partitions take turns, one row each, so that a file sorted by its
 *   partition key does not hit one partition of the table at a time.
 * - A partition that refused rows backs off; the others continue.
 * - A row is committed once it is stored, declined, or replaced by a newer one. All rows before `watermark` are committed.
 */
export class WriteQueue<Row> {
  readonly #options: WriteQueueOptions<Row>;
  readonly #entries = new Map<string, Entry<Row>>();
  readonly #partitions = new Map<string, Partition<Row>>();
  /** One byte for each row of the window, by ordinal. */
  readonly #committed: Uint8Array;
  #firstPartition: Partition<Row> | undefined;
  #lastPartition: Partition<Row> | undefined;
  #head = 0;
  #watermark = 0;
  #ready = 0;
  #written = 0;
  #superseded = 0;
  #declined = 0;

  constructor(options: WriteQueueOptions<Row>) {
    this.#options = options;
    this.#committed = new Uint8Array(options.window);
  }

  /** Rows added so far: the ordinal of the next one. */
  get head(): number {
    return this.#head;
  }

  get watermark(): number {
    return this.#watermark;
  }

  /** Rows that may be taken now: those of partitions that are not backing off. */
  get ready(): number {
    return this.#ready;
  }

  get written(): number {
    return this.#written;
  }

  get superseded(): number {
    return this.#superseded;
  }

  get declined(): number {
    return this.#declined;
  }

  /** Known partitions: those with rows queued or in flight, and those backing off. */
  get partitions(): number {
    return this.#partitions.size;
  }

  /** Rows that may still be added before older ones have to be committed. */
  get room(): number {
    return this.#options.window - (this.#head - this.#watermark);
  }

  /** Adds the next row; there has to be room. */
  add(row: Row): void {
    const key = this.#options.keyOf(row);
    const entry = this.#entries.get(key);
    // Both may throw, and then the row is not counted.
    const partition = entry?.partition ?? this.#partitionOf(row);
    const ordinal = this.#head++;
    if (entry === undefined) {
      const fresh: Entry<Row> = {
        key,
        partition,
        row,
        ordinal,
        inFlight: false,
        newer: undefined,
        next: undefined,
      };
      this.#entries.set(key, fresh);
      partition.activeEntries++;
      this.#append(fresh);
    } else if (entry.inFlight) {
      if (entry.newer) this.#supersede(entry.newer.row, entry.newer.ordinal);
      entry.newer = { row, ordinal };
    } else {
      const { row: old, ordinal: place } = entry;
      entry.row = row;
      entry.ordinal = ordinal;
      this.#supersede(old, place);
    }
  }

  /** The next row to send, now in flight; `undefined` if none is ready. */
  take(): Entry<Row> | undefined {
    let partition = this.#nextInRotation();
    // One that started to back off while it was in the rotation is skipped; `wake` brings it back.
    while (partition?.isBackingOff) partition = this.#nextInRotation();
    const entry = partition?.first;
    if (partition === undefined || entry === undefined) return undefined;
    partition.first = entry.next;
    if (partition.first === undefined) partition.last = undefined;
    entry.next = undefined;
    entry.inFlight = true;
    partition.queued--;
    this.#ready--;
    this.#rotate(partition);
    return entry;
  }

  /** Puts back a row that was taken and not sent. */
  putBack(entry: Entry<Row>): void {
    this.#requeue(entry);
  }

  /** The row in flight is stored. */
  stored(entry: Entry<Row>): void {
    this.#written++;
    this.#settle(entry);
  }

  /** The row in flight is not to be stored: its condition does not hold. */
  decline(entry: Entry<Row>): void {
    const { row } = entry;
    this.#declined++;
    this.#settle(entry);
    this.#options.onDeclined?.(row);
  }

  #settle(entry: Entry<Row>): void {
    const { partition, newer } = entry;
    partition.consecutiveThrottles = 0;
    this.#commit(entry.ordinal);
    if (newer === undefined) {
      this.#entries.delete(entry.key);
      partition.activeEntries--;
      this.#deleteIfIdle(partition);
    } else {
      this.#replace(entry, newer);
      this.#append(entry);
    }
  }

  /**
   * These rows of one request are not known to be stored. They are queued again, before the others of their
   * partitions, unless a newer row of the key replaces them. Their partitions back off until {@link wake}; one that
   * is already backing off is not reported again.
   */
  rejected(entries: readonly Entry<Row>[]): PartitionBackoff<Row>[] {
    const backoffs: PartitionBackoff<Row>[] = [];
    // In reverse, because each goes to the front of its partition.
    for (const entry of entries.toReversed()) {
      const { partition } = entry;
      if (!partition.isBackingOff) {
        this.#ready -= partition.queued;
        partition.isBackingOff = true;
        partition.consecutiveThrottles++;
        backoffs.push({ partition, consecutiveThrottles: partition.consecutiveThrottles });
      }
      this.#requeue(entry);
    }
    return backoffs;
  }

  /** Ends the backoff of a partition. */
  resume(partition: Partition<Row>): void {
    partition.isBackingOff = false;
    this.#ready += partition.queued;
    this.#rotate(partition);
    this.#deleteIfIdle(partition);
  }

  #requeue(entry: Entry<Row>): void {
    if (entry.newer) {
      this.#supersede(entry.row, entry.ordinal);
      this.#replace(entry, entry.newer);
    }
    const { partition } = entry;
    entry.inFlight = false;
    entry.next = partition.first;
    partition.first = entry;
    partition.last ??= entry;
    this.#countQueued(partition);
  }

  #append(entry: Entry<Row>): void {
    const { partition } = entry;
    entry.inFlight = false;
    if (partition.last) partition.last.next = entry;
    else partition.first = entry;
    partition.last = entry;
    this.#countQueued(partition);
  }

  #countQueued(partition: Partition<Row>): void {
    partition.queued++;
    if (partition.isBackingOff) return;
    this.#ready++;
    this.#rotate(partition);
  }

  /** Puts a partition at the end of the rotation if it belongs there and is not in it yet. */
  #rotate(partition: Partition<Row>): void {
    if (partition.isInRotation || partition.isBackingOff || partition.first === undefined) return;
    partition.isInRotation = true;
    if (this.#lastPartition) this.#lastPartition.next = partition;
    else this.#firstPartition = partition;
    this.#lastPartition = partition;
  }

  #nextInRotation(): Partition<Row> | undefined {
    const partition = this.#firstPartition;
    if (partition === undefined) return undefined;
    this.#firstPartition = partition.next;
    if (this.#firstPartition === undefined) this.#lastPartition = undefined;
    partition.next = undefined;
    partition.isInRotation = false;
    return partition;
  }

  #replace(entry: Entry<Row>, newer: { readonly row: Row; readonly ordinal: number }): void {
    entry.row = newer.row;
    entry.ordinal = newer.ordinal;
    entry.newer = undefined;
  }

  #supersede(row: Row, ordinal: number): void {
    this.#superseded++;
    this.#commit(ordinal);
    this.#options.onSuperseded?.(row);
  }

  #commit(ordinal: number): void {
    const { window } = this.#options;
    this.#committed[ordinal % window] = 1;
    while (this.#watermark < this.#head && this.#committed[this.#watermark % window] === 1) {
      this.#committed[this.#watermark % window] = 0;
      this.#watermark++;
    }
  }

  #partitionOf(row: Row): Partition<Row> {
    const name = this.#options.partitionOf(row);
    let partition = this.#partitions.get(name);
    if (partition === undefined) {
      partition = {
        name,
        first: undefined,
        last: undefined,
        queued: 0,
        activeEntries: 0,
        consecutiveThrottles: 0,
        isBackingOff: false,
        isInRotation: false,
        next: undefined,
      };
      this.#partitions.set(name, partition);
    }
    return partition;
  }

  #deleteIfIdle(partition: Partition<Row>): void {
    if (partition.activeEntries === 0 && !partition.isBackingOff) this.#partitions.delete(partition.name);
  }
}
