import { formatS3Uri } from '@groundcrew/aws/s3';
import { countOf, type Report, type Section, type TableSection } from '@groundcrew/report';
import type { GuardSample } from '../order/sample-guards.ts';
import { DOLLARS_PER_MILLION_SHELVES } from './backfill-cost.ts';
import type { BackfillExecution } from './backfill-engine.ts';
import { type BackfillStatus, isWhole } from './backfill-status.ts';
import type { BackfillFiles, SkipReason } from './plan-backfill.ts';
import type { BackfillPlan } from './staging.ts';

/** In the report of what is left out. */
const skipTexts: Record<SkipReason, string> = {
  folder: 'folder marker',
  empty: 'empty object',
  deleted: 'mark of a deletion',
  archived: 'archived: restore it first',
  'other-name': 'another name (--match)',
  older: 'older (--since)',
  'time-unknown': 'no date, or several, in its name',
};

const statusTexts: Record<BackfillExecution['status'], string> = {
  running: 'running',
  succeeded: 'done',
  failed: 'failed',
  'timed-out': 'timed out',
  stopped: 'stopped',
  waiting: 'about to continue',
};

/**
 * The report of `inventory backfill --dry-run`. What `checkFiles` and `checkSample` would refuse is not advised.
 */
export function backfillPlanReport(
  source: { readonly bucket: string; readonly prefix: string },
  { files, sizeBytes, skipped, skippedExamples, parts }: BackfillFiles,
  sample: GuardSample,
  { adopt }: { readonly adopt: boolean },
): Report {
  const place = formatS3Uri({ bucket: source.bucket, key: source.prefix });
  const isRefused = files.length === 0 || (sample.unguarded > 0 && !adopt);
  return {
    title: `Dry run: backfill of ${place}`,
    catalog: 'inventory',
    lead: [`${countOf(files.length, 'file')} would be read.`],
    figures: [
      { title: 'Files', value: files.length },
      { title: 'Parts', value: parts },
    ],
    ...(!isRefused && { next: ['Start the backfill: run the command without `--dry-run`.'] }),
    sections: [
      {
        kind: 'facts',
        key: 'dryRun',
        title: 'Dry run: nothing is written',
        aside: true,
        columns: [
          { key: 'source', title: 'Files in' },
          { key: 'files', title: 'Files', unit: 'count' },
          { key: 'sizeBytes', title: 'Bytes', unit: 'count' },
          { key: 'parts', title: 'Parts', unit: 'count' },
          { key: 'sampled', title: 'Items looked at', unit: 'count' },
          { key: 'unguarded', title: 'Of these without a file time', unit: 'count' },
          { key: 'dollarsPerMillionShelves', title: 'Cost of a million shelves', unit: 'usd' },
        ],
        values: {
          source: place,
          files: files.length,
          sizeBytes,
          parts,
          sampled: sample.items,
          unguarded: sample.unguarded,
          dollarsPerMillionShelves: DOLLARS_PER_MILLION_SHELVES,
        },
      },
      ...skippedSections(skipped),
      ...exampleSections(skippedExamples),
    ],
    notes: [
      'How many shelves the files have is known once they are read. Each is written once, for two write units a KB.',
    ],
  };
}

function skippedSections(skipped: BackfillPlan['skipped']): TableSection[] {
  const rows = Object.entries(skipped).filter(([, files]) => files > 0);
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      key: 'skipped',
      title: 'Left out',
      columns: [
        { key: 'reason', title: 'Reason', words: true },
        { key: 'files', title: 'Files', unit: 'count' },
      ],
      rows: rows.map(([reason, files]) => ({ reason: skipTexts[reason as SkipReason], files })),
    },
  ];
}

