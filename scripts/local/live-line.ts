import { parseS3Uri } from '@groundcrew/aws/s3';
import type { LoadSummary } from '@groundcrew/inventory/load';
import type { LocalEvent } from '@groundcrew/local';
import { formatCount, formatDuration, printable } from '@groundcrew/report';

/** The log lines of an event; none for uninteresting events, and for what functions print unless that is wanted. */
export function liveLines(event: LocalEvent, { logs = false }: { readonly logs?: boolean } = {}): string[] {
  switch (event.type) {
    case 'log':
      return logs ? [line('log', `${event.function}: ${event.line}`)] : [];
    case 'finished':
      return loadSummaries(event).flatMap(loadLines);
    case 'published':
      return [line('alert', firstLine(event.message))];
    case 'failed':
      return [line('failed', `${event.function}: ${event.errorMessage} [${event.errorType}]`)];
    case 'discarded':
      return [
        line('gave up', `${event.function} (${event.condition})${event.queue ? `: see ${event.queue}` : ''}`),
      ];
    case 'undelivered':
      return [line('undelivered', `${event.subscriptionArn}: ${event.reason}`)];
    case 'bug':
      return [line('bug', `${event.message}; this is a defect of groundcrew, please report it`)];
    default:
      return [];
  }
}

/** The summaries that `load-inventory` returned. */
export function loadSummaries(event: LocalEvent): readonly LoadSummary[] {
  if (event.type !== 'finished' || event.function !== 'load-inventory') return [];
  return Array.isArray(event.result) ? (event.result as LoadSummary[]) : [];
}

function loadLines(summary: LoadSummary): string[] {
  const { status, object = '', rows, written, rejected, superseded, durationMs, reason, rejectsAt } = summary;
  const counts = [
    `${formatCount(rows)} ${rows === 1 ? 'row' : 'rows'}`,
    `${formatCount(written)} written`,
    ...(rejected > 0 ? [`${formatCount(rejected)} rejected`] : []),
    ...(superseded > 0 ? [`${formatCount(superseded)} superseded by newer files`] : []),
    formatDuration(durationMs),
  ];
  const what = status === 'loaded' || status === 'continued' ? counts.join(', ') : (reason ?? '');
  return [
    line(status, `${object && parseS3Uri(object).key}  ${what}`),
    ...(rejectsAt === undefined ? [] : [line('rejects', rejectsAt)]),
  ];
}

/** A digest has a line for each shelf. */
function firstLine(message: string): string {
  const [first = '', ...more] = message.trimEnd().split('\n');
  return more.length === 0 ? first : `${first} … and ${more.length} more`;
}

function line(kind: string, text: string): string {
  return printable(`${kind.padEnd(11)}  ${text}`);
}
