import { countOf, formatCount, type Report, type TableSection } from '@groundcrew/report';
import { type Coverage, gapsIn } from '@groundcrew/account';

/** What was collected, and `where` it is now: ` saved in tags.json`. */
export function collectionReport(
  { resources, coverage }: { readonly resources: number; readonly coverage: readonly Coverage[] },
  where: string,
): Report {
  const gaps = gapsIn(coverage);
  return {
    title: 'Collected',
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
      { key: 'status', title: 'Status' },
      { key: 'resources', title: 'Resources', unit: 'count' },
      { key: 'unknown', title: 'Tags unknown', unit: 'count' },
      { key: 'reason', title: 'Why', wrap: true },
    ],
    rows: coverage
      .filter((each) => shown.has(each))
      .map(({ accountId, region, type, status, resources, unknown, reason }) => ({
        accountId,
        region,
        type,
        status,
        // The count of what did not respond is unknown, not zero.
        resources: status === 'listed' || status === 'tagged-only' || resources > 0 ? resources : null,
        unknown: unknown > 0 ? unknown : null,
        reason: reason ?? null,
      })),
    whenEmpty: 'Nothing was found.',
  };
}