function exampleSections(examples: BackfillFiles['skippedExamples']): TableSection[] {
  if (examples.length === 0) return [];
  return [
    {
      kind: 'table',
      key: 'skippedExamples',
      title: 'Left out: the first ones',
      columns: [
        { key: 'object', title: 'File' },
        { key: 'reason', title: 'Reason', wrap: true, words: true },
      ],
      rows: examples.map(({ object, reason }) => ({ object, reason: skipTexts[reason] })),
    },
  ];
}

/** The report of a backfill that was started, and of `inventory backfill status`. */
export function backfillReport(status: BackfillStatus): Report {
  const { plan, execution, gathered, filesSplit, partsDone, tallies, costDollars, durationMs } = status;
  const isDone = execution.status === 'succeeded';
  const { reason } = execution;
  const source = formatS3Uri({ bucket: plan.bucket, key: plan.prefix });
  const good = gathered && gathered.rows - gathered.rejected - gathered.duplicates;
  return {
    title: `Backfill ${plan.name} of ${source}`,
    catalog: 'inventory',
    ...verdictOf(status),
    sections: [
      {
        kind: 'facts',
        key: 'backfill',
        aside: true,
        columns: [
          { key: 'name', title: 'Name' },
          { key: 'source', title: 'Files in' },
          { key: 'status', title: 'Status', words: true },
          ...(reason === undefined ? [] : [{ key: 'reason', title: 'Reason', wrap: true as const }]),
          { key: 'alerts', title: 'Alerts' },
          { key: 'files', title: 'Files', unit: 'count' },
          { key: 'filesSplit', title: 'Files read', unit: 'count' },
          { key: 'filesFailed', title: 'Files that do not count', unit: 'count' },
          { key: 'parts', title: 'Parts', unit: 'count' },
          { key: 'partsDone', title: 'Parts written', unit: 'count' },
          { key: 'rows', title: 'Rows', unit: 'count' },
          { key: 'rejected', title: 'Rejected', unit: 'count' },
          { key: 'duplicates', title: 'Duplicates', unit: 'count' },
          { key: 'superseded', title: 'Superseded', unit: 'count' },
          { key: 'newerInTable', title: 'Newer in the table', unit: 'count' },
          { key: 'written', title: 'Written', unit: 'count' },
          { key: 'writeUnits', title: 'Write units', unit: 'count' },
          { key: 'costDollars', title: 'Cost', unit: 'usd' },
          { key: 'durationMs', title: 'Time', unit: 'duration' },
        ],
        values: {
          name: plan.name,
          source,
          status: statusTexts[execution.status],
          ...(reason !== undefined && { reason }),
          alerts: plan.alerts,
          files: plan.files,
          filesSplit,
          filesFailed: gathered?.failedFiles ?? null,
          parts: gathered?.parts.length ?? null,
          partsDone,
          rows: gathered?.rows ?? null,
          rejected: gathered?.rejected ?? null,
          duplicates: gathered?.duplicates ?? null,
          // How many rows a newer file replaced is known when each part has its shelves.
          superseded: isDone && good !== undefined ? good - tallies.written : null,
          newerInTable: tallies.declined,
          written: tallies.written,
          writeUnits: tallies.writeUnits,
          costDollars,
          durationMs,
        },
      },
      mapsSection(status),
      ...failedSections(status),
      ...rejectsSections(status),
      ...skippedSections(plan.skipped),
    ],
    notes: [
      'Cost: write units, functions, state transitions and requests at list prices of us-east-1, without free tiers; about.',
    ],
  };
}

function verdictOf(status: BackfillStatus): Pick<Report, 'lead' | 'figures' | 'next'> {
  const { plan, execution, gathered, tallies } = status;
  const failed = gathered?.failedFiles ?? 0;
  const lead: string[] = [];
  if (execution.status === 'succeeded') lead.push(`${countOf(tallies.written, 'shelf', 'shelves')} written.`);
  else lead.push(`The backfill is ${statusTexts[execution.status]}.`);
  if (execution.reason !== undefined) lead.push(`Its last error: ${execution.reason}`);
  if (failed > 0) lead.push(`${countOf(failed, 'file')} without any row that counts.`);
  return {
    lead,
    figures: [
      { title: 'Files', value: plan.files },
      { title: 'Written', value: tallies.written },
      {
        title: 'Rejected',
        value: gathered?.rejected ?? 0,
        ...((gathered?.rejected ?? 0) > 0 && { tone: 'warning' as const }),
      },
    ],
    next: nextOf(status),
  };
}

