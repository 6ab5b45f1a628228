import { countOf, formatCount, type Report, type TableSection } from '@groundcrew/report';
import type { MoveTask, QueueDetails } from '@groundcrew/aws/sqs';
import type { FailureKind } from './failed-event.ts';
import { countLeft, leftSection } from './left-section.ts';
import type { Look } from './look.ts';
import type { End } from './receive-all.ts';
import type { Redrive } from './redrive.ts';
import type { Restored } from './restore.ts';
import type { Saved } from './save.ts';

/** What a failure is, in words. */
export const kindTitles: Readonly<Record<FailureKind, string>> = {
  invocation: 'failed invocation',
  event: 'dead letter of a function',
  'stream-batch': 'batch of a stream',
  'rule-target': 'target of a rule',
  'schedule-target': 'target of a schedule',
  notification: 'notification of a topic',
  message: 'message',
};

const MAX_BODY = 2_000;

export interface LookFacts {
  readonly name: string;
  readonly look: Look;
  /** Whether the body of an example of each cause is shown. */
  readonly hasBodies: boolean;
  readonly nowMs: number;
}

/** The report of `queue look`. */
export function lookReport({ name, look, hasBodies, nowMs }: LookFacts): Report {
  const { details, examined, matched, causes, otherMessages, move } = look;
  const oldestMs = causes.length === 0 ? null : Math.min(...causes.map(({ oldestMs }) => oldestMs));
  return {
    title: `Messages of ${name}`,
    catalog: 'queues',
    csv: 'causes',
    lead:
      matched === 0
        ? [examined === 0 ? 'No message can be received.' : 'No message matches.']
        : [`${countOf(matched, 'message', 'messages')} of ${countOf(causes.length, 'cause', 'causes')}.`],
    next: matched === 0 ? [] : ['Send them back once their cause is fixed: `groundcrew queue redrive`.'],
    figures: [
      { title: 'Messages', value: matched },
      { title: 'Causes', value: causes.length },
      ...(oldestMs === null
        ? []
        : [
            {
              title: 'Age of the oldest',
              value: Math.max(0, nowMs - oldestMs),
              unit: 'duration',
            } as const,
          ]),
    ],
    sections: [
      {
        kind: 'facts',
        key: 'queue',
        columns: [
          { key: 'arn', title: 'Queue' },
          { key: 'waiting', title: 'Waiting, approximately', unit: 'count' },
          { key: 'inFlight', title: 'In flight, approximately', unit: 'count' },
          { key: 'delayed', title: 'Delayed, approximately', unit: 'count' },
          { key: 'examined', title: 'Examined', unit: 'count' },
          { key: 'matched', title: 'Matched', unit: 'count' },
          { key: 'oldestAgeMs', title: 'Age of the oldest', unit: 'duration' },
          { key: 'retentionMs', title: 'Kept for', unit: 'duration' },
        ],
        values: {
          arn: details.arn,
          waiting: details.waiting,
          inFlight: details.inFlight,
          delayed: details.delayed,
          examined,
          matched,
          oldestAgeMs: oldestMs === null ? null : Math.max(0, nowMs - oldestMs),
          retentionMs: details.retentionSeconds * 1_000,
        },
      },
      {
        kind: 'table',
        key: 'causes',
        title: 'Causes',
        columns: [
          { key: 'messages', title: 'Messages', unit: 'count' },
          { key: 'kind', title: 'Kind', words: true },
          { key: 'failed', title: 'Failed', wrap: true },
          { key: 'error', title: 'Error', wrap: true },
          { key: 'oldest', title: 'Oldest', yields: 2 },
          { key: 'newest', title: 'Newest', yields: 1 },
          { key: 'example', title: 'Example', yields: 3 },
        ],
        rows: causes.map(({ messages, kind, failed, error, oldestMs, newestMs, example }) => ({
          messages,
          kind: kindTitles[kind],
          failed: failed ?? null,
          error: error === '' ? null : error,
          oldest: timeOf(oldestMs),
          newest: timeOf(newestMs),
          example: example.id,
        })),
        whenEmpty: examined === 0 ? 'No message can be received.' : 'No message matches.',
      },
      ...(hasBodies ? [bodiesSection(look)] : []),
    ],
    notes: [
      ...endNotes(look.end, details.isFifo),
      ...inFlightNotes(details),
      ...(otherMessages > 0
        ? [`${countOf(otherMessages, 'message has a further cause', 'messages have further causes')}.`]
        : []),
      ...(move ? [moveNote(move)] : []),
    ],
  };
}

function bodiesSection({ causes }: Look): TableSection {
  return {
    kind: 'table',
    key: 'bodies',
    title: 'An example of each cause',
    columns: [
      { key: 'message', title: 'Message' },
      { key: 'body', title: 'Body', wrap: true },
    ],
    rows: causes.map(({ example: { id, body } }) => ({
      message: id,
      body: body.length > MAX_BODY ? `${body.slice(0, MAX_BODY)}…` : body,
    })),
  };
}

export interface RedriveFacts {
  readonly name: string;
  /** When the redrive began. */
  readonly details: QueueDetails;
  readonly redrive: Redrive;
}

