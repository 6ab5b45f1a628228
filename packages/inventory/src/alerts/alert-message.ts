import { type Message, messageBytes, toFifoId, toMessageText, toSubject } from '@groundcrew/aws/sns';
import type { Alert } from './decide-alerts.ts';
import type { AlertKind } from './shelf-level.ts';
import { digest } from './stream-record.ts';

const subjects: Readonly<Record<AlertKind, string>> = {
  'no-stock': 'Inventory Alert!',
  'low-stock': 'Inventory Alert! Low stock',
  'back-in-stock': 'Inventory Alert! Back in stock',
};

const messageTexts: Readonly<Record<AlertKind, (alert: Alert) => string>> = {
  'no-stock': ({ store, item }) => `${store} is out of stock of ${item}`,
  'low-stock': ({ store, item, count }) => `${store} has only ${count} left of ${item}`,
  'back-in-stock': ({ store, item, count }) => `${store} has ${item} again: ${count}`,
};

/** The message of one alert. On a FIFO topic, the alerts of a store are delivered in order. */
export function toMessage(alert: Alert, fifo: boolean): Message {
  const { kind, store, item, dedupeKey } = alert;
  return {
    subject: toSubject(subjects[kind]),
    body: toMessageText(messageTexts[kind](alert)),
    attributes: { kind, store: toMessageText(store), item: toMessageText(item), dedupeKey },
    ...(fifo && { fifo: { groupId: toFifoId(store), deduplicationId: dedupeKey } }),
  };
}

/** Several alerts in one message. */
export interface Digest {
  /** Derived from its members' keys: the same members, the same key. */
  readonly dedupeKey: string;
  readonly members: readonly Alert[];
  readonly message: Message;
}

/**
 * Combines alerts into as few messages of at most `maxBytes` as possible, in order, one line each. On a FIFO topic
 * they are combined by store: a shelf's alerts have to stay in one group to stay in order.
 *
 * A digest has the attribute `alerts`, their number, and a `store` if its members have it in common. `kind`
 * contains
 * all of their kinds, so that a subscription's filter on one of them matches.
 */
export function toDigests(alerts: readonly Alert[], fifo: boolean, maxBytes: number): Digest[] {
  return (fifo ? byStore(alerts) : [alerts]).flatMap((group) =>
    splitBySize(group, maxBytes).map((members) => {
      const dedupeKey = `digest:${digest(...members.map((member) => member.dedupeKey))}`;
      return { dedupeKey, members, message: digestMessage(members, dedupeKey, fifo) };
    }),
  );
}

function byStore(alerts: readonly Alert[]): readonly (readonly Alert[])[] {
  const groups = new Map<string, Alert[]>();
  for (const alert of alerts) {
    const group = groups.get(alert.store);
    if (group === undefined) groups.set(alert.store, [alert]);
    else group.push(alert);
  }
  return [...groups.values()];
}

/** Room for the number of alerts and for further kinds, which are not known while a digest is filled. */
const RESERVED_BYTES = 100;

function splitBySize(alerts: readonly Alert[], maxBytes: number): Alert[][] {
  const parts: Alert[][] = [];
  let remainingBytes = 0;
  for (const alert of alerts) {
    const bytes = Buffer.byteLength(lineOf(alert)) + 1;
    if (bytes > remainingBytes) {
      parts.push([]);
      const overheadBytes = messageBytes(digestMessage([alert], `digest:${alert.dedupeKey}`, false)) - bytes;
      remainingBytes = maxBytes - overheadBytes - RESERVED_BYTES;
    }
    parts.at(-1)!.push(alert);
    remainingBytes -= bytes;
  }
  return parts;
}

function digestMessage(members: readonly Alert[], dedupeKey: string, fifo: boolean): Message {
  const kinds = [...new Set(members.map(({ kind }) => kind))];
  const stores = new Set(members.map(({ store }) => store));
  const [store = ''] = stores;
  return {
    subject: toSubject(`Inventory Alert! ${members.length} alerts`),
    body: members.map(lineOf).join('\n'),
    attributes: {
      kind: kinds.length === 1 ? kinds[0]! : kinds,
      ...(stores.size === 1 && { store: toMessageText(store) }),
      alerts: String(members.length),
      dedupeKey,
    },
    ...(fifo && { fifo: { groupId: toFifoId(store), deduplicationId: dedupeKey } }),
  };
}

/** A name may contain line breaks; here each line is an alert. */
function lineOf(alert: Alert): string {
  return toMessageText(messageTexts[alert.kind](alert)).replace(/\s*[\r\n]+\s*/g, ' ');
}
