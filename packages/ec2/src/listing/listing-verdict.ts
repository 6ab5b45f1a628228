import { countOf, type Figure, formatCount, type Report } from '@groundcrew/report';
import type { InstanceFacts } from '../instance.ts';
import type { ListOutcome } from './list-instances.ts';
import { unaskedIn } from './region-outcome.ts';

/** What was listed, counted while it is read. */
export interface ListingTally {
  instances: number;
  /** By state; `null`: it is unknown. */
  readonly states: Map<InstanceFacts['state'], number>;
  /** Instances whose status checks did not all pass, among those whose checks were requested. */
  unhealthy: number;
}

export function createListingTally(): ListingTally {
  return { instances: 0, states: new Map(), unhealthy: 0 };
}

export function countInstance(tally: ListingTally, { state, details }: InstanceFacts): void {
  tally.instances += 1;
  tally.states.set(state, (tally.states.get(state) ?? 0) + 1);
  if (/ (?:impaired|insufficient-data)$/.test(details?.statusChecks ?? '')) tally.unhealthy += 1;
}

/** The start of a page: the number of instances by state, and what is missing. */
export function listingVerdict(
  tally: ListingTally,
  { regions, elsewhere, limited }: ListOutcome,
): Required<Pick<Report, 'lead' | 'figures' | 'next'>> {
  const unasked = unaskedIn(regions);
  const listed = new Set(regions.filter(({ status }) => status === 'listed').map(({ region }) => region));
  const places = countOf(listed.size, 'region');
  const lead = limited
    ? `${countOf(tally.instances, 'instance')}, as many as requested: ${statesOf(tally)}.`
    : listed.size === 0
      ? 'No region could be listed.'
      : tally.instances === 0
        ? `No instance matches in ${places}.`
        : `${countOf(tally.instances, 'instance')} in ${places}: ${statesOf(tally)}.`;
  return {
    lead: [
      lead,
      ...(unasked.length > 0 ? [`Not all: ${countOf(unasked.length, 'region')} could not be listed.`] : []),
    ],
    figures: figuresOf(tally, unasked.length),
    next: [
      ...(tally.unhealthy > 0
        ? [`Look at the ${countOf(tally.unhealthy, 'instance')} that failed status checks.`]
        : []),
      ...(unasked.length > 0 ? [`List again what is missing: ${commandFor(unasked)}`] : []),
      ...(elsewhere.length > 0 ? [`List the other regions, which have some: ${commandFor(elsewhere)}`] : []),
    ],
  };
}

/** `9 running, 3 stopped`, the most frequent first. */
function statesOf({ states }: ListingTally): string {
  return [...states]
    .toSorted(([, one], [, other]) => other - one)
    .map(([state, count]) => `${formatCount(count)} ${state ?? 'of unknown state'}`)
    .join(', ');
}

function figuresOf({ instances, states, unhealthy }: ListingTally, unasked: number): readonly Figure[] {
  const stopped = states.get('stopped') ?? 0;
  return [
    { title: 'Instances', value: instances },
    { title: 'Running', value: states.get('running') ?? 0, tone: 'good' },
    ...(stopped > 0 ? [{ title: 'Stopped', value: stopped } as const] : []),
    ...(unhealthy > 0 ? [{ title: 'Failed status checks', value: unhealthy, tone: 'bad' } as const] : []),
    ...(unasked > 0 ? [{ title: 'Regions not listed', value: unasked, tone: 'warning' } as const] : []),
  ];
}

function commandFor(places: readonly { readonly region: string }[]): string {
  const names = [...new Set(places.map(({ region }) => region))];
  return `\`groundcrew ec2 list --regions ${names.join(',')}\``;
}
