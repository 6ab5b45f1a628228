import type { Change, Finding } from '@groundcrew/plan';
import { countOf, type OutputFormat, type Report, type Row, type Section } from '@groundcrew/report';
import { kindRules } from '../desired/index.ts';
import { itemsOf } from './network-executor.ts';
import type { NetworkOutcome } from './outcomes.ts';

/** What is reported of an apply, or of a check before it. */
export interface NetworkOutcomeFacts {
  readonly title: string;
  readonly output: OutputFormat;
  readonly outcomes: readonly NetworkOutcome[];
  /** What an undo leaves as it is. */
  readonly findings: readonly Finding[];
  /** Calls that change: made, or needed. */
  readonly calls: number;
  readonly journal?: string;
  readonly notes?: readonly string[];
}

/** What became of a plan of a network, or what would. */
export function networkOutcomeReport(facts: NetworkOutcomeFacts): Report {
  const { title, outcomes, findings, calls, journal, notes = [] } = facts;
  const count = (wanted: NetworkOutcome['status']) =>
    outcomes.filter(({ status }) => status === wanted).length;
  const wrong = count('failed') + count('drifted');
  const made = count('done') + count('already-so');
  const ready = count('ready');
  return {
    title,
    catalog: 'networks',
    csv: 'changes',
    lead: [
      ready > 0 && made === 0
        ? `${countOf(ready, 'change')} would be made.`
        : `${countOf(made, 'change')} done and verified.`,
      ...(wrong > 0 ? [`${countOf(wrong, 'change')} not as planned.`] : []),
    ],
    figures: [
      { title: 'To be made', value: ready },
      { title: 'Done and verified', value: made, ...(made > 0 && { tone: 'good' as const }) },
      ...(wrong > 0 ? [{ title: 'Not as it should be', value: wrong, tone: 'bad' as const }] : []),
      ...(findings.length > 0
        ? [{ title: 'Left to decide', value: findings.length, tone: 'warning' as const }]
        : []),
    ],
    sections: [
      {
        kind: 'facts',
        key: 'result',
        aside: true,
        columns: [
          { key: 'changes', title: 'Changes', unit: 'count' },
          { key: 'ready', title: 'To be made', unit: 'count' },
          { key: 'done', title: 'Done and verified', unit: 'count' },
          { key: 'alreadySo', title: 'So already', unit: 'count' },
          { key: 'failed', title: 'Failed', unit: 'count' },
          { key: 'drifted', title: 'Drifted, left alone', unit: 'count' },
          { key: 'calls', title: 'Calls', unit: 'count' },
          { key: 'journal', title: 'Journal' },
        ],
        values: {
          changes: outcomes.length,
          ready,
          done: count('done'),
          alreadySo: count('already-so'),
          failed: count('failed'),
          drifted: count('drifted'),
          calls,
          journal: journal ?? null,
        },
      },
      {
        kind: 'table',
        key: 'changes',
        title: 'Changes',
        columns: [
          { key: 'status', title: 'Status', words: true },
          { key: 'action', title: 'Change', words: true },
          { key: 'kind', title: 'Kind', hidden: true },
          { key: 'what', title: 'What', words: true },
          { key: 'name', title: 'Name', whole: true },
          { key: 'id', title: 'Id', yields: 2 },
          { key: 'message', title: 'Why', wrap: true, words: true },
          { key: 'key', title: 'Key', hidden: true },
          { key: 'values', title: 'Values', hidden: true },
        ],
        rows: outcomes.map(rowOf),
        whenEmpty: 'Nothing to change.',
      },
      ...(findings.length === 0
        ? []
        : [
            {
              kind: 'table',
              key: 'findings',
              title: 'Left for you to decide',
              columns: [
                { key: 'what', title: 'What' },
                { key: 'message', title: 'Why', wrap: true, words: true },
              ],
              rows: findings.map(({ target, reason }) => ({
                what: target.label ?? target.resource,
                message: reason,
              })),
            } satisfies Section,
          ]),
    ],
    ...(notes.length > 0 && { notes }),
  };
}

function rowOf({ change, status, id, message }: NetworkOutcome): Row {
  const { before, after } = itemsOf(change);
  const item = (after ?? before)!;
  const known = change.target.resource;
  return {
    status,
    action: actionOf(change),
    kind: item.kind,
    what: kindRules[item.kind].title,
    name: item.name,
    id: id ?? (known.startsWith('new:') || known === item.key ? null : known),
    message: message ?? null,
    key: item.key,
    values: change.field === 'exists' ? null : change.field,
  };
}

/** In the words of the plan's report. */
export function actionOf({ before, after }: Change): 'make' | 'change' | 'remove' {
  if (before === null) return 'make';
  return after === null ? 'remove' : 'change';
}
