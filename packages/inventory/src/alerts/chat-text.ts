import type { Alert } from './decide-alerts.ts';

/** Room for the notification of a digest in a message, whatever its names are written with. */
export const MAX_CHAT_BYTES = 20_000;
const MAX_DESCRIPTION_LENGTH = 3_000;
const MAX_TITLE_LENGTH = 200;

/**
 * An alert as a custom notification of Amazon Q Developer in chat applications (its administrator guide, "Custom
 * notifications using Amazon Q Developer in chat applications": event schema), which shows it in Slack and Microsoft Teams.
 * Of it `version`, `source` and `content.description` are required; `client-markdown` is the only type of text.
 */
export function chatText(alert: Alert, sentence: string): string {
  const { kind, store, item, count, dedupeKey } = alert;
  return notification({
    id: dedupeKey,
    title: sentence,
    description: sentence,
    eventType: kind,
    context: { store: short(store), item: short(item), count: String(count) },
  });
}

/** Several alerts, one a line; the chat shows as many as it has room for, and says how many more there are. */
export function chatDigestText(
  members: readonly Alert[],
  lines: readonly string[],
  dedupeKey: string,
  title: string,
): string {
  const shown: string[] = [];
  let length = 0;
  for (const line of lines) {
    const escaped = `- ${escapeMarkdown(line)}`;
    length += escaped.length + 1;
    if (length > MAX_DESCRIPTION_LENGTH && shown.length > 0) break;
    shown.push(escaped);
  }
  const more = lines.length - shown.length;
  const description = more > 0 ? [...shown, `… +${more}`] : shown;
  const kinds = [...new Set(members.map(({ kind }) => kind))];
  return notification({
    id: dedupeKey,
    title,
    escapedDescription: description.join('\n'),
    eventType: kinds.length === 1 ? kinds[0]! : 'digest',
    context: { alerts: String(lines.length) },
  });
}

function notification(parts: {
  readonly id: string;
  readonly title: string;
  readonly description?: string;
  readonly escapedDescription?: string;
  readonly eventType: string;
  readonly context: Readonly<Record<string, string>>;
}): string {
  const { id, title, description = '', escapedDescription, eventType, context } = parts;
  const text = escapedDescription ?? escapeMarkdown(description);
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    id,
    content: {
      textType: 'client-markdown',
      title: cut(escapeMarkdown(title), MAX_TITLE_LENGTH),
      description: cut(text, MAX_DESCRIPTION_LENGTH),
    },
    // The context is for commands, which are given names as they are; whatever may be shown is escaped.
    metadata: {
      summary: cut(escapeMarkdown(title), MAX_TITLE_LENGTH),
      eventType,
      additionalContext: context,
    },
  });
}

function short(text: string): string {
  return cut(text, MAX_TITLE_LENGTH);
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A name is no markup: `<!channel>` in one would call everybody in a channel of Slack. */
function escapeMarkdown(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[*_~`]/g, '\u200b$&');
}
