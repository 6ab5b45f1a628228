import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { invalidHandle, notInFlight, overLimit } from './errors.ts';
import { prepareMessage } from './queue-type.ts';
import type { NewMessage } from './message.ts';
import { numberOf, type QueueAttributes, readRedrivePolicy } from './queue-attributes.ts';
import { createReadyEntries } from './ready-entries.ts';

/** A message in a queue. Plain JSON. */
export interface StoredMessage extends NewMessage {
  readonly id: string;
  /** The queue that moved it here after too many receives. */
  readonly deadLetterSourceArn?: string;
  readonly sentMs: number;
  readonly sequenceNumber: string;
}

/** A received message: invisible to others until it is deleted or its visibility timeout ends. */
export interface ReceivedMessage extends StoredMessage {
  readonly receiptHandle: string;
  readonly receiveCount: number;
  readonly firstReceivedMs: number;
}

export interface Queue {
  readonly name: string;
  readonly isFifo: boolean;
  readonly createdMs: number;
  attributes: QueueAttributes;
  modifiedMs: number;
  /** A message as it would be stored, or the one that a FIFO queue received within five minutes with the same deduplication id. */
  prepare(message: NewMessage): { readonly message: StoredMessage; readonly isNew: boolean };
  /** A message of another queue as it would be stored here. It is moved, not sent: so it is not a duplicate of itself. */
  adopt(message: NewMessage & Pick<StoredMessage, 'deadLetterSourceArn'>): StoredMessage;
  /** Adds a prepared message, or one that the journal holds. */
  add(message: StoredMessage): void;
  /** Removes a message by its id. */
  remove(id: string): void;
  /** Hands out up to `most` messages, at once where there are some, else after `waitMs` at the latest. */
  receive(most: number, waitMs: number, visibilityMs: number): Promise<readonly ReceivedMessage[]>;
  /** The id of the message that a receipt handle stands for, if it is still there. */
  find(receiptHandle: string): string | undefined;
  delete(receiptHandle: string): void;
  changeVisibility(receiptHandle: string, visibilityMs: number): void;
  purge(): void;
  /** The oldest that can be received, without receiving them. */
  visible(most: number): readonly StoredMessage[];
  /** All messages, oldest first, including those in flight. */
  messages(): readonly StoredMessage[];
  counts(): { readonly visible: number; readonly inFlight: number; readonly delayed: number };
  /** Ends all pending receives. */
  close(): void;
}

interface Entry {
  readonly message: StoredMessage;
  visibleAtMs: number;
  receiveCount: number;
  firstReceivedMs: number;
}

/** "Amazon SQS message quotas" of the SQS developer guide, in-flight messages: a short poll fails, a long one returns nothing. */
const MAX_IN_FLIGHT = 120_000;
const DEDUPLICATION_MS = 5 * 60_000;

export interface QueueOptions {
  readonly name: string;
  readonly attributes: QueueAttributes;
  readonly createdMs: number;
  readonly clock: Clock;
  /** Moves a message that was received too often, and removes it here; returns false if the target does not exist. */
  readonly redrive: (targetArn: string, message: StoredMessage) => boolean;
}

