import { unknownIds } from '../errors.ts';
import type { ResourceDetails, ResourceKind, RegionResources } from '../../account/index.ts';
import { createValueGenerator } from '../../account/value-generator.ts';
import type { Ec2Location } from '../arns.ts';
import { describedThing } from './described-things.ts';
import type { NetworkStore, RegionThings, ThingChange } from './network-store.ts';
import {
  type FurtherKind,
  furtherKinds,
  type GroupRule,
  idPrefixes,
  type SecurityGroup,
  type Thing,
  type ThingKind,
  type Things,
} from './things.ts';

/** The network of one region of an account, at one time: what was described, and what became of it. */
export interface RegionNetwork extends Ec2Location {
  readonly nowMs: number;
  /** What was made or changed since, if it is found already; `undefined` for what is as it was described. */
  made(id: string): Thing | undefined;
  /** `undefined`: there is none, or it is not found yet. */
  find<Kind extends ThingKind>(kind: Kind, id: string): Things[Kind] | undefined;
  /** @throws AwsError `InvalidVpcID.NotFound` and the like */
  get<Kind extends ThingKind>(kind: Kind, id: string): Things[Kind];
  /** All of a kind; also those that are not found yet. */
  all<Kind extends ThingKind>(kind: Kind): readonly Things[Kind][];
  /** All of a kind that are found, in the order in which they were made. */
  found<Kind extends ThingKind>(kind: Kind): readonly Things[Kind][];
  /** What was made or changed of a kind since it was described. */
  changed<Kind extends ThingKind>(kind: Kind): readonly Things[Kind][];
  /** Described interfaces, which may be very many; those of instances too. */
  describedInterfaces(): Iterable<ResourceDetails>;
  /** Whether a thing was described, and not made here. */
  isDescribed(kind: ThingKind, id: string): boolean;
  /** Things of kinds that are not described, by position; `undefined`: none, or not found yet. */
  readonly further: { readonly size: number; at(position: number): Things[FurtherKind] | undefined };
  /** The rules of all groups that are found; those that were described and not changed have none. */
  rules(): readonly { readonly group: SecurityGroup; readonly rule: GroupRule }[];
  /** The number and id of a thing to be made. */
  next(kind: ThingKind): { readonly id: string; readonly serial: number };
  /** An id of another thing: `rtbassoc-…`; unique if the word is. */
  idOf(prefix: string, word: string): string;
  /** @throws AwsError if the changes cannot be stored: none is made then */
  commit(...changes: readonly ThingChange[]): void;
}

const isFurther = (kind: ThingKind): boolean => Object.hasOwn(furtherKinds, kind);

/** @param described what the account file has, without what was made since */
export function openRegionNetwork(
  store: NetworkStore,
  location: Ec2Location,
  described: RegionResources,
  nowMs: number,
): RegionNetwork {
  const { accountId, region } = location;
  const state: RegionThings = store.region(location);
  // Several may be made by one call.
  let serial = state.nextSerial;

  const isVisible = (thing: Thing) => thing.visibleMs === undefined || thing.visibleMs <= nowMs;

  function describedAt(kind: ThingKind, id: string): Thing | undefined {
    if (isFurther(kind) || state.removed.has(id)) return undefined;
    const table = described[kind as ResourceKind];
    const position = table.positionOf(id);
    const details = position === undefined ? undefined : table.at(position);
    return details && describedThing(details, described, location);
  }

  function find<Kind extends ThingKind>(kind: Kind, id: string): Things[Kind] | undefined {
    const thing = state.things.get(id) ?? describedAt(kind, id);
    return thing?.kind === kind && isVisible(thing) ? (thing as Things[Kind]) : undefined;
  }

  function* each(kind: ThingKind): Generator<Thing> {
    // Interfaces of instances are looked at where they matter only: there may be very many.
    if (!isFurther(kind) && kind !== 'network-interface') {
      const table = described[kind as ResourceKind];
      for (let position = 0; position < table.size; position++) {
        const details = table.at(position);
        if (!details || state.removed.has(details.id)) continue;
        const thing = state.things.get(details.id) ?? describedThing(details, described, location);
        if (thing) yield thing;
      }
    }
    for (const thing of state.things.values()) {
      if (thing.kind === kind && (thing.serial >= 0 || kind === 'network-interface')) yield thing;
    }
  }

  let rules: readonly { readonly group: SecurityGroup; readonly rule: GroupRule }[] | undefined;
  const changed = <Kind extends ThingKind>(kind: Kind) =>
    [...state.things.values()].filter((thing) => thing.kind === kind) as unknown as readonly Things[Kind][];
  // What one call asks for again and again, until something changes.
  let version = state.version;
  const kept = new Map<ThingKind, readonly Thing[]>();
  function all<Kind extends ThingKind>(kind: Kind): readonly Things[Kind][] {
    if (version !== state.version) {
      kept.clear();
      version = state.version;
    }
    const things = kept.get(kind) ?? [...each(kind)];
    kept.set(kind, things);
    return things as unknown as readonly Things[Kind][];
  }

  return {
    accountId,
    region,
    nowMs,
    made(id) {
      const thing = state.things.get(id);
      return thing && isVisible(thing) ? thing : undefined;
    },
    find,
    get(kind, id) {
      const thing = find(kind, id);
      if (!thing) throw unknownIds(kind, [id]);
      return thing;
    },
    all,
    found: (kind) => all(kind).filter(isVisible),
    changed,
    *describedInterfaces() {
      const table = described['network-interface'];
      for (let position = 0; position < table.size; position++) {
        const details = table.at(position);
        if (details && !state.removed.has(details.id) && !state.things.has(details.id)) yield details;
      }
    },
    further: {
      size: state.nextSerial,
      at(position) {
        const thing = state.bySerial.get(position);
        return thing && isFurther(thing.kind) && isVisible(thing)
          ? (thing as Things[FurtherKind])
          : undefined;
      },
    },
    rules() {
      // Of one call: what it changes is not asked for again.
      rules ??= changed('security-group')
        .filter(isVisible)
        .flatMap((group) => group.rules.map((rule) => ({ group, rule })));
      return rules;
    },
    isDescribed: (kind, id) =>
      !isFurther(kind) && described[kind as ResourceKind].positionOf(id) !== undefined,
    next(kind) {
      // Others may have been made since this was opened.
      const own = Math.max(serial, state.nextSerial);
      serial = own + 1;
      const hex = createValueGenerator(accountId, region, 'made network').hex(own, 16);
      return { id: `${idPrefixes[kind]}-0${hex}`, serial: own };
    },
    idOf: (prefix, word) => `${prefix}-0${createValueGenerator(accountId, region, prefix, word).hex(0, 16)}`,
    commit: (...changes) => store.commit(location, changes, serial),
  };
}
