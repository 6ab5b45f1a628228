import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { cidr, formatCidr } from '../cidr/index.ts';
import { compareZones, type NetworkFile, parseNetwork } from '../file/index.ts';
import { type AddressPlan, type ExistingVpc, pinsOf, planAddresses, type Surroundings } from './index.ts';

/** A network file as an object, of which each step of a history changes something. */
interface Draft {
  readonly cidr: string;
  readonly zones: readonly string[];
  /** Shares of tiers, as powers of two. */
  readonly tiers: Readonly<Record<string, number>>;
  readonly roomForZones: number;
  readonly ipv6: boolean;
  readonly avoid: readonly string[];
  readonly subnets: ReturnType<typeof pinsOf>['subnets'];
  readonly secondary: readonly string[];
}

type Step =
  | { readonly do: 'zone'; readonly zone: string }
  | { readonly do: 'share'; readonly tier: string; readonly bits: number }
  | { readonly do: 'room'; readonly roomForZones: number }
  | { readonly do: 'ipv6' }
  | { readonly do: 'avoid'; readonly range: string }
  | { readonly do: 'stranger'; readonly place: number };

const zoneIds = ['apne2-az1', 'apne2-az2', 'apne2-az3', 'apne2-az4', 'apne2-az5', 'apne2-sel1-az1'];
const tierNames = ['app', 'data', 'public', 'web'];
const share = fc.integer({ min: 1, max: 5 });

const start = fc.record({
  cidr: fc.constantFrom('10.20.0.0/16', '10.0.16.0/20', '172.20.0.0/18', '192.168.4.0/22', '100.70.0.0/17'),
  zones: fc.uniqueArray(fc.constantFrom(...zoneIds), { minLength: 1, maxLength: 3 }),
  tiers: fc.dictionary(fc.constantFrom(...tierNames), share, { minKeys: 1, maxKeys: 3 }),
  roomForZones: fc.integer({ min: 1, max: 5 }),
  ipv6: fc.boolean(),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('zone' as const), zone: fc.constantFrom(...zoneIds) }),
  fc.record({ do: fc.constant('share' as const), tier: fc.constantFrom(...tierNames), bits: share }),
  fc.record({ do: fc.constant('room' as const), roomForZones: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ do: fc.constant('ipv6' as const) }),
  fc.record({
    do: fc.constant('avoid' as const),
    range: fc.constantFrom('10.21.0.0/16', '10.128.0.0/9', '172.21.0.0/16'),
  }),
  fc.record({ do: fc.constant('stranger' as const), place: fc.nat(50) }),
);