/** The report of `queue redrive`, for messages that were delivered one by one. */
export function redriveReport({ name, details, redrive }: RedriveFacts): Report {
  const { examined, accepted, unmatched, left, notDeleted, returned, end, acceptedBy } = redrive;
  const stays = countLeft(left);
  return {
    title: `Redrive of ${name}`,
    catalog: 'queues',
    lead: [
      `${formatCount(accepted)} sent back.`,
      ...(stays > 0 ? [`${formatCount(stays)} left in the queue.`] : []),
    ],
    sections: [
      {
        kind: 'facts',
        key: 'redrive',
        columns: [
          { key: 'examined', title: 'Examined', unit: 'count' },
          { key: 'accepted', title: 'Accepted and deleted', unit: 'count' },
          { key: 'unmatched', title: 'Not matched', unit: 'count' },
          { key: 'left', title: 'Left in the queue', unit: 'count' },
          { key: 'returned', title: 'Came back', unit: 'count' },
          { key: 'notDeleted', title: 'Accepted, not deleted', unit: 'count' },
        ],
        values: {
          examined,
          accepted: accepted - notDeleted,
          unmatched,
          left: stays,
          returned,
          notDeleted,
        },
      },
      {
        kind: 'table',
        key: 'acceptedBy',
        title: 'Accepted',
        columns: [
          { key: 'messages', title: 'Messages', unit: 'count' },
          { key: 'by', title: 'By', wrap: true },
        ],
        rows: Object.entries(acceptedBy).map(([by, messages]) => ({ messages, by })),
        whenEmpty: 'None.',
      },
      ...leftSection(left, 'messages'),
    ],
    notes: [
      ...(end === 'stopped'
        ? ['Stopped: the same failures again. Fix their cause first (groundcrew queue look).']
        : endNotes(end, false)),
      ...inFlightNotes(details),
      ...(notDeleted > 0
        ? [`${notDeleted} were accepted and could not be deleted: a further redrive delivers them again.`]
        : []),
    ],
  };
}

/** The report of `queue redrive`, for a move that SQS made. */
export function moveReport(name: string, task: MoveTask): Report {
  return {
    title: `Redrive of ${name}`,
    catalog: 'queues',
    sections: [
      {
        kind: 'facts',
        key: 'move',
        columns: [
          { key: 'moved', title: 'Moved by SQS, approximately', unit: 'count' },
          { key: 'to', title: 'To', words: true },
          { key: 'status', title: 'Status' },
        ],
        values: {
          moved: task.moved,
          to: task.destinationArn ?? 'where each message came from',
          status: task.status,
        },
      },
    ],
  };
}

/** The report of `queue save`. */
export function saveReport(
  { name, details, file }: { readonly name: string; readonly details: QueueDetails; readonly file: string },
  { saved, unmatched, deleted, end }: Saved,
): Report {
  return {
    title: `Messages of ${name}, saved`,
    catalog: 'queues',
    sections: [
      {
        kind: 'facts',
        key: 'save',
        columns: [
          { key: 'file', title: 'File' },
          { key: 'saved', title: 'Saved', unit: 'count' },
          { key: 'deleted', title: 'Deleted from the queue', unit: 'count' },
          { key: 'unmatched', title: 'Not matched', unit: 'count' },
        ],
        values: { file, saved, deleted, unmatched },
      },
    ],
    notes: [...endNotes(end, false), ...inFlightNotes(details)],
  };
}

/** The report of `queue restore`. */
export function restoreReport(
  {
    name,
    file,
    isTruncated,
  }: { readonly name: string; readonly file: string; readonly isTruncated: boolean },
  { sent, skipped, refused }: Restored,
): Report {
  return {
    title: `Messages of ${file}, sent to ${name}`,
    catalog: 'queues',
    sections: [
      {
        kind: 'facts',
        key: 'restore',
        columns: [
          { key: 'sent', title: 'Sent', unit: 'count' },
          { key: 'skipped', title: 'Sent by an earlier run', unit: 'count' },
          { key: 'refused', title: 'Refused', unit: 'count' },
        ],
        values: { sent, skipped, refused: countLeft(refused) },
      },
      ...leftSection(refused, 'messages'),
    ],
    notes: isTruncated
      ? [
          'The file is cut off: messages at its end may be missing. If queue save was killed, they are in the queue that it read; otherwise restore a whole copy of the file.',
        ]
      : [],
  };
}

function endNotes(end: End, isFifo: boolean): string[] {
  if (end === 'limit') return ['There may be more: --limit was reached.'];
  if (end === 'in-flight-limit') {
    return ['There may be more: SQS returns no further messages while so many are in flight.'];
  }
  if (end === 'unread') {
    return [
      'There are more: what was received became visible again before all was read. Use --match, --limit or a higher --rate, or delete what is saved.',
    ];
  }
  return isFifo ? ['Only the first messages of each message group are visible.'] : [];
}

/** Of another receiver, or of a run that was killed. */
function inFlightNotes({ inFlight }: QueueDetails): string[] {
  return inFlight === 0
    ? []
    : [
        `In flight elsewhere, and not examined: about ${inFlight}. They can be received when their visibility timeout ends.`,
      ];
}

const moveNote = ({ moved, toMove = 0 }: MoveTask): string =>
  `SQS moves the messages of this queue: ${moved} of about ${toMove} so far.`;

const timeOf = (ms: number): string => new Date(ms).toISOString();
