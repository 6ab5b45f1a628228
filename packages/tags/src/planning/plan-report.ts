import { type Finding, type Plan, summarizePlan, type Target } from '@groundcrew/plan';
import { type Column, printable, type Report, type Row, type TableSection } from '@groundcrew/report';

/** The columns that identify the resource. */
export const targetColumns: readonly Column[] = [
  { key: 'accountId', title: 'Account' },
  { key: 'region', title: 'Region' },
  { key: 'id', title: 'Resource' },
  // People have the rest of it in the other columns.
  { key: 'resource', title: 'ARN', hidden: true },
  { key: 'label', title: 'Name' },
];

/** The cells of {@link targetColumns}. */
export function targetRow({ accountId, region, resource, label }: Target): Row {
  return { accountId, region, id: nameOf({ resource }), resource, label: label ?? null };
}

/** A plan as tables, for a spreadsheet or a page: a row a change. */
export function planReport(plan: Plan, title: string): Report {
  const { changes, examined, resources, findings } = summarizePlan(plan);
  return {
    title,
    sections: [
      {
        kind: 'table',
        key: 'changes',
        title: 'Changes',
        columns: [
          ...targetColumns,
          { key: 'field', title: 'Key' },
          { key: 'before', title: 'Is' },
          { key: 'after', title: 'Becomes' },
          { key: 'reason', title: 'Why', wrap: true },
          { key: 'source', title: 'From' },
        ],
        rows: changeRows(plan),
        whenEmpty: 'Nothing to change.',
      },
      findingSection(plan.findings),
      {
        kind: 'facts',
        key: 'plan',
        title: 'Plan',
        columns: [
          { key: 'examined', title: 'Examined resources', unit: 'count' },
          { key: 'resources', title: 'Resources changed', unit: 'count' },
          { key: 'changes', title: 'Changes', unit: 'count' },
          { key: 'findings', title: 'Left to decide', unit: 'count' },
          { key: 'hash', title: 'Hash' },
        ],
        values: { examined, resources, changes, findings, hash: plan.hash },
      },
    ],
  };
}

/** What a plan leaves to a person, as a table. */
export function findingSection(findings: readonly Finding[]): TableSection {
  return {
    kind: 'table',
    key: 'findings',
    title: 'Left for you to decide',
    columns: [...targetColumns, { key: 'field', title: 'Key' }, { key: 'reason', title: 'What', wrap: true }],
    rows: findingRows(findings),
    whenEmpty: 'Nothing.',
  };
}

function* changeRows({ changes }: Plan): Generator<Row> {
  for (const { target, field, before, after, reason, source } of changes) {
    const row = { field, before: cellOf(before), after: cellOf(after), reason, source: source ?? null };
    yield { ...targetRow(target), ...row };
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
