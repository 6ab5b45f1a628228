import { countOf, formatCount, type Report, type TableSection } from '@groundcrew/report';
import { countListed, type Coverage, gapsIn } from '@groundcrew/account';

/** What was collected, and `where` it is now: ` saved in tags.json`. */
export function collectionReport(
  { resources, coverage }: { readonly resources: number; readonly coverage: readonly Coverage[] },
  where: string,
): Report {
  const gaps = gapsIn(coverage);
  return {
    title: 'Collected',
    catalog: 'account',
    sections: [coverageSection(coverage)],
    notes: [
      `${countOf(resources, 'resource')}${where}.`,
      ...(gaps.length > 0
        ? [
            `Incomplete: ${formatCount(gaps.length)} of ${countOf(coverage.length, 'list')} could not be read in full.`,
          ]
        : []),
    ],
  };
}

/** The coverage: what could not be listed or read, and where something was found. */
function coverageSection(coverage: readonly Coverage[]): TableSection {
  const shown = new Set([...gapsIn(coverage), ...coverage.filter(({ resources }) => resources > 0)]);
  return {
    kind: 'table',
    key: 'coverage',
    title: 'Coverage',
    columns: [
      { key: 'accountId', title: 'Account' },
      { key: 'region', title: 'Region' },
      { key: 'type', title: 'Type' },
      { key: 'status', title: 'Status', words: true },
      { key: 'resources', title: 'Resources', unit: 'count' },
      { key: 'unknown', title: 'Tags unknown', unit: 'count' },
      { key: 'reason', title: 'Why', wrap: true, words: true },
    ],
    rows: coverage
      .filter((each) => shown.has(each))
      .map((row) => ({
        accountId: row.accountId,
        region: row.region,
        type: row.type,
        status: row.status,
        resources: countListed(row),
        unknown: row.unknown > 0 ? row.unknown : null,
        reason: row.reason ?? null,
      })),
    whenEmpty: 'Nothing was found.',
  };
}
