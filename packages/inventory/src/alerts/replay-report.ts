import { countOf, formatCount, type Report, type TableSection } from '@groundcrew/report';
import type { OutdatedReason } from './replay-alerts.ts';
import type { ReplayTally } from './replay-batches.ts';

/** What became of the batches themselves. */
export interface ReplayedBatches {
  readonly examined: number;
  readonly accepted: number;
  readonly unmatched: number;
  readonly left: readonly { readonly reason: string; readonly messages: number; readonly example: string }[];
  readonly notDeleted: number;
  readonly end: 'all' | 'limit' | 'stopped';
}

export interface ReplayFacts {
  /** `s3://bucket/prefix`. */
  readonly name: string;
  readonly isDryRun: boolean;
  readonly batches: ReplayedBatches;
  readonly tally: ReplayTally;
}

const reasons: Readonly<Record<OutdatedReason, string>> = {
  filled: 'filled again since',
  empty: 'empty again since',
  'not-low': 'not low any more',
  removed: 'removed since',
  unreadable: 'its count cannot be read now',
  'later-change': 'a later change of it failed too',
  'too-old': 'older than 14 days: it could be sent twice',
};

/** The report of `inventory alerts replay`. */
export function replayReport({ name, isDryRun, batches, tally }: ReplayFacts): Report {
  const { left, notDeleted, end } = batches;
  const stays = left.reduce((sum, { messages }) => sum + messages, 0);
  const { announced, outdated, outdatedShelves, announcedShelves } = tally;
  return {
    title: `${isDryRun ? 'Dry run: replay' : 'Replay'} of the failed alerts of ${name}`,
    catalog: 'inventory',
    csv: 'outdated',
    lead: [
      isDryRun
        ? `${countOf(announced, 'alert would be sent', 'alerts would be sent')}.`
        : `${countOf(announced, 'alert was sent', 'alerts were sent')}.`,
      ...(outdated > 0
        ? [`${countOf(outdated, 'alert is not true any more', 'alerts are not true any more')}.`]
        : []),
      ...(stays > 0 ? [`${countOf(stays, 'batch is left', 'batches are left')} in the bucket.`] : []),
    ],
    next: isDryRun && announced > 0 ? ['Send them: run the command without `--dry-run`.'] : [],
    sections: [
      {
        kind: 'facts',
        key: isDryRun ? 'dryRun' : 'replay',
        ...(isDryRun && { title: 'Dry run: nothing is sent or deleted' }),
        columns: [
          { key: 'source', title: 'Bucket' },
          { key: 'examined', title: 'Batches examined', unit: 'count' },
          { key: 'accepted', title: isDryRun ? 'To be replayed' : 'Replayed', unit: 'count' },
          { key: 'unmatched', title: 'Not matched', unit: 'count' },
          { key: 'left', title: 'Left in the bucket', unit: 'count' },
          { key: 'records', title: 'Changes', unit: 'count' },
          { key: 'alerts', title: 'Alerts found', unit: 'count' },
          { key: 'announced', title: isDryRun ? 'Alerts to send' : 'Alerts sent', unit: 'count' },
          { key: 'messages', title: 'Messages', unit: 'count' },
          { key: 'repeated', title: 'Sent before', unit: 'count' },
          { key: 'outdated', title: 'Not true any more', unit: 'count' },
          { key: 'unreadable', title: 'Records not readable', unit: 'count' },
        ],
        values: {
          source: name,
          examined: batches.examined,
          accepted: batches.accepted,
          unmatched: batches.unmatched,
          left: stays,
          records: tally.records,
          alerts: tally.alerts,
          announced,
          messages: tally.messages,
          repeated: tally.repeated,
          outdated,
          unreadable: tally.unreadable,
        },
      },
      {
        kind: 'table',
        key: 'announced',
        title: titleOf(isDryRun ? 'To send' : 'Sent', announcedShelves.length, announced),
        columns: [
          { key: 'kind', title: 'Kind' },
          { key: 'store', title: 'Store' },
          { key: 'item', title: 'Item' },
        ],
        rows: announcedShelves.map(({ kind, store, item }) => ({ kind, store, item })),
        whenEmpty: 'None.',
      },
      outdatedSection(tally),
      ...leftSection(batches),
    ],
    notes: [
      ...(end === 'limit' ? ['There may be more: --limit was reached.'] : []),
      ...(end === 'stopped'
        ? ['Stopped: the same failures again. Fix their cause first (groundcrew inventory alerts look).']
        : []),
      ...(notDeleted > 0
        ? [
            `${formatCount(notDeleted)} were replayed and could not be deleted: a further replay finds their alerts sent before.`,
          ]
        : []),
      ...(outdatedShelves.length < outdated
        ? [`Alerts that are not true any more: the first ${outdatedShelves.length} are listed.`]
        : []),
    ],
  };
}

const titleOf = (what: string, shown: number, all: number): string =>
  shown < all ? `${what}: the first ${shown} of ${all}` : what;

function outdatedSection({ outdatedShelves }: ReplayTally): TableSection {
  return {
    kind: 'table',
    key: 'outdated',
    title: 'Not sent: not true any more',
    columns: [
      { key: 'kind', title: 'Kind' },
      { key: 'store', title: 'Store' },
      { key: 'item', title: 'Item' },
      { key: 'why', title: 'Why', words: true, wrap: true },
    ],
    rows: outdatedShelves.map(({ kind, store, item, reason }) => ({
      kind,
      store,
      item,
      why: reasons[reason],
    })),
    whenEmpty: 'None.',
  };
}

function leftSection({ left }: ReplayedBatches): TableSection[] {
  if (left.length === 0) return [];
  return [
    {
      kind: 'table',
      key: 'left',
      title: 'Left, and why',
      columns: [
        { key: 'batches', title: 'Batches', unit: 'count' },
        { key: 'reason', title: 'Reason', wrap: true, words: true },
        { key: 'example', title: 'Example' },
      ],
      rows: left.map(({ messages, reason, example }) => ({ batches: messages, reason, example })),
    },
  ];
}
