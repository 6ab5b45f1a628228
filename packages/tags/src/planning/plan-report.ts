import {
  type Change,
  changesByResource,
  type Finding,
  type Plan,
  summarizePlan,
  type Target,
} from '@groundcrew/plan';
import {
  type Column,
  countOf,
  type Figure,
  formatCount,
  type OutputFormat,
  printable,
  type Report,
  type Row,
  type TableSection,
} from '@groundcrew/report';
import { changesByKey, findingsByKey } from './changes-by-key.ts';
import { patternRemovalsOf } from './pattern-removals.ts';
import { planNotes } from './plan-notes.ts';

/** The columns that identify the resource. */
export const targetColumns: readonly Column[] = [
  { key: 'accountId', title: 'Account' },
  { key: 'region', title: 'Region' },
  { key: 'id', title: 'Resource' },
  // In a table the rest is in the other columns.
  { key: 'resource', title: 'ARN', hidden: true },
  { key: 'label', title: 'Name' },
];

/** The cells of {@link targetColumns}. */
export function targetRow({ accountId, region, resource, label }: Target): Row {
  return { accountId, region, id: nameOf({ resource }), resource, label: label ?? null };
}

export interface PlanReportOptions {
  /** A spreadsheet gets a row a change; a page gets sums by key and by resource. */
  readonly output: OutputFormat;
  /** The maximum of rows of each table; default: all for a spreadsheet, 1,000 for a page. */
  readonly top?: number | undefined;
}

/** Where the sentences of a plan are in other languages: those that start and stop have reasons of their own. */
export function catalogOf({ kind }: Pick<Plan, 'kind'>): NonNullable<Report['catalog']> {
  return kind === 'schedule' ? 'schedules' : 'tags';
}

/** Rows of a table of a page: a plan may have hundreds of thousands of changes. */
const ROWS_OF_PAGE = 1_000;

/** A plan as tables. */
export function planReport(plan: Plan, title: string, { output, top }: PlanReportOptions): Report {
  if (output === 'csv') return { title, catalog: catalogOf(plan), sections: [changeSection(plan, top)] };
  const most = top ?? ROWS_OF_PAGE;
  const { changes, examined, resources, findings } = summarizePlan(plan);
  return {
    title,
    catalog: catalogOf(plan),
    ...planVerdict(plan),
    sections: [
      {
        kind: 'facts',
        key: 'plan',
        title: 'Plan',
        aside: true,
        columns: [
          { key: 'examined', title: 'Examined resources', unit: 'count' },
          { key: 'resources', title: 'Resources changed', unit: 'count' },
          { key: 'changes', title: 'Changes', unit: 'count' },
          { key: 'findings', title: 'Left to decide', unit: 'count' },
          { key: 'hash', title: 'Hash' },
        ],
        values: { examined, resources, changes, findings, hash: plan.hash },
      },
      byKeySection(plan, most),
      byResourceSection(plan, most),
      ...(findings > 0 ? [findingsByKeySection(plan, most)] : []),
      findingSection(plan.findings, most),
    ],
    notes: [
      ...planNotes(plan),
      ...shownNotes('resources', resources, most),
      ...shownNotes('findings', findings, most),
    ],
  };
}

/** What a page on a plan begins with. */
function planVerdict(plan: Plan): Required<Pick<Report, 'lead' | 'figures' | 'next'>> {
  const { changes, examined, resources, findings } = summarizePlan(plan);
  const unnamed = new Set(patternRemovalsOf(plan).map(({ key }) => key)).size;
  const figures: Figure[] = [
    { title: 'Changes', value: changes },
    { title: 'Resources changed', value: resources },
    ...(unnamed > 0
      ? [{ title: 'Keys removed by a pattern', value: unnamed, tone: 'warning' } as const]
      : []),
    ...(findings > 0 ? [{ title: 'Left to decide', value: findings, tone: 'warning' } as const] : []),
  ];
  const lead =
    changes === 0
      ? `Nothing ${findings === 0 ? 'to change' : 'that can be changed'}: ${countOf(examined, 'resource')} examined.`
      : `${countOf(changes, 'change')} on ${countOf(resources, 'resource')} would be made.`;
  return {
    lead: [lead],
    figures,
    next: [
      ...(unnamed === 0
        ? []
        : [`Look at ${countOf(unnamed, 'key')} that a pattern removes: the notes at the end name them.`]),
      ...(changes === 0 ? [] : ['Save the plan with --out, look through it, and have it applied.']),
      ...(findings === 0 ? [] : [`Decide on what is left: ${countOf(findings, 'finding')}.`]),
    ],
  };
}

function shownNotes(what: string, all: number, top: number): readonly string[] {
  if (all <= top) return [];
  return [
    `Shown are ${formatCount(top)} of ${formatCount(all)} ${what}; --top N shows more, and CSV has every change.`,
  ];
}

