import type { FleetScope, RegionHint, RegionOutcome } from '@groundcrew/ec2/listing';
import { type Column, formatCount, type TableSection } from '@groundcrew/report';

const columns: readonly Column[] = [
  { key: 'accountId', title: 'Account' },
  { key: 'region', title: 'Region' },
  { key: 'instances', title: 'Instances', unit: 'count' },
  { key: 'status', title: 'Status' },
  { key: 'reason', title: 'Why', wrap: true },
];

/** Each region that was to be asked: how many instances it has, or why it could not be asked. */
export function regionSection(
  regionsOf: () => Promise<readonly RegionOutcome[]>,
  { hasAccounts }: { readonly hasAccounts: boolean },
): TableSection {
  return {
    kind: 'table',
    key: 'regions',
    title: 'Regions',
    columns: hasAccounts ? columns : columns.slice(1),
    rows: rowsOf(regionsOf),
    whenEmpty: 'No region is enabled.',
  };
}

async function* rowsOf(regionsOf: () => Promise<readonly RegionOutcome[]>) {
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

function countOf(count: number, word: string): string {
  return `${formatCount(count)} ${word}${count === 1 ? '' : 's'}`;
}