export function createQueue({ name, attributes, createdMs, clock, redrive }: QueueOptions): Queue {
  const entries = new Map<string, Entry>();
  const isFifo = name.endsWith('.fifo');
  /** Of a standard queue: the groups of a FIFO queue need all entries in their order. */
  const ready = createReadyEntries<Entry>();
  const seen = new Map<string, StoredMessage>();
  const waiters = new Set<() => void>();
  let sequence = 0;

  function wake(): void {
    for (const waiter of [...waiters]) waiter();
  }

  function insert(message: StoredMessage): void {
    sequence = Math.max(sequence, Number(message.sequenceNumber));
    const entry: Entry = {
      message,
      visibleAtMs: message.sentMs + (message.delayMs ?? 0),
      receiveCount: 0,
      firstReceivedMs: 0,
    };
    entries.set(message.id, entry);
    if (!isFifo) ready.put(entry, clock.now());
    if (message.deduplicationId !== undefined) seen.set(message.deduplicationId, message);
  }

  /** Oldest first: those that no longer matter are at the beginning. */
  function forgetDeduplicationIds(nowMs: number): void {
    for (const [id, { sentMs }] of seen) {
      if (nowMs - sentMs < DEDUPLICATION_MS) break;
      seen.delete(id);
    }
  }

  function removeEntry(id: string): void {
    entries.delete(id);
    ready.remove(id);
  }

  function hide(entry: Entry, visibleAtMs: number): void {
    entry.visibleAtMs = visibleAtMs;
    if (!isFifo) ready.put(entry, clock.now());
  }

  function dropExpired(): void {
    const oldestMs = clock.now() - numberOf(queue.attributes, 'MessageRetentionPeriod') * 1000;
    for (const { message } of entries.values()) {
      if (message.sentMs >= oldestMs) break;
      removeEntry(message.id);
    }
  }

  function find(receiptHandle: string): Entry | undefined {
    const [queueName, id] = Buffer.from(receiptHandle, 'base64url').toString().split(':');
    // As on AWS it is one of this queue: else what was to be deleted would stay, without an error.
    if (id === undefined || queueName !== name) throw invalidHandle(receiptHandle);
    return entries.get(id);
  }

  function take(maxMessages: number, visibilityMs: number): ReceivedMessage[] {
    dropExpired();
    const now = clock.now();
    forgetDeduplicationIds(now);
    const policy = queue.attributes.RedrivePolicy
      ? readRedrivePolicy(queue.attributes.RedrivePolicy)
      : undefined;
    const received: ReceivedMessage[] = [];
    // A FIFO group is blocked while one of its messages is in flight.
    const blockedGroups = new Set<string>();
    for (const entry of isFifo ? entries.values() : ready.visible(now)) {
      if (received.length === maxMessages) break;
      const { message } = entry;
      if (message.groupId !== undefined && blockedGroups.has(message.groupId)) continue;
      if (entry.visibleAtMs > now) {
        if (message.groupId !== undefined) blockedGroups.add(message.groupId);
        continue;
      }
      const isExhausted = policy !== undefined && entry.receiveCount >= policy.maxReceiveCount;
      if (isExhausted && redrive(policy.deadLetterTargetArn, message)) continue;
      entry.receiveCount++;
      entry.firstReceivedMs ||= now;
      hide(entry, now + visibilityMs);
      received.push({
        ...message,
        receiptHandle: Buffer.from(`${name}:${message.id}:${entry.receiveCount}`).toString('base64url'),
        receiveCount: entry.receiveCount,
        firstReceivedMs: entry.firstReceivedMs,
      });
    }
    return received;
  }

  /** Resolves when there may be new visible messages, or at `endMs`. */
  function waitUntil(endMs: number): Promise<void> {
    const now = clock.now();
    const nextMs = [...entries.values()]
      .map(({ visibleAtMs }) => visibleAtMs)
      .filter((visibleAtMs) => visibleAtMs > now)
      .reduce((earliest, visibleAtMs) => Math.min(earliest, visibleAtMs), endMs);
    return new Promise((resolve) => {
      const finish = () => {
        waiters.delete(finish);
        cancel();
        resolve();
      };
      const cancel = clock.after(nextMs - now, finish);
      waiters.add(finish);
    });
  }

  function toStored<Message extends NewMessage>(message: Message) {
    return {
      ...message,
      id: randomUUID(),
      sentMs: clock.now(),
      sequenceNumber: String(sequence + 1).padStart(20, '0'),
    };
  }

  let isClosed = false;
  const queue: Queue = {
    name,
    isFifo,
    createdMs,
    attributes,
    modifiedMs: createdMs,
    prepare(message) {
      const now = clock.now();
      forgetDeduplicationIds(now);
      const prepared = prepareMessage(message, isFifo, queue.attributes);
      const earlier = prepared.deduplicationId === undefined ? undefined : seen.get(prepared.deduplicationId);
      if (earlier) return { message: earlier, isNew: false };
      return { message: toStored(prepared), isNew: true };
    },
    adopt: toStored,
    add(message) {
      insert(message);
      wake();
    },
    remove: removeEntry,
    async receive(maxMessages, waitMs, visibilityMs) {
      const endMs = clock.now() + waitMs;
      for (;;) {
        if (ready.hiddenCount() >= MAX_IN_FLIGHT) {
          ready.visible(clock.now());
          if (ready.hiddenCount() >= MAX_IN_FLIGHT) {
            if (waitMs === 0) throw overLimit(MAX_IN_FLIGHT);
            return [];
          }
        }
        const received = take(maxMessages, visibilityMs);
        if (received.length > 0 || clock.now() >= endMs || isClosed) return received;
        await waitUntil(endMs);
      }
    },
    find: (receiptHandle) => find(receiptHandle)?.message.id,
    delete(receiptHandle) {
      const entry = find(receiptHandle);
      if (!entry) return;
      removeEntry(entry.message.id);
      // The next one of its group may become receivable.
      wake();
    },
    changeVisibility(receiptHandle, visibilityMs) {
      const entry = find(receiptHandle);
      if (!entry || entry.visibleAtMs <= clock.now()) throw notInFlight();
      hide(entry, clock.now() + visibilityMs);
      wake();
    },
    purge() {
      entries.clear();
      ready.clear();
    },
    visible(most) {
      dropExpired();
      const now = clock.now();
      const found: StoredMessage[] = [];
      for (const { message, visibleAtMs } of entries.values()) {
        if (found.length >= most) break;
        if (visibleAtMs <= now) found.push(message);
      }
      return found;
    },
    messages() {
      dropExpired();
      return [...entries.values()].map(({ message }) => message);
    },
    counts() {
      dropExpired();
      const now = clock.now();
      const hidden = [...entries.values()].filter(({ visibleAtMs }) => visibleAtMs > now);
      const delayed = hidden.filter(({ receiveCount }) => receiveCount === 0).length;
      return { visible: entries.size - hidden.length, inFlight: hidden.length - delayed, delayed };
    },
    close() {
      isClosed = true;
      wake();
    },
  };
  return queue;
}
