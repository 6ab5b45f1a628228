import { type Message, messageBytes, toFifoId, toMessageText, toSubject } from '@groundcrew/aws/sns';
import {
  alertSentence,
  alertSubject,
  digestSubject,
  digestTitle,
  type Language,
} from '@groundcrew/report/messages';
import { chatDigestText, chatText, MAX_CHAT_BYTES } from './chat-text.ts';
import type { Alert } from './decide-alerts.ts';
import { digest } from './stream-record.ts';

/** How alerts are written. */
export interface AlertStyle {
  readonly language: Language;
  /** A sentence of one's own, instead of the catalog's. */
  readonly template?: string | undefined;
  /** `chat`: HTTPS subscribers get the notification that AWS's integration for Slack and Teams shows. */
  readonly format: 'text' | 'chat';
}

export const defaultAlertStyle: AlertStyle = { language: 'en', format: 'text' };

/** The message of one alert. On a FIFO topic, the alerts of a store are delivered in order. */
export function toMessage(alert: Alert, fifo: boolean, style: AlertStyle = defaultAlertStyle): Message {
  const { kind, store, item, dedupeKey } = alert;
  const body = sentenceOf(alert, style);
  return {
    subject: toSubject(alertSubject(kind, style.language)),
    body,
    ...(style.format === 'chat' && { bodies: { https: chatText(alert, body) } }),
    attributes: { kind, store: toMessageText(store), item: toMessageText(item), dedupeKey },
    ...(fifo && { fifo: { groupId: toFifoId(store), deduplicationId: dedupeKey } }),
  };
}

/** Several alerts in one message. */
export interface Digest {
  /** Derived from its members' keys, and those of the void digests that some of them were in: the same members, the same key. */
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
 *
 * @param voided the keys of void digests that members were in: the new ones have other keys
 */
export function toDigests(
  alerts: readonly Alert[],
  fifo: boolean,
  maxBytes: number,
  style: AlertStyle = defaultAlertStyle,
  voided: readonly string[] = [],
): Digest[] {
  return (fifo ? byStore(alerts) : [alerts]).flatMap((group) =>
    splitBySize(group, maxBytes, style).map((members) => {
      const dedupeKey = `digest:${digest(...members.map((member) => member.dedupeKey), ...voided)}`;
      return { dedupeKey, members, message: digestMessage(members, dedupeKey, fifo, style) };
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

function splitBySize(alerts: readonly Alert[], maxBytes: number, style: AlertStyle): Alert[][] {
  const parts: Alert[][] = [];
  let remainingBytes = 0;
  for (const alert of alerts) {
    const line = lineOf(alert, style);
    // Inside of JSON, a quote or a line break takes two bytes.
    const bytes = Buffer.byteLength(style.format === 'chat' ? JSON.stringify(line) : line) + 1;
    if (bytes > remainingBytes) {
      parts.push([]);
      const one = digestMessage([alert], `digest:${alert.dedupeKey}`, false, { ...style, format: 'text' });
      const overheadBytes = messageBytes(one) - Buffer.byteLength(line) - 1;
      const chatBytes = style.format === 'chat' ? MAX_CHAT_BYTES : 0;
      remainingBytes = maxBytes - overheadBytes - RESERVED_BYTES - chatBytes;
    }
    parts.at(-1)!.push(alert);
    remainingBytes -= bytes;
  }
  return parts;
}

function digestMessage(
  members: readonly Alert[],
  dedupeKey: string,
  fifo: boolean,
  style: AlertStyle,
): Message {
  const kinds = [...new Set(members.map(({ kind }) => kind))];
  const stores = new Set(members.map(({ store }) => store));
  const [store = ''] = stores;
  const lines = members.map((alert) => lineOf(alert, style));
  return {
    subject: toSubject(digestSubject(members.length, style.language)),
    body: lines.join('\n'),
    ...(style.format === 'chat' && {
      bodies: {
        https: chatDigestText(members, lines, dedupeKey, digestTitle(members.length, style.language)),
      },
    }),
    attributes: {
      kind: kinds.length === 1 ? kinds[0]! : kinds,
      ...(stores.size === 1 && { store: toMessageText(store) }),
      alerts: String(members.length),
      dedupeKey,
    },
    ...(fifo && { fifo: { groupId: toFifoId(store), deduplicationId: dedupeKey } }),
  };
}

function sentenceOf(alert: Alert, { language, template }: AlertStyle): string {
  return toMessageText(alertSentence(alert, language, template));
}

/** A name may contain line breaks; here each line is an alert. */
function lineOf(alert: Alert, style: AlertStyle): string {
  return sentenceOf(alert, style).replace(/\s*[\r\n]+\s*/g, ' ');
}
