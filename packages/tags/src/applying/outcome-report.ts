import type { Finding, Target } from '@groundcrew/plan';
import {
  type Column,
  countOf,
  type FactsSection,
  type Figure,
  type OutputFormat,
  type Report,
  type Row,
  type TableSection,
} from '@groundcrew/report';
import { cellOf, findingSection, nameOf, targetColumns, targetRow } from '../planning/plan-report.ts';
import type { Outcome } from './outcomes.ts';

export interface OutcomeFacts {
  readonly title: string;
  readonly output: OutputFormat;
  readonly outcomes: readonly Outcome[];
  /** Findings of the plan: a person has to decide them. */
  readonly findings: readonly Finding[];
  /** The number of calls that change tags: those made, or those needed. */
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
  ['gone', { key: 'gone', title: 'Gone, skipped', unit: 'count' }],
  ['drifted', { key: 'drifted', title: 'Drifted, left alone', unit: 'count' }],
];

/**
 * The outcome of the changes. A terminal gets the figures, failures and findings; JSON, CSV and HTML have every change.
 * CSV has only one table, so findings are rows of status `left`.
 */
export function outcomeReport(facts: OutcomeFacts): Report {
  const { title, output, outcomes, findings, notes } = facts;
  const wrong = outcomes.filter(({ message }) => message !== undefined);
  const sections =
    output === 'table'
      ? [
          factsSection(facts),
          ...(wrong.length > 0 ? [wrongSection(wrong)] : []),
          ...(findings.length > 0 ? [leftSection(findings)] : []),
        ]
      : [
          changeSection(outcomes, output === 'csv' ? findings : []),
          findingSection(findings),
          factsSection(facts),
        ];
  return {
    title,
    catalog: 'tags',
    ...verdictOf(facts),
    sections,
    ...(notes && notes.length > 0 && { notes }),
  };
}

/** What a page begins with: how many changes were made or can be, and how many are not as they should be. */
function verdictOf({ outcomes, findings }: OutcomeFacts): Required<Pick<Report, 'lead' | 'figures'>> {
  const count = (wanted: Outcome['status']) => outcomes.filter(({ status }) => status === wanted).length;
  const wrong = outcomes.filter(({ message }) => message !== undefined).length;
  const [ready, made] = [count('ready'), count('done') + count('already-so')];
  const figures: Figure[] = [
    ready > 0 ? { title: 'To be made', value: ready } : { title: 'Made and seen', value: made, tone: 'good' },
    ...(wrong > 0 ? [{ title: 'Not as it should be', value: wrong, tone: 'bad' } as const] : []),
    ...(findings.length > 0
      ? [{ title: 'Left to decide', value: findings.length, tone: 'warning' } as const]
      : []),
  ];
  const lead =
    outcomes.length === 0
      ? 'Nothing to change.'
      : ready > 0
        ? `${countOf(ready, 'change')} would be made.`
        : `${countOf(made, 'change')} made and seen.`;
  return {
    lead: [lead, ...(wrong > 0 ? [`${countOf(wrong, 'change')} not as planned.`] : [])],
    figures,
  };
}

function factsSection({ outcomes, calls, journal }: OutcomeFacts): FactsSection {
  const counts = statuses.map(
    ([status, column]) => [column, outcomes.filter((outcome) => outcome.status === status).length] as const,
  );
  const nonZero = counts.filter(([, count]) => count > 0);
  return {
    kind: 'facts',
    key: 'result',
    aside: true,
    columns: [
      { key: 'changes', title: 'Changes', unit: 'count' },
      ...nonZero.map(([column]) => column),
      { key: 'calls', title: 'Calls', unit: 'count' },
      { key: 'journal', title: 'Journal' },
    ],
    values: {
      changes: outcomes.length,
      ...Object.fromEntries(nonZero.map(([{ key }, count]) => [key, count])),
      calls,
      journal: journal ?? null,
    },
  };
}

function wrongSection(outcomes: readonly Outcome[]): TableSection {
  const rows = outcomes.map(({ change: { target, field }, status, message }) => {
    return { target, field, status, message: message ?? null };
  });
  return placedSection('changes', 'Not as it should be', rows, [
    { key: 'status', title: 'Status', words: true },
  ]);
}

function leftSection(findings: readonly Finding[]): TableSection {
  const rows = findings.map(({ target, field, reason }) => ({ target, field, message: reason }));
  return placedSection('findings', 'Left for you to decide', rows);
}

interface PlacedRow {
  readonly target: Target;
  readonly field: string;
  readonly message: string | null;
  readonly status?: string;
}

/** Fields with their facts, in as few columns as possible: a terminal is narrow. */
function placedSection(
  key: string,
  title: string,
  rows: readonly PlacedRow[],
  first: readonly Column[] = [],
): TableSection {
  const accounts = new Set(rows.map(({ target }) => target.accountId));
  return {
    kind: 'table',
    key,
    title,
    columns: [
      ...first,
      ...(accounts.size > 1 ? [{ key: 'accountId', title: 'Account' }] : []),
      { key: 'region', title: 'Region' },
      { key: 'resource', title: 'Resource' },
      { key: 'field', title: 'Key' },
      { key: 'message', title: 'Why', wrap: true, words: true },
    ],
    rows: rows.map(({ target, ...row }) => ({
      ...row,
      accountId: target.accountId,
      region: target.region,
      resource: nameOf(target),
    })),
  };
}

function changeSection(outcomes: readonly Outcome[], left: readonly Finding[]): TableSection {
  return {
    kind: 'table',
    key: 'changes',
    title: 'Changes',
    columns: [
      { key: 'status', title: 'Status', words: true },
      ...targetColumns,
      { key: 'field', title: 'Key' },
      { key: 'before', title: 'Was' },
      { key: 'after', title: 'Becomes' },
      { key: 'message', title: 'Why', wrap: true, words: true },
    ],
    rows: rowsOf(outcomes, left),
    whenEmpty: 'Nothing to change.',
  };
}

function* rowsOf(outcomes: readonly Outcome[], left: readonly Finding[]): Generator<Row> {
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
  for (const { target, field, reason } of left) {
    yield { status: 'left', ...targetRow(target), field, before: null, after: null, message: reason };
  }
}
