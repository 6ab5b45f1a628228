import {
  type Ec2Kind,
  type RegionInstances,
  type RegionResources,
  type ResourceDetails,
  type ResourceKind,
  resourceKindNames,
} from '../account/index.ts';
import type { OriginalTags, Tags } from '../tags/index.ts';
import type { Ec2Location, TaggedKind } from './arns.ts';
import type { RegionNetwork } from './network/region-network.ts';
import { type FurtherKind, furtherKinds } from './network/network-resources.ts';
import { isPrimary } from './resource-facts.ts';

/** The resources of EC2 in one region of one account, at one time. */
export interface RegionState extends Ec2Location {
  readonly instances: RegionInstances;
  /** Described and made ones. */
  readonly resources: RegionResources;
  readonly network: RegionNetwork;
  /** Milliseconds since the start of the server. */
  readonly elapsedMs: number;
}

/** A resource of any kind. */
export interface Ec2Resource {
  readonly kind: TaggedKind;
  readonly id: string;
  readonly original: OriginalTags;
}

// "Recently terminated instances might appear in the returned results. This interval is usually less than one hour."
const TERMINATED_VISIBLE_MS = 3_600_000;

/** Whether EC2 returns an instance at this time. */
export function isKnown(position: number, { instances, elapsedMs }: RegionState): boolean {
  const { visibleAfterMs = 0, goneAfterMs, state } = instances.entryAt(position);
  if (elapsedMs < visibleAfterMs) return false;
  return (
    elapsedMs < (goneAfterMs ?? (state === 'terminated' ? TERMINATED_VISIBLE_MS : Number.POSITIVE_INFINITY))
  );
}

/** Instances first, then one kind after the other. */
const kindOrder: readonly Ec2Kind[] = ['instance', ...resourceKindNames];

function sizeOf(kind: Ec2Kind, { instances, resources }: RegionState): number {
  return kind === 'instance' ? instances.size : resources[kind].size;
}

/** Number of positions, some of which may be empty. */
export function sizeOfAll(state: RegionState): number {
  const { network } = state;
  return describedSize(state) + network.further.size + network.rules().length;
}

function describedSize(state: RegionState): number {
  return kindOrder.reduce((total, kind) => total + sizeOf(kind, state), 0);
}

/** The resource at a position among all of them; `undefined`: none, not yet visible, or gone. */
export function resourceAt(position: number, state: RegionState): Ec2Resource | undefined {
  let rest = position;
  for (const kind of kindOrder) {
    const size = sizeOf(kind, state);
    if (rest < size) return resourceOfKindAt(kind, rest, state);
    rest -= size;
  }
  const { further, rules } = state.network;
  if (rest < further.size) return asResource(further.at(rest));
  const ruleEntry = rules()[rest - further.size];
  return ruleEntry && asResource({ kind: 'security-group-rule', ...ruleEntry.rule });
}

function asResource(
  made: { readonly kind: TaggedKind; readonly id: string; readonly tags: Tags } | undefined,
): Ec2Resource | undefined {
  if (!made) return undefined;
  const { kind, id, tags } = made;
  return { kind, id, original: { tags, everTagged: Object.keys(tags).length > 0 } };
}

/** The resource with this id. */
export function findResource(kind: TaggedKind, id: string, state: RegionState): Ec2Resource | undefined {
  if (kind === 'security-group-rule') {
    const found = state.network.rules().find(({ rule }) => rule.id === id);
    return found && asResource({ kind, ...found.rule });
  }
  if (isFurtherKind(kind)) return asResource(state.network.find(kind, id));
  const { instances, resources } = state;
  const position = kind === 'instance' ? instances.positionOf(id) : resources[kind].positionOf(id);
  return position === undefined ? undefined : resourceOfKindAt(kind, position, state);
}

export function isTaggedKind(kind: string): kind is TaggedKind {
  return (
    (kindOrder as readonly string[]).includes(kind) || kind === 'security-group-rule' || isFurtherKind(kind)
  );
}

function isFurtherKind(kind: string): kind is FurtherKind {
  return Object.hasOwn(furtherKinds, kind);
}

function resourceOfKindAt(kind: Ec2Kind, position: number, state: RegionState): Ec2Resource | undefined {
  return kind === 'instance' ? instanceAt(position, state) : otherAt(kind, position, state);
}

function instanceAt(position: number, state: RegionState): Ec2Resource | undefined {
  if (!isKnown(position, state)) return undefined;
  const { id, tags } = state.instances.at(position);
  const entry = state.instances.entryAt(position);
  const everTagged = entry.tags !== undefined || entry.name !== undefined;
  return { kind: 'instance', id, original: { tags, everTagged } };
}

/** A resource other than an instance; `undefined`: none, or not visible because its instance is not. */
export function detailsAt(
  kind: ResourceKind,
  position: number,
  state: RegionState,
): ResourceDetails | undefined {
  const details = state.resources[kind].at(position);
  if (!details?.instance || !isPrimary(details)) return details;
  return isKnown(details.instance.position, state) ? details : undefined;
}

function otherAt(kind: ResourceKind, position: number, state: RegionState): Ec2Resource | undefined {
  const details = detailsAt(kind, position, state);
  return (
    details && { kind, id: details.id, original: { tags: details.tags, everTagged: details.everTagged } }
  );
}
