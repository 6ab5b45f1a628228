import { chatNotification } from '@groundcrew/report/messages';
import type { Alert } from './decide-alerts.ts';

/** Room for the notification of a digest in a message, whatever its names are written with. */
export const MAX_CHAT_BYTES = 20_000;

/** An alert as a notification that a chat shows. */
export function chatText(alert: Alert, sentence: string): string {
  const { kind, store, item, count, dedupeKey } = alert;
  return chatNotification({
    id: dedupeKey,
    title: sentence,
    lines: [sentence],
    eventType: kind,
    context: { store, item, count: String(count) },
  });
}

/** Several alerts, one a line; the chat shows as many as it has room for, and the number of the others. */
export function chatDigestText(
  members: readonly Alert[],
  lines: readonly string[],
  dedupeKey: string,
  title: string,
): string {
  const kinds = [...new Set(members.map(({ kind }) => kind))];
  return chatNotification({
    id: dedupeKey,
    title,
    lines: lines.map((line) => `- ${line}`),
    eventType: kinds.length === 1 ? kinds[0]! : 'digest',
    context: { alerts: String(lines.length) },
  });
}
