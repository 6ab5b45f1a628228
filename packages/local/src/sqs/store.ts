import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { openJournal } from '../journal.ts';
import { invalidValue, noSuchQueue, purgeInProgress, queueExists } from './errors.ts';
import { checkMessage, type NewMessage } from './message.ts';
import { checkDelay } from './queue-type.ts';
import { createQueue, type Queue, type StoredMessage } from './queue.ts';
import {
  checkQueueAttributes,
  differentAttribute,
  numberOf,
  type QueueAttributes,
  readRedrivePolicy,
  withoutEmpty,
} from './queue-attributes.ts';
import { allowsRedrive } from './stored-attributes.ts';

type Change =
  | {
      readonly type: 'queue-set';
      readonly queue: string;
      readonly attributes: QueueAttributes;
      readonly createdMs: number;
    }
  | { readonly type: 'queue-deleted' | 'queue-purged'; readonly queue: string }
  | { readonly type: 'message-sent'; readonly queue: string; readonly message: StoredMessage }
  | { readonly type: 'message-deleted'; readonly queue: string; readonly id: string };

/** "PurgeQueue" of the SQS API reference. */
const PURGE_INTERVAL_MS = 60_000;

/** All queues. In-flight state is lost on a restart: messages are delivered again, as SQS may do too. */
export interface QueueStore {
  list(): readonly Queue[];
  /** @throws AwsError `QueueDoesNotExist` */
  queue(name: string): Queue;
  /** Creates a queue; creating it again is allowed, but not with other attributes. */
  create(name: string, attributes: QueueAttributes): Queue;
  setAttributes(queue: Queue, attributes: QueueAttributes): void;
  delete(queue: Queue): void;
  purge(queue: Queue): void;
  send(queue: Queue, message: NewMessage): StoredMessage;
  /** Moves a message out of a dead-letter queue, to where it came from by default; returns why it can't be. */
  moveBack(from: Queue, message: StoredMessage, destinationArn: string | undefined): string | undefined;
  /** The queues whose dead-letter queue this is. */
  sourcesOf(queue: Queue): readonly Queue[];
  deleteMessage(queue: Queue, receiptHandle: string): void;
  close(): void;
}

