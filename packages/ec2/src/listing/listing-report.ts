import { type Column, countOf, formatCount, type Report, type TableSection } from '@groundcrew/report';
import type { InstanceFacts } from '../instance.ts';
import { instanceRow } from '../instance-report.ts';
import type { FleetScope } from './deps.ts';
import type { RegionHint } from './find-elsewhere.ts';
import type { ListOutcome } from './list-instances.ts';
import type { RegionOutcome } from './region-outcome.ts';

const regionColumns: readonly Column[] = [
  { key: 'accountId', title: 'Account' },
  { key: 'region', title: 'Region' },
  { key: 'instances', title: 'Instances', unit: 'count' },
  { key: 'status', title: 'Status' },
  { key: 'reason', title: 'Why', wrap: true },
];

/** What a report of a listing is made of. */
export interface ListingReportFacts {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly instances: AsyncIterable<InstanceFacts>;
  /** How asking went: known once the instances have been read. */
  readonly outcomeOf: () => ListOutcome | undefined;
  readonly hasAccounts: boolean;
}

/** Instances as they come, then the regions, then what was and what may have been missed. */
export function listingReport(facts: ListingReportFacts): Report {
  const { title, columns, instances, outcomeOf, hasAccounts } = facts;
  return {
    title,
    sections: [
      {
        kind: 'table',
        key: 'instances',
        columns,
        rows: instanceRows(instances, new Set(columns.map(({ key }) => key))),
        whenEmpty: 'No instance answers to this.',
      },
      regionSection(async () => outcomeOf()?.regions ?? [], { hasAccounts }),
    ],
    // Read after the rows, and known no earlier.
    get notes() {
      const outcome = outcomeOf();
      return outcome ? listingNotes(outcome.regions, outcome.elsewhere) : [];
    },
  };
}

async function* instanceRows(instances: AsyncIterable<InstanceFacts>, keys: ReadonlySet<string>) {
  for await (const facts of instances) yield instanceRow(facts, keys);
}

/** Each region that was to be asked: how many instances it has, or why it could not be asked. */
export function regionSection(
  regionsOf: () => Promise<readonly RegionOutcome[]>,
  { hasAccounts }: { readonly hasAccounts: boolean },
): TableSection {
  return {
    kind: 'table',
    key: 'regions',
    title: 'Regions',
    columns: hasAccounts ? regionColumns : regionColumns.slice(1),
    rows: regionRows(regionsOf),
    whenEmpty: 'No region is enabled.',
  };
}

async function* regionRows(regionsOf: () => Promise<readonly RegionOutcome[]>) {
  for (const { count, status, reason, ...place } of await regionsOf()) {
    // Of a region that did not answer nothing is known: that is not the same as none.
    yield { ...place, instances: status === 'listed' || count > 0 ? count : null, status, reason };
  }
}

/** Where is looked, for a title. */
export function placesOf({ regions }: FleetScope, currentRegion: string): string {
  if (regions === 'all') return 'all enabled regions';
  return regions === 'current' ? currentRegion : regions.join(', ');
}

/** The regions that could not be asked. */
export function unaskedIn(regions: readonly RegionOutcome[]): readonly RegionOutcome[] {
  return regions.filter(({ status }) => status !== 'listed');
}

/** Sentences on what was and what may have been missed. */
export function listingNotes(
  regions: readonly RegionOutcome[],
  elsewhere: readonly RegionHint[],
): readonly string[] {
  const listed = regions.filter(({ status }) => status === 'listed');
  const total = regions.reduce((sum, { count }) => sum + count, 0);
  const notes =
    listed.length > 0 ? [`${countOf(total, 'instance')} in ${countOf(listed.length, 'region')}.`] : [];
  const unasked = unaskedIn(regions);
  if (unasked.length > 0) {
    const places = unasked.map(placeOf).join(', ');
    notes.push(`Not all of it: ${countOf(unasked.length, 'region')} could not be asked (${places}).`);
  }
  if (elsewhere.length > 0) {
    const places = elsewhere.map(
      (hint) => `${placeOf(hint)} has ${formatCount(hint.count)}${hint.orMore ? ' or more' : ''}`,
    );
    const names = [...new Set(elsewhere.map(({ region }) => region))].join(',');
    notes.push(`Other regions have some: ${places.join(', ')}. To see them: --regions ${names}`);
  }
  return notes;
}

function placeOf({ accountId, region }: Pick<RegionOutcome, 'accountId' | 'region'>): string {
  const name = region === 'all' ? 'all regions' : region;
  return accountId === null ? name : `${name} of ${accountId}`;
}