function nextOf(status: BackfillStatus): string[] {
  const { plan, execution, gathered } = status;
  const { name } = plan;
  switch (execution.status) {
    case 'running':
    case 'waiting':
      return [`Follow it: \`groundcrew inventory backfill status ${name} --follow\`.`];
    case 'succeeded': {
      if (isWhole(status)) return [];
      const steps: string[] = [];
      if ((gathered?.rejected ?? 0) > 0) {
        steps.push('Correct the rejected rows in the files that the table names, and load those files.');
      }
      if ((gathered?.failedFiles ?? 0) > 0) {
        steps.push(
          'Correct the files that do not count, and backfill them: the order of backfills does not matter.',
        );
      }
      return steps;
    }
    default:
      return execution.redrivable
        ? [`Continue with what is left: \`groundcrew inventory backfill resume ${name}\`.`]
        : ['Start a new backfill: it puts each shelf once again, if it is not there.'];
  }
}

const stepTexts = { split: 'read files', reduce: 'write shelves' } as const;

function mapsSection({ maps }: BackfillStatus): TableSection {
  return {
    kind: 'table',
    key: 'steps',
    title: 'Steps',
    columns: [
      { key: 'step', title: 'Step', words: true },
      { key: 'status', title: 'Status', words: true },
      { key: 'total', title: 'Calls', unit: 'count' },
      { key: 'succeeded', title: 'Done', unit: 'count' },
      { key: 'failed', title: 'Failed', unit: 'count' },
      { key: 'running', title: 'Running', unit: 'count' },
      { key: 'pending', title: 'Waiting', unit: 'count' },
      { key: 'concurrency', title: 'At the same time', unit: 'count' },
    ],
    rows: maps.map(({ step, status, concurrency, executions }) => ({
      step: stepTexts[step],
      status: statusTexts[status],
      ...executions,
      concurrency,
    })),
    whenEmpty: 'None.',
  };
}

function failedSections({ gathered }: BackfillStatus): Section[] {
  const { failed = [], failedFiles = 0 } = gathered ?? {};
  if (failed.length === 0) return [];
  return [
    {
      kind: 'table',
      key: 'failedFiles',
      title:
        failed.length < failedFiles
          ? `Files that do not count: the first ${failed.length} of ${failedFiles}`
          : 'Files that do not count',
      columns: [
        { key: 'file', title: 'File' },
        { key: 'version', title: 'Version' },
        { key: 'status', title: 'Status', words: true },
        { key: 'reason', title: 'Reason', wrap: true, words: true },
      ],
      rows: failed.map(({ object, versionId, status, reason }) => ({
        file: object,
        version: versionId ?? null,
        status,
        reason,
      })),
    },
  ];
}

function rejectsSections({ gathered }: BackfillStatus): Section[] {
  const { rejects = [], filesWithRejects = 0 } = gathered ?? {};
  if (rejects.length === 0) return [];
  return [
    {
      kind: 'table',
      key: 'rejects',
      title:
        rejects.length < filesWithRejects
          ? `Files with rejected rows: the first ${rejects.length} of ${filesWithRejects}`
          : 'Files with rejected rows',
      columns: [
        { key: 'file', title: 'File' },
        { key: 'rejected', title: 'Rejected', unit: 'count' },
        { key: 'at', title: 'Rejects in' },
      ],
      rows: rejects.map(({ object, rejected, at }) => ({ file: object, rejected, at })),
    },
  ];
}
