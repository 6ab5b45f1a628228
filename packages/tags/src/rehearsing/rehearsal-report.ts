import type { CopyEffort } from '@groundcrew/local';
import type { Rehearsal, RehearsalPhase, RehearsedRun } from '@groundcrew/plan';
import { type Column, countOf, type FactsSection, type Report, type Row } from '@groundcrew/report';

/** A rehearsal, and what it took. */
export interface RehearsalFacts {
  readonly rehearsal: Rehearsal;
  readonly changes: number;
  /** When the snapshot was taken: ISO 8601, UTC. */
  readonly takenAt: string;
  readonly effort: CopyEffort<RehearsalPhase>;
  /** What the copy lacks. */
  readonly notes: readonly string[];
  /** The injected faults, as they were written. */
  readonly faults?: string | undefined;
}

const counts: readonly Column[] = [
  { key: 'done', title: 'Made and seen', unit: 'count' },
  { key: 'unverified', title: 'Made, not seen', unit: 'count' },
  { key: 'alreadySo', title: 'So already', unit: 'count' },
  { key: 'failed', title: 'Refused', unit: 'count' },
  { key: 'gone', title: 'Gone, skipped', unit: 'count' },
  { key: 'drifted', title: 'Drifted, left alone', unit: 'count' },
  { key: 'left', title: 'Left by the undo', unit: 'count' },
  { key: 'calls', title: 'Calls that change', unit: 'count' },
];

/** What would have happened. */
export function rehearsalReport(facts: RehearsalFacts): Report {
  const { rehearsal, takenAt, notes, faults } = facts;
  const { notRestored } = rehearsal;
  const runs = namedRuns(rehearsal);
  return {
    title: `Rehearsal on a copy of ${takenAt}`,
    catalog: 'tags',
    csv: 'problems',
    sections: [
      summaryOf(facts),
      {
        kind: 'table',
        key: 'runs',
        title: 'What was done',
        columns: [{ key: 'run', title: 'Run', words: true }, ...counts],
        rows: runs.map(([name, run]) => runRow(name, run)),
      },
      {
        kind: 'table',
        key: 'problems',
        title: 'What would go wrong',
        columns: [
          { key: 'run', title: 'Run', words: true },
          { key: 'resource', title: 'Resource', whole: true },
          { key: 'field', title: 'Field' },
          { key: 'code', title: 'Code' },
          { key: 'message', title: 'Why', wrap: true, words: true },
        ],
        rows: [
          ...runs.flatMap(([name, run]) => [...problemsOf(name, run)]),
          ...notRestored.map(({ change, found }) => ({
            run: 'after the undo',
            resource: change.target.resource,
            field: change.field,
            code: 'not-restored',
            message:
              found === 'gone' ? 'the resource is gone' : `it is ${JSON.stringify(found.value)} in the end`,
          })),
        ],
        whenEmpty: 'Nothing that a copy can show.',
      },
      {
        kind: 'table',
        key: 'requests',
        title: 'Calls',
        columns: [
          { key: 'action', title: 'Action' },
          { key: 'apply', title: 'Apply', unit: 'count' },
          { key: 'undo', title: 'Undo', unit: 'count' },
        ],
        rows: requestRows(facts.effort),
      },
    ],
    notes: [
      ...(faults === undefined ? [] : [`With the faults ${faults}.`]),
      ...notes,
      'A copy knows no policies of IAM and no other clients: what those would refuse or change is not in it.',
    ],
  };
}

/** Whether all was made, and everything brought back. */
export function isSuccessful(rehearsal: Rehearsal): boolean {
  return (
    rehearsal.notRestored.length === 0 &&
    namedRuns(rehearsal).every(([name, run]) => problemsOf(name, run).next().done)
  );
}

/** The runs in their order, with their names in the report. */
function namedRuns({ applied, undone }: Rehearsal): readonly (readonly [string, RehearsedRun])[] {
  return [
    ['apply', applied],
    ...undone.map((run, index) => [index === 0 ? 'undo' : 'undo again, without faults', run] as const),
  ];
}

function summaryOf({ rehearsal, changes, effort }: RehearsalFacts): FactsSection {
  const { notRestored } = rehearsal;
  return {
    kind: 'facts',
    key: 'summary',
    columns: [
      { key: 'changes', title: 'Changes', unit: 'count' },
      { key: 'applyCalls', title: 'Calls of the apply', unit: 'count' },
      { key: 'applyWaitMs', title: 'Waiting of the apply', unit: 'duration' },
      { key: 'undoCalls', title: 'Calls of the undo', unit: 'count' },
      { key: 'undoWaitMs', title: 'Waiting of the undo', unit: 'duration' },
      { key: 'restored', title: 'Undone', words: true },
    ],
    values: {
      changes,
      applyCalls: totalOf(effort, 'apply'),
      applyWaitMs: Math.round(effort.waitedMs.get('apply') ?? 0),
      undoCalls: totalOf(effort, 'undo'),
      undoWaitMs: Math.round(effort.waitedMs.get('undo') ?? 0),
      restored:
        notRestored.length === 0
          ? 'everything is as it was'
          : `${countOf(notRestored.length, 'field')} not as before`,
    },
  };
}

function totalOf({ requests }: CopyEffort<RehearsalPhase>, phase: RehearsalPhase): number {
  let total = 0;
  for (const count of requests.get(phase)?.values() ?? []) total += count;
  return total;
}

function requestRows({ requests }: CopyEffort<RehearsalPhase>): Row[] {
  const [apply, undo] = [requests.get('apply'), requests.get('undo')];
  const actions = new Set([...(apply?.keys() ?? []), ...(undo?.keys() ?? [])]);
  return [...actions]
    .sort()
    .map((action) => ({ action, apply: apply?.get(action) ?? 0, undo: undo?.get(action) ?? 0 }));
}

function runRow(run: string, { result, findings }: RehearsedRun): Row {
  return {
    run,
    done: result === undefined ? null : result.done.length - result.unverified.length,
    unverified: result?.unverified.length ?? null,
    alreadySo: result?.alreadyDone.length ?? null,
    failed: result?.failed.length ?? null,
    gone: result?.gone.length ?? null,
    drifted: result?.drifted.length ?? null,
    left: findings.length,
    calls: result?.calls ?? null,
  };
}

function* problemsOf(run: string, { result, refusal, findings }: RehearsedRun): Generator<Row> {
  if (refusal) yield { run, resource: null, field: null, ...refusal };
  for (const { change, code, message } of result?.failed ?? []) {
    yield { run, resource: change.target.resource, field: change.field, code, message };
  }
  for (const { target, field } of result?.gone ?? []) {
    yield { run, resource: target.resource, field, code: 'gone', message: 'is not in the snapshot' };
  }
  for (const { change } of result?.drifted ?? []) {
    const message = 'changed before its turn';
    yield { run, resource: change.target.resource, field: change.field, code: 'drifted', message };
  }
  for (const { change } of result?.unverified ?? []) {
    const message = 'did not become visible in time';
    yield { run, resource: change.target.resource, field: change.field, code: 'unverified', message };
  }
  for (const { target, field, reason } of findings) {
    yield { run, resource: target.resource, field, code: 'left', message: reason };
  }
}