function changeSection(plan: Plan, top: number | undefined): TableSection {
  return {
    kind: 'table',
    key: 'changes',
    title: 'Changes',
    columns: [
      ...targetColumns,
      { key: 'field', title: 'Key' },
      { key: 'before', title: 'Is' },
      { key: 'after', title: 'Becomes' },
      { key: 'reason', title: 'Why', wrap: true, words: true },
      { key: 'source', title: 'From' },
      { key: 'managedBy', title: 'Managed by', wrap: true },
    ],
    rows: changeRows(plan.changes.slice(0, top)),
    whenEmpty: 'Nothing to change.',
  };
}

const doing = { '+': 'added', '~': 'replaced', '-': 'removed' } as const;

function byKeySection({ changes }: Plan, top: number): TableSection {
  return {
    kind: 'table',
    key: 'byKey',
    title: 'By key',
    columns: [
      { key: 'key', title: 'Key' },
      { key: 'what', title: 'Is', words: true },
      { key: 'changes', title: 'Resources', unit: 'count' },
      { key: 'value', title: 'Value', wrap: true },
      { key: 'values', title: 'Different values', unit: 'count' },
      { key: 'reason', title: 'Why', wrap: true, words: true },
    ],
    rows: changesByKey(changes)
      .slice(0, top)
      .map(({ key, sign, changes: count, value, values, reason }) => {
        return { key, what: doing[sign], changes: count, value: cellOf(value), values, reason };
      }),
    whenEmpty: 'Nothing to change.',
  };
}

function byResourceSection(plan: Plan, top: number): TableSection {
  return {
    kind: 'table',
    key: 'byResource',
    title: 'By resource',
    columns: [
      ...targetColumns,
      { key: 'changes', title: 'Changes', unit: 'count' },
      { key: 'what', title: 'What', wrap: true },
      { key: 'managedBy', title: 'Managed by', wrap: true },
    ],
    rows: resourceRows(plan, top),
    whenEmpty: 'Nothing to change.',
  };
}

function* resourceRows(plan: Plan, top: number): Generator<Row> {
  let shown = 0;
  for (const own of changesByResource(plan)) {
    if (shown === top) return;
    shown += 1;
    const [{ target }] = own;
    yield {
      ...targetRow(target),
      changes: own.length,
      what: own.map(changeText).join(', '),
      managedBy: target.managedBy?.join(', ') ?? null,
    };
  }
}

function changeText({ field, before, after }: Change): string {
  if (before === null) return `+ ${field}=${cellOf(after)}`;
  return after === null ? `- ${field}=${cellOf(before)}` : `~ ${field}=${cellOf(before)} → ${cellOf(after)}`;
}

function findingsByKeySection({ findings }: Plan, top: number): TableSection {
  return {
    kind: 'table',
    key: 'findingsByKey',
    title: 'Left for you to decide, by key',
    columns: [
      { key: 'key', title: 'Key' },
      { key: 'findings', title: 'Resources', unit: 'count' },
      { key: 'reason', title: 'What', wrap: true, words: true },
    ],
    rows: findingsByKey(findings)
      .slice(0, top)
      .map((group) => ({ ...group })),
  };
}

/** The findings of a plan, as a table. */
export function findingSection(findings: readonly Finding[], top?: number): TableSection {
  return {
    kind: 'table',
    key: 'findings',
    title: 'Left for you to decide',
    columns: [
      ...targetColumns,
      { key: 'field', title: 'Key' },
      { key: 'reason', title: 'What', wrap: true, words: true },
    ],
    rows: findingRows(findings.slice(0, top)),
    whenEmpty: 'Nothing.',
  };
}

function* changeRows(changes: readonly Change[]): Generator<Row> {
  for (const { target, field, before, after, reason, source } of changes) {
    const row = { field, before: cellOf(before), after: cellOf(after), reason, source: source ?? null };
    yield { ...targetRow(target), ...row, managedBy: target.managedBy?.join(', ') ?? null };
  }
}

function* findingRows(findings: readonly Finding[]): Generator<Row> {
  for (const { target, field, reason } of findings) yield { ...targetRow(target), field, reason };
}

/** A value in a cell: strings unchanged, all else as JSON; empty if it is absent. */
export function cellOf(value: unknown): string | null {
  if (value === null) return null;
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** `instance/i-0abc (web-1)`: an ARN without what is in the heading. */
export function nameOf({ resource, label }: Pick<Target, 'resource' | 'label'>): string {
  const [, , service = '', , , ...rest] = resource.split(':');
  const name = rest.join(':');
  const shown = name === '' ? resource : service === 'ec2' ? name : `${service} ${name}`;
  return printable(label === undefined || shown.endsWith(label) ? shown : `${shown} (${label})`);
}
