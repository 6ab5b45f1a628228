const MAX_DESCRIPTION_LENGTH = 3_000;
const MAX_TITLE_LENGTH = 200;

/** What a chat shows. */
export interface ChatNotification {
  /** The same for the same event: a chat shows it once. */
  readonly id: string;
  readonly title: string;
  /** As many lines as there is room for are shown, and how many more there are. */
  readonly lines: readonly string[];
  /** Shown after the lines, however many there are. */
  readonly footer?: string;
  readonly eventType: string;
  readonly context: Readonly<Record<string, string>>;
}

/**
 * A custom notification of Amazon Q Developer in chat applications (its administrator guide, "Custom notifications": event
 * schema), which shows it in Slack and Microsoft Teams. `version`, `source` and the description are required; the context is
 * for commands, which are given names as they are: whatever may be shown is escaped.
 */
export function chatNotification({ id, title, lines, footer, eventType, context }: ChatNotification): string {
  return JSON.stringify({
    version: '1.0',
    source: 'custom',
    id,
    content: {
      textType: 'client-markdown',
      title: cut(escapeMarkdown(title), MAX_TITLE_LENGTH),
      description: descriptionOf(lines, footer),
    },
    metadata: {
      summary: cut(escapeMarkdown(title), MAX_TITLE_LENGTH),
      eventType,
      additionalContext: Object.fromEntries(
        Object.entries(context).map(([name, value]) => [name, cut(value, MAX_TITLE_LENGTH)]),
      ),
    },
  });
}

function descriptionOf(lines: readonly string[], footer: string | undefined): string {
  const last = footer === undefined ? [] : [cut(escapeMarkdown(footer), MAX_DESCRIPTION_LENGTH / 2)];
  const shown: string[] = [];
  let length = last.join('').length + 1;
  for (const line of lines) {
    const escaped = escapeMarkdown(line);
    length += escaped.length + 1;
    if (length > MAX_DESCRIPTION_LENGTH && shown.length > 0) break;
    shown.push(escaped);
  }
  const more = lines.length - shown.length;
  const all = [...shown, ...(more > 0 ? [`… +${more}`] : []), ...last];
  return cut(all.join('\n'), MAX_DESCRIPTION_LENGTH);
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text.slice(0, maxLength - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}

/** A name is not markup: `<!channel>` in one would call everybody in a channel of Slack. */
function escapeMarkdown(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[*_~`]/g, '\u200b$&');
}