export function createQueueStore({
  clock,
  dataDir,
  arnOf,
}: {
  clock: Clock;
  dataDir?: string;
  arnOf: (queueName: string) => string;
}): QueueStore {
  const queues = new Map<string, Queue>();
  const purgedMs = new Map<string, number>();

  const journal = openJournal<Change>(dataDir && join(dataDir, 'queues.jsonl'), {
    replay,
    snapshot: () =>
      [...queues.values()].flatMap((queue) => [
        setChange(queue),
        ...queue.messages().map((message) => ({ type: 'message-sent' as const, queue: queue.name, message })),
      ]),
  });

  function replay(change: Change): void {
    const queue = queues.get(change.queue);
    if (change.type === 'queue-set') {
      if (queue) queue.attributes = change.attributes;
      else open(change.queue, change.attributes, change.createdMs);
    } else if (change.type === 'message-sent') {
      queue?.add(change.message);
    } else if (change.type === 'message-deleted') {
      queue?.remove(change.id);
    } else if (change.type === 'queue-purged') {
      queue?.purge();
    } else if (change.type === 'queue-deleted') {
      queues.delete(change.queue);
    }
  }

  function open(name: string, attributes: QueueAttributes, createdMs: number): Queue {
    const queue = createQueue({ name, attributes, createdMs, clock, redrive: moveTo(name) });
    queues.set(name, queue);
    return queue;
  }

  function moveTo(from: string): (targetArn: string, message: StoredMessage) => boolean {
    return (targetArn, message) => {
      const target = queues.get(targetArn.split(':').at(-1) ?? '');
      if (!target) return false;
      const deadLetterSourceArn = targetArn.replace(/[^:]*$/, from);
      move(queues.get(from)!, message, target, { deadLetterSourceArn });
      return true;
    };
  }

  /** In one unit: a crash leaves it in one of the queues. It was accepted before, so it is not checked again. */
  function move(
    from: Queue,
    message: StoredMessage,
    target: Queue,
    more: Pick<StoredMessage, 'deadLetterSourceArn'>,
  ): void {
    const {
      id,
      sentMs: _sent,
      sequenceNumber: _number,
      delayMs: _delay,
      deadLetterSourceArn: _source,
      ...sent
    } = message;
    const moved = target.adopt({ ...sent, ...more });
    journal.append(
      { type: 'message-sent', queue: target.name, message: moved },
      { type: 'message-deleted', queue: from.name, id },
    );
    target.add(moved);
    from.remove(id);
  }

  /** @throws AwsError `InvalidParameterValue` */
  function checkDeadLetterTarget(name: string, { RedrivePolicy }: QueueAttributes): void {
    if (!RedrivePolicy) return;
    const { deadLetterTargetArn } = readRedrivePolicy(RedrivePolicy);
    const targetName = deadLetterTargetArn.split(':').at(-1) ?? '';
    const value = `Value ${RedrivePolicy} for parameter RedrivePolicy is invalid. Reason: `;
    const target = queues.get(targetName);
    if (!target || arnOf(targetName) !== deadLetterTargetArn) {
      throw invalidValue(`${value}Dead letter target does not exist.`);
    }
    if (!allowsRedrive(target.attributes.RedriveAllowPolicy, arnOf(name))) {
      throw invalidValue(
        `${value}The RedriveAllowPolicy of the dead-letter queue does not allow this queue.`,
      );
    }
    if (targetName.endsWith('.fifo') !== name.endsWith('.fifo')) {
      throw invalidValue(`${value}Dead-letter queue must be same type of queue as the source.`);
    }
  }

  function send(queue: Queue, message: NewMessage): StoredMessage {
    checkMessage(message, numberOf(queue.attributes, 'MaximumMessageSize'));
    checkDelay(message, queue.isFifo);
    const delayMs = message.delayMs ?? numberOf(queue.attributes, 'DelaySeconds') * 1000;
    const { message: stored, isNew } = queue.prepare({ ...message, delayMs });
    if (isNew) {
      journal.append({ type: 'message-sent', queue: queue.name, message: stored });
      queue.add(stored);
    }
    return stored;
  }

  return {
    list: () => [...queues.values()],
    queue(name) {
      const found = queues.get(name);
      if (!found) throw noSuchQueue(name);
      return found;
    },
    create(name, attributes) {
      if (!/^[\w-]{1,80}$|^[\w-]{1,75}\.fifo$/.test(name)) {
        throw invalidValue(
          `"${name}" is not the name of a queue: 1 to 80 letters, digits, hyphens and underscores, and .fifo for a FIFO queue.`,
        );
      }
      checkQueueAttributes(name, attributes);
      checkDeadLetterTarget(name, attributes);
      const existing = queues.get(name);
      if (existing) {
        const different = differentAttribute(existing.attributes, attributes);
        if (different !== undefined) throw queueExists(name, different);
        return existing;
      }
      const kept = withoutEmpty(attributes);
      const change = { type: 'queue-set' as const, queue: name, attributes: kept, createdMs: clock.now() };
      journal.append(change);
      return open(name, kept, change.createdMs);
    },
    setAttributes(queue, attributes) {
      const next = withoutEmpty({ ...queue.attributes, ...attributes });
      checkQueueAttributes(queue.name, next);
      if (attributes.RedrivePolicy) checkDeadLetterTarget(queue.name, attributes);
      journal.append({ ...setChange(queue), attributes: next });
      queue.attributes = next;
      queue.modifiedMs = clock.now();
    },
    delete(queue) {
      journal.append({ type: 'queue-deleted', queue: queue.name });
      queue.close();
      queues.delete(queue.name);
      purgedMs.delete(queue.name);
    },
    purge(queue) {
      if (clock.now() - (purgedMs.get(queue.name) ?? -Infinity) < PURGE_INTERVAL_MS)
        throw purgeInProgress(queue.name);
      purgedMs.set(queue.name, clock.now());
      journal.append({ type: 'queue-purged', queue: queue.name });
      queue.purge();
    },
    send,
    moveBack(from, message, destinationArn) {
      const arn = destinationArn ?? message.deadLetterSourceArn;
      if (arn === undefined) return 'CouldNotDetermineMessageSource';
      const target = queues.get(arn.split(':').at(-1) ?? '');
      if (!target) return 'AWS.SimpleQueueService.NonExistentQueue';
      move(from, message, target, {});
      return undefined;
    },
    sourcesOf: ({ name }) =>
      [...queues.values()].filter(({ attributes: { RedrivePolicy } }) => {
        if (!RedrivePolicy) return false;
        return readRedrivePolicy(RedrivePolicy).deadLetterTargetArn.split(':').at(-1) === name;
      }),
    deleteMessage(queue, receiptHandle) {
      const id = queue.find(receiptHandle);
      if (id === undefined) return;
      journal.append({ type: 'message-deleted', queue: queue.name, id });
      queue.delete(receiptHandle);
    },
    close() {
      for (const queue of queues.values()) queue.close();
      journal.close();
    },
  };
}

function setChange({ name, attributes, createdMs }: Queue): Extract<Change, { type: 'queue-set' }> {
  return { type: 'queue-set', queue: name, attributes, createdMs };
}
