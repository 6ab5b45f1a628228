import type { TagBackfill } from '@groundcrew/aws/cost-explorer';
import { countOf, type Report } from '@groundcrew/report';
import { type Language, translateReport } from '@groundcrew/report/cost-messages';
import { missingKeys, type TagState } from './tag-states.ts';

export interface AllocationTagsReportOptions {
  readonly accountId: string;
  readonly states: readonly TagState[];
  /** The newest first. */
  readonly backfills: readonly TagBackfill[];
  /** The command that activates the keys of the policy; left out: none is shown. */
  readonly activate?: string | undefined;
  /** Of titles and sentences; default: English. */
  readonly language?: Language | undefined;
}

/** Which keys costs can be grouped by, and which keys of the policy are not among them. */
export function allocationTagsReport({
  accountId,
  states,
  backfills,
  activate,
  language,
}: AllocationTagsReportOptions): Report {
  const missing = missingKeys(states);
  const hasPolicy = states.some(({ isInPolicy }) => isInPolicy !== null);
  const lead = leadOf(states, missing, hasPolicy);
  const count = (status: TagState['status']) => states.filter((state) => state.status === status).length;
  const report: Report = {
    title: 'Cost allocation tags',
    lead,
    sections: [
      {
        kind: 'facts',
        key: 'about',
        columns: [
          { key: 'account', title: 'Account' },
          { key: 'active', title: 'Active', unit: 'count' },
          { key: 'inactive', title: 'Inactive', unit: 'count' },
          { key: 'missing', title: 'Policy keys that are not active', unit: 'count' },
        ],
        values: {
          account: accountId,
          active: count('active'),
          inactive: count('inactive'),
          missing: hasPolicy ? missing.length : null,
        },
      },
      {
        kind: 'table',
        key: 'tags',
        columns: [
          { key: 'key', title: 'Key' },
          { key: 'status', title: 'Status' },
          { key: 'policy', title: 'In the policy', ...(!hasPolicy && { hidden: true }) },
          { key: 'type', title: 'Made by' },
          { key: 'changedOn', title: 'Since' },
          { key: 'usedIn', title: 'Last used in' },
        ],
        rows: states.map(({ key, status, isInPolicy, isGenerated, changedOn, usedIn }) => ({
          key,
          status,
          policy: isInPolicy === null ? null : isInPolicy ? 'yes' : 'no',
          type: isGenerated ? 'AWS' : 'user',
          changedOn,
          usedIn,
        })),
        whenEmpty: 'AWS lists no keys: it does so a day after a resource was given a tag.',
      },
      ...(backfills.length === 0 ? [] : [backfillSection(backfills)]),
    ],
    csv: 'tags',
    notes: [...lead, ...notesOf(missing, activate)],
  };
  return translateReport(report, language, ['status', 'policy', 'type']);
}

function backfillSection(backfills: readonly TagBackfill[]): Report['sections'][number] {
  return {
    kind: 'table',
    key: 'backfills',
    title: 'Applied to past months',
    columns: [
      { key: 'from', title: 'From' },
      { key: 'requestedAt', title: 'Requested at' },
      { key: 'completedAt', title: 'Completed at' },
      { key: 'status', title: 'Status' },
    ],
    rows: backfills.map(({ from, requestedAt, completedAt, status }) => ({
      from,
      requestedAt,
      completedAt: completedAt ?? null,
      status: status.toLowerCase(),
    })),
  };
}

function leadOf(
  states: readonly TagState[],
  missing: readonly TagState[],
  hasPolicy: boolean,
): readonly string[] {
  if (!hasPolicy) return [];
  const all = states.filter(({ isInPolicy }) => isInPolicy).length;
  const complete =
    all === 1 ? 'The one key of the policy is active.' : `All ${all} keys of the policy are active.`;
  return [
    missing.length === 0
      ? complete
      : `${missing.length} of ${countOf(all, 'key')} of the policy ${missing.length === 1 ? 'is' : 'are'} not active: costs can't be grouped by ${missing.length === 1 ? 'it' : 'them'}.`,
  ];
}

function notesOf(missing: readonly TagState[], activate: string | undefined): string[] {
  const inactive = missing.filter(({ status }) => status === 'inactive');
  const unlisted = missing.filter(({ status }) => status === 'unlisted').map(({ key }) => key);
  return [
    ...(inactive.length > 0 && activate !== undefined ? [`To activate them: ${activate}`] : []),
    ...(unlisted.length > 0
      ? [
          `AWS lists no ${unlisted.join(', ')}: it does so a day after a resource was given the key, and only then can it be activated.`,
        ]
      : []),
  ];
}
