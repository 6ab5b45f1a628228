import { unknownIds } from '../errors.ts';
import type { ResourceDetails, ResourceKind, RegionResources } from '../../account/index.ts';
import { createValueGenerator } from '../../account/value-generator.ts';
import type { Ec2Location } from '../arns.ts';
import { describedNetworkResource } from './described-network-resources.ts';
import type { NetworkStore, NetworkRegionState, NetworkResourceChange } from './network-store.ts';
import {
  type FurtherKind,
  furtherKinds,
  type GroupRule,
  idPrefixes,
  type SecurityGroup,
  type NetworkResource,
  type NetworkResourceKind,
  type NetworkResources,
} from './network-resources.ts';

/** The network of one region of an account, at one time: what was described, and what became of it. */
export interface RegionNetwork extends Ec2Location {
  readonly nowMs: number;
  /** What was made or changed since, if it is found already; `undefined` for what is as it was described. */
  made(id: string): NetworkResource | undefined;
  /** `undefined`: there is none, or it is not found yet. */
  find<Kind extends NetworkResourceKind>(kind: Kind, id: string): NetworkResources[Kind] | undefined;
  /** @throws AwsError `InvalidVpcID.NotFound` and the like */
  get<Kind extends NetworkResourceKind>(kind: Kind, id: string): NetworkResources[Kind];
  /** All of a kind; also those that are not found yet. */
  all<Kind extends NetworkResourceKind>(kind: Kind): readonly NetworkResources[Kind][];
  /** All of a kind that are found, in the order in which they were made. */
  found<Kind extends NetworkResourceKind>(kind: Kind): readonly NetworkResources[Kind][];
  /** What was made or changed of a kind since it was described. */
  changed<Kind extends NetworkResourceKind>(kind: Kind): readonly NetworkResources[Kind][];
  /** Described interfaces, which may be very many; those of instances too. */
  describedInterfaces(): Iterable<ResourceDetails>;
  /** Whether a resource was described, and not made here. */
  isDescribed(kind: NetworkResourceKind, id: string): boolean;
  /** Resources of kinds that are not described, by position; `undefined`: none, or not found yet. */
  readonly further: {
    readonly size: number;
    at(position: number): NetworkResources[FurtherKind] | undefined;
  };
  /** The rules of all groups that are found; those that were described and not changed have none. */
  rules(): readonly { readonly group: SecurityGroup; readonly rule: GroupRule }[];
  /** The number and id of a resource to be made. */
  next(kind: NetworkResourceKind): { readonly id: string; readonly serial: number };
  /** An id of another resource: `rtbassoc-…`; unique if the word is. */
  idOf(prefix: string, word: string): string;
  /** @throws AwsError if the changes cannot be stored: none is made then */
  commit(...changes: readonly NetworkResourceChange[]): void;
}

const isFurther = (kind: NetworkResourceKind): boolean => Object.hasOwn(furtherKinds, kind);

/** @param described what the account file has, without what was made since */
export function openRegionNetwork(
  store: NetworkStore,
  location: Ec2Location,
  described: RegionResources,
  nowMs: number,
): RegionNetwork {
  const { accountId, region } = location;
  const state: NetworkRegionState = store.region(location);
  // Several may be made by one call.
  let serial = state.nextSerial;

  const isVisible = (resource: NetworkResource) =>
    resource.visibleMs === undefined || resource.visibleMs <= nowMs;

  function describedAt(kind: NetworkResourceKind, id: string): NetworkResource | undefined {
    if (isFurther(kind) || state.removed.has(id)) return undefined;
    const table = described[kind as ResourceKind];
    const position = table.positionOf(id);
    const details = position === undefined ? undefined : table.at(position);
    return details && describedNetworkResource(details, described, location);
  }

  function find<Kind extends NetworkResourceKind>(
    kind: Kind,
    id: string,
  ): NetworkResources[Kind] | undefined {
    const resource = state.resources.get(id) ?? describedAt(kind, id);
    return resource?.kind === kind && isVisible(resource) ? (resource as NetworkResources[Kind]) : undefined;
  }

  function* each(kind: NetworkResourceKind): Generator<NetworkResource> {
    // Interfaces of instances are looked at where they matter only: there may be very many.
    if (!isFurther(kind) && kind !== 'network-interface') {
      const table = described[kind as ResourceKind];
      for (let position = 0; position < table.size; position++) {
        const details = table.at(position);
        if (!details || state.removed.has(details.id)) continue;
        const resource =
          state.resources.get(details.id) ?? describedNetworkResource(details, described, location);
        if (resource) yield resource;
      }
    }
    for (const resource of state.resources.values()) {
      if (resource.kind === kind && (resource.serial >= 0 || kind === 'network-interface')) yield resource;
    }
  }

  let rules: readonly { readonly group: SecurityGroup; readonly rule: GroupRule }[] | undefined;
  const changed = <Kind extends NetworkResourceKind>(kind: Kind) =>
    [...state.resources.values()].filter(
      (resource) => resource.kind === kind,
    ) as unknown as readonly NetworkResources[Kind][];
  // What one call asks for again and again, until something changes.
  let version = state.version;
  const kept = new Map<NetworkResourceKind, readonly NetworkResource[]>();
  function all<Kind extends NetworkResourceKind>(kind: Kind): readonly NetworkResources[Kind][] {
    if (version !== state.version) {
      kept.clear();
      version = state.version;
    }
    const resources = kept.get(kind) ?? [...each(kind)];
    kept.set(kind, resources);
    return resources as unknown as readonly NetworkResources[Kind][];
  }

  return {
    accountId,
    region,
    nowMs,
    made(id) {
      const resource = state.resources.get(id);
      return resource && isVisible(resource) ? resource : undefined;
    },
    find,
    get(kind, id) {
      const resource = find(kind, id);
      if (!resource) throw unknownIds(kind, [id]);
      return resource;
    },
    all,
    found: (kind) => all(kind).filter(isVisible),
    changed,
    *describedInterfaces() {
      const table = described['network-interface'];
      for (let position = 0; position < table.size; position++) {
        const details = table.at(position);
        if (details && !state.removed.has(details.id) && !state.resources.has(details.id)) yield details;
      }
    },
    further: {
      size: state.nextSerial,
      at(position) {
        const resource = state.bySerial.get(position);
        return resource && isFurther(resource.kind) && isVisible(resource)
          ? (resource as NetworkResources[FurtherKind])
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
