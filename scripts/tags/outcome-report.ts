import type { Column, FactsSection, OutputFormat, Report, Row, TableSection } from '@groundcrew/report';
import type { Outcome } from './outcomes.ts';
import { cellOf, targetColumns, targetRow } from './plan-report.ts';
import { nameOf } from './plan-text.ts';

export interface OutcomeFacts {
  readonly title: string;
  readonly output: OutputFormat;
  readonly outcomes: readonly Outcome[];
  /** Calls that change: made, or needed. */
  readonly calls: number;
  readonly journal?: string;
  readonly notes?: readonly string[];
}

const statuses: readonly (readonly [Outcome['status'], Column])[] = [
  ['ready', { key: 'ready', title: 'To be made', unit: 'count' }],
  ['done', { key: 'done', title: 'Made and seen', unit: 'count' }],
  ['unverified', { key: 'unverified', title: 'Made, not seen yet', unit: 'count' }],
  ['already-so', { key: 'alreadySo', title: 'So already', unit: 'count' }],
  ['failed', { key: 'failed', title: 'Failed', unit: 'count' }],
  ['drifted', { key: 'drifted', title: 'Drifted, left alone', unit: 'count' }],
];

/**
 * What became of the changes. People get the figures and what went wrong; programs, spreadsheets and pages get every
 * change.
 */
export function outcomeReport(facts: OutcomeFacts): Report {
  const { title, output, outcomes, notes } = facts;
  const wrong = outcomes.filter(({ message }) => message !== undefined);
  const sections =
    output === 'table'
      ? [factsSection(facts), ...(wrong.length > 0 ? [wrongSection(wrong)] : [])]
      : [changeSection(outcomes), factsSection(facts)];
  return { title, sections, ...(notes && notes.length > 0 && { notes }) };
}

function factsSection({ outcomes, calls, journal }: OutcomeFacts): FactsSection {
  const counts = statuses.map(
    ([status, column]) => [column, outcomes.filter((outcome) => outcome.status === status).length] as const,
  );
  const told = counts.filter(([, count]) => count > 0);
  return {
    kind: 'facts',
    key: 'result',
    columns: [
      { key: 'changes', title: 'Changes', unit: 'count' },
      ...told.map(([column]) => column),
      { key: 'calls', title: 'Calls', unit: 'count' },
      { key: 'journal', title: 'Journal' },
    ],
    values: {
      changes: outcomes.length,
      ...Object.fromEntries(told.map(([{ key }, count]) => [key, count])),
      calls,
      journal: journal ?? null,
    },
  };
}

/** What went wrong, in as few columns as tell it: a terminal has no room for more. */
function wrongSection(outcomes: readonly Outcome[]): TableSection {
  const accounts = new Set(outcomes.map(({ change: { target } }) => target.accountId));
  return {
    kind: 'table',
    key: 'changes',
    title: 'Not as it should be',
    columns: [
      { key: 'status', title: 'Status' },
      ...(accounts.size > 1 ? [{ key: 'accountId', title: 'Account' }] : []),
      { key: 'region', title: 'Region' },
      { key: 'resource', title: 'Resource' },
      { key: 'field', title: 'Key' },
      { key: 'message', title: 'Why', wrap: true },
    ],
    rows: outcomes.map(({ change: { target, field }, status, message }) => ({
      status,
      accountId: target.accountId,
      region: target.region,
      resource: nameOf(target),
      field,
      message: message ?? null,
    })),
  };
}

function changeSection(outcomes: readonly Outcome[]): TableSection {
  return {
    kind: 'table',
    key: 'changes',
    title: 'Changes',
    columns: [
      { key: 'status', title: 'Status' },
      ...targetColumns,
      { key: 'field', title: 'Key' },
      { key: 'before', title: 'Was' },
      { key: 'after', title: 'Becomes' },
      { key: 'message', title: 'Why', wrap: true },
    ],
    rows: rowsOf(outcomes),
    whenEmpty: 'Nothing to change.',
  };
}

function* rowsOf(outcomes: readonly Outcome[]): Generator<Row> {
  for (const { change, status, message } of outcomes) {
    const { target, field, before, after } = change;
    yield {
      status,
      ...targetRow(target),
      field,
      before: cellOf(before),
      after: cellOf(after),
      message: message ?? null,
    };
  }
}