function textOf({ tiers, avoid, secondary, subnets, ...draft }: Draft, seed = 0): string {
  return JSON.stringify({
    version: 1,
    name: 'shop',
    region: 'ap-northeast-2',
    ...draft,
    zones: shuffled(draft.zones, seed),
    tiers: Object.fromEntries(
      shuffled(Object.entries(tiers), seed).map(([name, bits]) => [
        name,
        { access: 'private', share: `1/${2 ** bits}` },
      ]),
    ),
    ...(avoid.length > 0 && { avoid: shuffled(avoid, seed) }),
    ...(secondary.length > 0 && { secondary }),
    ...(Object.keys(subnets).length > 0 && {
      subnets: Object.fromEntries(shuffled(Object.entries(subnets), seed)),
    }),
  });
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  return items
    .map((item, index) => ({ item, key: Math.sin(seed * (index + 1)) }))
    .toSorted((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

type Bounds = readonly [first: number, last: number];
/** By their ranges: the same ones come again and again. */
const knownBounds = new Map<string, Bounds>();

/** The first and the last address, read without the code under test. */
function boundsOf(range: string): Bounds {
  const known = knownBounds.get(range);
  if (known !== undefined) return known;
  const [address = '', length] = range.split('/');
  const first = address.split('.').reduce((value, part) => value * 256 + Number(part), 0);
  const bounds: Bounds = [first, first + 2 ** (32 - Number(length)) - 1];
  knownBounds.set(range, bounds);
  return bounds;
}

const meet = (one: string, other: string) => {
  const [first, last] = boundsOf(one);
  const [start2, end2] = boundsOf(other);
  return first <= end2 && start2 <= last;
};
const within = (inner: string, outer: string) => {
  const [first, last] = boundsOf(inner);
  const [start2, end2] = boundsOf(outer);
  return start2 <= first && last <= end2;
};

const template = parseNetwork(
  textOf({
    cidr: '10.20.0.0/16',
    zones: ['apne2-az1'],
    tiers: { app: 1 },
    roomForZones: 4,
    ipv6: false,
    avoid: [],
    subnets: {},
    secondary: [],
  }),
  { file: 'f' },
);

/** The file of a draft without its text, which takes most of the time; `undefined`: the reader would refuse it. */
function fileOf({ subnets, ...draft }: Draft): NetworkFile | undefined {
  const ranges = [draft.cidr, ...draft.secondary];
  const shares = Object.values(draft.tiers).reduce((sum, bits) => sum + 2 ** -bits, 0);
  const slots = Math.ceil(Math.log2(draft.roomForZones));
  const smallest = Number(draft.cidr.split('/')[1]) + slots + Math.max(...Object.values(draft.tiers));
  if (shares > 1 || smallest > 28 || ranges.some((one) => draft.avoid.some((other) => meet(one, other))))
    return undefined;
  const names = Object.keys(draft.tiers).toSorted();
  return {
    ...template,
    cidr: cidr(draft.cidr),
    secondary: draft.secondary.map(cidr),
    zones: draft.zones.toSorted(compareZones),
    roomForZones: draft.roomForZones,
    tiers: new Map(
      names.map((name) => [
        name,
        { name, access: 'private', shareBits: draft.tiers[name]!, share: `1/${2 ** draft.tiers[name]!}` },
      ]),
    ),
    ipv6: draft.ipv6,
    avoid: draft.avoid.map(cidr),
    pins: new Map(
      Object.entries(subnets).map(([tier, byZone]) => [
        tier,
        new Map(
          Object.entries(byZone).map(([zone, values]) => [
            zone,
            [values]
              .flat()
              .map((value) =>
                typeof value === 'string'
                  ? { cidr: cidr(value) }
                  : { cidr: cidr(value.cidr), ipv6: value.ipv6 },
              ),
          ]),
        ),
      ]),
    ),
  };
}

function planOrNothing(file: NetworkFile | undefined, surroundings: Surroundings): AddressPlan | undefined {
  if (!file) return undefined;
  try {
    return planAddresses(file, surroundings);
  } catch (thrown) {
    // No room, and no further range: a refusal is an answer.
    if (isGroundcrewError(thrown, 'network.addresses.full')) return undefined;
    throw thrown;
  }
}

function change(draft: Draft, each: Step): Draft {
  switch (each.do) {
    case 'zone':
      return draft.zones.includes(each.zone) ? draft : { ...draft, zones: [...draft.zones, each.zone] };
    case 'share':
      return { ...draft, tiers: { ...draft.tiers, [each.tier]: each.bits } };
    case 'room':
      return { ...draft, roomForZones: each.roomForZones };
    case 'ipv6':
      return { ...draft, ipv6: true };
    case 'avoid':
      return { ...draft, avoid: [...draft.avoid, each.range] };
    case 'stranger':
      return draft;
  }
}

function textsOf(plan: AddressPlan | undefined): string {
  const text = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
  return JSON.stringify({ ...plan, findings: [] }, text);
}

/** The account after everything of the plan was made. */
function made(plan: AddressPlan, strangers: readonly string[]): ExistingVpc {
  const ipv6 = cidr('2001:db8:0:100::/56');
  return {
    id: 'vpc-1',
    ranges: plan.ranges.map((range) => range.cidr) as unknown as ExistingVpc['ranges'],
    ipv6,
    subnets: [
      ...plan.subnets.map(({ tier, zone, cidr: range, ipv6: number }) => ({
        id: `subnet-${formatCidr(range)}`,
        tier,
        zone,
        cidr: range,
        ...(number !== undefined && {
          ipv6: { family: 6 as const, first: ipv6.first + (BigInt(number) << 64n), length: 64 },
        }),
      })),
      ...strangers.map((range) => ({ id: `subnet-x-${range}`, zone: 'apne2-az1', cidr: cidr(range) })),
    ],
  };
}

/** All that is wrong with a plan. */
function faultsOf(plan: AddressPlan, draft: Draft, strangers: readonly string[]): string[] {
  const faults: string[] = [];
  const ranges = plan.ranges.map((range) => formatCidr(range.cidr));
  const subnets = plan.subnets.map((subnet) => formatCidr(subnet.cidr));
  const all = [...subnets, ...strangers];
  const pieces = [...all, ...plan.unused.map(({ cidr: range }) => formatCidr(range))];
  for (const group of [pieces, ranges]) {
    // In the order of their addresses, each begins after the one before has ended.
    const bounds = group.map(boundsOf).toSorted(([one], [other]) => one - other);
    for (const [index, [first]] of bounds.entries()) {
      if (first <= (bounds[index - 1]?.[1] ?? -1)) faults.push(`${first} overlaps`);
    }
  }
  for (const one of all) {
    if (!ranges.some((range) => within(one, range))) faults.push(`${one} is outside`);
    if (Number(one.split('/')[1]) > 28) faults.push(`${one} is too small`);
  }
  for (const { cidr: range, origin } of plan.ranges) {
    const one = formatCidr(range);
    if (origin !== 'exists' && draft.avoid.some((other) => meet(one, other)))
      faults.push(`${one} is to be avoided`);
    if (range.length < 16) faults.push(`${one} is too large`);
  }
  // Each tier has its share in each zone.
  for (const [tier, bits] of Object.entries(draft.tiers)) {
    const [first, last] = boundsOf(draft.cidr);
    const wanted = (last - first + 1) / 2 ** (bits + Math.ceil(Math.log2(draft.roomForZones)));
    for (const zone of draft.zones) {
      const own = plan.subnets.filter((subnet) => subnet.tier === tier && subnet.zone === zone);
      const has = own.reduce((sum, { cidr: range }) => sum + 2 ** (32 - range.length), 0);
      if (has < wanted) faults.push(`${tier} in ${zone} has ${has} of ${wanted}`);
    }
  }
  const size = (texts: readonly string[]) =>
    texts.map(boundsOf).reduce((sum, [first, last]) => sum + last - first + 1, 0);
  if (size(pieces) !== size(ranges)) faults.push('something is neither used nor unused');
  const numbers = plan.subnets.map(({ ipv6 }) => ipv6);
  if (draft.ipv6 && new Set(numbers).size < numbers.length) faults.push('two have the same range of IPv6');
  return faults;
}

/** The subnets of a plan that another one does not have as they were. */
function moved(before: AddressPlan | undefined, after: AddressPlan): string[] {
  const key = ({ tier, zone, cidr: range, ipv6 }: AddressPlan['subnets'][number], withIpv6: boolean) =>
    [tier, zone, formatCidr(range), ...(withIpv6 ? [ipv6] : [])].join(' ');
  const there = new Set(after.subnets.flatMap((each) => [key(each, true), key(each, false)]));
  return (before?.subnets ?? [])
    .map((each) => key(each, each.ipv6 !== undefined))
    .filter((each) => !there.has(each));
}

test.each(['pinned', 'made'] as const)(
  'through any history of what is %s plans never overlap, always fit, and move no subnet; a shuffled text makes the same plan',
  (kept) => {
    fc.assert(
      fc.property(
        start,
        fc.array(step, { maxLength: 8 }),
        fc.integer({ min: 1, max: 99 }),
        (first, steps, seed) => {
          let draft: Draft = { ...first, avoid: [], subnets: {}, secondary: [] };
          let surroundings: Surroundings = {};
          let last:
            | { readonly text: string; readonly surroundings: Surroundings; readonly plan: AddressPlan }
            | undefined;
          const strangers: string[] = [];
          for (const each of [undefined, ...steps]) {
            const next = each ? change(draft, each) : draft;
            if (each?.do === 'stranger' && last && kept === 'made') {
              const { unused } = last.plan;
              const free = unused[each.place % Math.max(1, unused.length)];
              const range = free && formatCidr({ ...free.cidr, length: 28 });
              if (range !== undefined && !strangers.includes(range)) strangers.push(range);
              surroundings = { vpc: made(last.plan, strangers) };
            }
            const plan = planOrNothing(fileOf(next), surroundings);
            if (!plan) continue;
            draft = next;
            const wrong = { faults: faultsOf(plan, draft, strangers), moved: moved(last?.plan, plan) };
            if (wrong.faults.length > 0 || wrong.moved.length > 0)
              expect(wrong).toEqual({ faults: [], moved: [] });
            last = { text: textOf(draft, seed), surroundings, plan };
            if (kept === 'pinned') draft = { ...draft, ...pinsOf(plan) };
            else surroundings = { vpc: made(plan, strangers) };
          }
          if (!last) return;
          const again = planAddresses(parseNetwork(last.text, { file: 'f' }), last.surroundings);
          expect(textsOf(again)).toEqual(textsOf(last.plan));
        },
      ),
      { numRuns: inject('effort') === 1 ? 5000 : 150 },
    );
  },
);

test('zones that a tier keeps room for are in its part of the VPC, and need no further range', () => {
  fc.assert(
    fc.property(start, fc.shuffledSubarray(zoneIds.slice(0, 4), { minLength: 1 }), (first, order) => {
      let draft: Draft = { ...first, roomForZones: 4, zones: [], avoid: [], subnets: {}, secondary: [] };
      for (const zone of order) {
        draft = { ...draft, zones: [...draft.zones, zone] };
        const plan = planOrNothing(fileOf(draft), {});
        if (!plan) return;
        expect(plan.ranges).toHaveLength(1);
        draft = { ...draft, ...pinsOf(plan) };
      }
    }),
    { numRuns: inject('effort') === 1 ? 2000 : 100 },
  );
});
