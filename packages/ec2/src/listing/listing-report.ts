import { type Column, countOf, formatCount, type Report, type TableSection } from '@groundcrew/report';
import type { Detail } from '../details/detail.ts';
import type { UnknownDetail } from '../details/read-details.ts';
import type { InstanceFacts } from '../instance.ts';
import { instanceRow } from '../instance-report.ts';
import type { FleetScope } from './deps.ts';
import type { ListOutcome } from './list-instances.ts';
import { countInstance, createListingTally, listingVerdict } from './listing-verdict.ts';
import { type RegionOutcome, unaskedIn } from './region-outcome.ts';

export { unaskedIn };

const regionColumns: readonly Column[] = [
  { key: 'accountId', title: 'Account' },
  { key: 'region', title: 'Region' },
  { key: 'instances', title: 'Instances', unit: 'count' },
  { key: 'status', title: 'Status', words: true },
  { key: 'reason', title: 'Why', wrap: true, words: true },
];

/** The input of a report of a listing. */
export interface ListingReportFacts {
  readonly title: string;
  readonly columns: readonly Column[];
  readonly instances: AsyncIterable<InstanceFacts>;
  /** The outcome: known once the instances have been read. */
  readonly outcomeOf: () => ListOutcome | undefined;
  readonly hasAccounts: boolean;
  /** For ages: milliseconds since 1970. */
  readonly nowMs: number;
}

/**
 * Instances as they arrive, then the regions, then notes on what is missing. The start of a page is known only after the rows
 * were read: `readAhead`.
 */
export function listingReport(facts: ListingReportFacts): Report {
  const { title, columns, instances, outcomeOf, hasAccounts, nowMs } = facts;
  const tally = createListingTally();
  const verdict = () => {
    const outcome = outcomeOf();
    return outcome === undefined ? undefined : listingVerdict(tally, outcome);
  };
  return {
    title,
    catalog: 'instances',
    get lead() {
      return verdict()?.lead ?? [];
    },
    get figures() {
      return verdict()?.figures ?? [];
    },
    get next() {
      return verdict()?.next ?? [];
    },
    sections: [
      {
        kind: 'table',
        key: 'instances',
        columns,
        rows: instanceRows(
          counted(instances, (each) => countInstance(tally, each)),
          {
            keys: new Set(columns.map(({ key }) => key)),
            nowMs,
          },
        ),
        // Read after the rows: "none" is reported only for regions that were listed.
        get whenEmpty() {
          const listed = outcomeOf()?.regions.some(({ status }) => status === 'listed');
          return listed === false ? 'No region could be listed.' : 'No instance matches.';
        },
      },
      regionSection(async () => outcomeOf()?.regions ?? [], { hasAccounts }),
    ],
    // Read after the rows, as it is not known earlier.
    get notes() {
      const outcome = outcomeOf();
      return outcome ? listingNotes(outcome) : [];
    },
  };
}

async function* counted(
  instances: AsyncIterable<InstanceFacts>,
  count: (facts: InstanceFacts) => void,
): AsyncGenerator<InstanceFacts> {
  for await (const facts of instances) {
    count(facts);
    yield facts;
  }
}

async function* instanceRows(
  instances: AsyncIterable<InstanceFacts>,
  { keys, nowMs }: { readonly keys: ReadonlySet<string>; readonly nowMs: number },
) {
  for await (const facts of instances) yield instanceRow(facts, keys, nowMs);
}

/** Each region of the search: its number of instances, or why it could not be listed. */
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
    // The count of a region that failed is unknown, not zero.
    yield { ...place, instances: status === 'listed' || count > 0 ? count : null, status, reason };
  }
}

/** The searched regions, for a title. */
export function placesOf({ regions }: FleetScope, currentRegion: string): string {
  if (regions === 'all') return 'all enabled regions';
  return regions === 'current' ? currentRegion : regions.join(', ');
}

/** Notes on what was found and what may be missing. */
export function listingNotes(outcome: ListOutcome): readonly string[] {
  return [...(outcome.unknown ?? []).map(unknownText), ...placeNotes(outcome)];
}

const detailNames: Readonly<Record<Detail, string>> = {
  image: 'Names and ages of AMIs',
  price: 'Prices',
  ssm: 'Whether instances are online in Systems Manager is',
  status: 'Status checks',
  subnet: 'Names of subnets',
  vpc: 'Names of VPCs',
};

function unknownText({ detail, reason, ...place }: UnknownDetail): string {
  const subject = detailNames[detail];
  return `${subject}${subject.endsWith(' is') ? '' : ' are'} unknown in ${placeOf(place)}: ${reason}`;
}

function placeNotes({ regions, elsewhere, limited }: ListOutcome): readonly string[] {
  const listed = regions.filter(({ status }) => status === 'listed');
  const total = regions.reduce((sum, { count }) => sum + count, 0);
  if (limited) return ['The list ends at --limit: there may be more.'];
  const notes =
    listed.length > 0 ? [`${countOf(total, 'instance')} in ${countOf(listed.length, 'region')}.`] : [];
  const unasked = unaskedIn(regions);
  if (unasked.length > 0) {
    const places = unasked.map(placeOf).join(', ');
    notes.push(
      `The list is incomplete: ${countOf(unasked.length, 'region')} could not be listed (${places}).`,
    );
  }
  if (elsewhere.length > 0) {
    const places = elsewhere.map(
      (hint) => `${placeOf(hint)} has ${formatCount(hint.count)}${hint.orMore ? ' or more' : ''}`,
    );
    const names = [...new Set(elsewhere.map(({ region }) => region))].join(',');
    notes.push(
      `Other regions have matching instances: ${places.join(', ')}. To list them: --regions ${names}`,
    );
  }
  return notes;
}

function placeOf({ accountId, region }: Pick<RegionOutcome, 'accountId' | 'region'>): string {
  const name = region === 'all' ? 'all regions' : region;
  return accountId === null ? name : `${name} of ${accountId}`;
}
