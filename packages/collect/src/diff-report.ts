import type { AttributeValue, Difference, DifferenceKind } from '@groundcrew/account';
import { nameOf } from '@groundcrew/account';
import {
  countOf,
  type Figure,
  formatCount,
  type Report,
  type Row,
  type TableSection,
} from '@groundcrew/report';

/** What differs between two snapshots. */
export interface SnapshotDiff {
  /** When the snapshots were taken: ISO 8601, UTC. */
  readonly before: string;
  readonly after: string;
  readonly differences: readonly Difference[];
  /** Lists that could not be read in full: what differs there is not known. */
  readonly gaps: { readonly before: number; readonly after: number };
  /** Equal resources, by type. */
  readonly same: ReadonlyMap<string, number>;
}

/** @param top how many differences are shown; default: all */
export function diffReport(diff: SnapshotDiff, top = Number.POSITIVE_INFINITY): Report {
  const { before, after, differences, gaps } = diff;
  const rows = differences.flatMap(rowsOf);
  const unknown = differences.filter(({ kind }) => kind === 'unknown').length;
  const hidden = rows.length - Math.min(rows.length, top);
  return {
    title: `What changed from ${before} to ${after}`,
    catalog: 'account',
    ...diffVerdict(diff),
    csv: 'differences',
    sections: [
      typesSection(diff),
      {
        kind: 'table',
        key: 'differences',
        title: 'Differences',
        columns: [
          { key: 'kind', title: 'What', words: true },
          { key: 'accountId', title: 'Account', yields: 2 },
          { key: 'region', title: 'Region' },
          { key: 'type', title: 'Type' },
          { key: 'id', title: 'Resource', whole: true },
          { key: 'name', title: 'Name' },
          { key: 'field', title: 'Field' },
          { key: 'before', title: 'Before' },
          { key: 'after', title: 'After' },
          { key: 'reason', title: 'Why', wrap: true, yields: 1, words: true },
          { key: 'arn', title: 'ARN', hidden: true },
        ],
        rows: rows.slice(0, top),
        whenEmpty: 'Nothing differs.',
      },
    ],
    notes: [
      ...(gaps.before > 0 || gaps.after > 0
        ? [
            `What differs is not known in full: ${countOf(gaps.before, 'list')} of the first snapshot and ${formatCount(gaps.after)} of the ` +
              'second could not be read in full.',
          ]
        : []),
      ...(hidden > 0 ? [`${countOf(hidden, 'more row')}: --top shows them.`] : []),
      ...(unknown > 0
        ? [
            `${countOf(unknown, 'resource')} in one of the snapshots only, where the other one does not cover them: whether ` +
              'they are new or gone is unknown.',
          ]
        : []),
    ],
  };
}

/** What a page about differences begins with. */
function diffVerdict({ differences, gaps }: SnapshotDiff): Pick<Report, 'lead' | 'figures'> {
  const count = (wanted: DifferenceKind) => differences.filter(({ kind }) => kind === wanted).length;
  const [fresh, gone, changed, unknown] = [count('new'), count('gone'), count('changed'), count('unknown')];
  const isPartial = unknown > 0 || gaps.before > 0 || gaps.after > 0;
  const found = `${formatCount(fresh)} new, ${formatCount(gone)} gone, ${formatCount(changed)} changed.`;
  const figures: readonly Figure[] = [
    { title: 'New', value: fresh },
    { title: 'Gone', value: gone },
    { title: 'Changed', value: changed },
    ...(unknown > 0 ? [{ title: 'Unknown', value: unknown, tone: 'warning' } as const] : []),
  ];
  return {
    lead: [
      fresh + gone + changed === 0 ? 'Nothing differs.' : found,
      ...(isPartial ? ['Not everything could be compared.'] : []),
    ],
    figures,
  };
}

function typesSection({ differences, same }: SnapshotDiff): TableSection {
  const counts = new Map<string, Record<DifferenceKind | 'same', number>>();
  const countsOf = (type: string) => {
    const known = counts.get(type) ?? { new: 0, gone: 0, changed: 0, unknown: 0, same: 0 };
    counts.set(type, known);
    return known;
  };
  for (const [type, count] of same) countsOf(type).same = count;
  for (const { kind, resource } of differences) countsOf(resource.type)[kind] += 1;
  return {
    kind: 'table',
    key: 'types',
    title: 'By type',
    columns: [
      { key: 'type', title: 'Type' },
      { key: 'new', title: 'New', unit: 'count' },
      { key: 'gone', title: 'Gone', unit: 'count' },
      { key: 'changed', title: 'Changed', unit: 'count' },
      { key: 'unknown', title: 'Unknown', unit: 'count' },
      { key: 'same', title: 'Same', unit: 'count' },
    ],
    rows: [...counts]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([type, count]) => ({ type, ...count })),
    whenEmpty: 'There is nothing in either of them.',
  };
}

function rowsOf({ kind, resource, changes, reason }: Difference): Row[] {
  const { accountId, region, type, id, arn } = resource;
  const common = { kind, accountId, region, type, id, name: nameOf(resource) ?? null };
  if (changes.length === 0) {
    return [{ ...common, field: null, before: null, after: null, reason: reason ?? null, arn }];
  }
  return changes.map(({ field, before, after }) => ({
    ...common,
    field,
    before: textOf(before),
    after: textOf(after),
    reason: null,
    arn,
  }));
}

function textOf(value: AttributeValue | null): string | null {
  if (value === null) return null;
  return Array.isArray(value) ? value.join(', ') : String(value);
}
