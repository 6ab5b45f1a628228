import { type Address, parseAddress } from '../cidr/index.ts';
import type { LoadBalancer, NetworkModel, Target, TargetGroup } from '../model/index.ts';
import type { Reason } from './walk-types.ts';

export type UsedTargets =
  | {
      readonly kind: 'known';
      readonly targets: readonly Target[];
      /** All are unhealthy, or too many: all get traffic. */
      readonly failsOpen: boolean;
      /** Only one or some of them get traffic; which, is not known. */
      readonly isOneOf?: Reason;
    }
  | { readonly kind: 'unknown'; readonly reason: Reason };

/** These get no new connections, whatever the health of others. */
const unusableStates = new Set(['unused', 'draining', 'unhealthy.draining']);

/**
 * The targets that a node of a load balancer sends to. Across zones or in its own; the healthy ones, or all where fewer than
 * the threshold are healthy. AWS documentation: "Target group health" ("Unhealthy state actions"), "Health checks for
 * Application Load Balancer target groups" (fail open), "Cross-zone load balancing".
 *
 * @param zone - of the node
 */
export function usedTargets(
  model: NetworkModel,
  balancer: LoadBalancer,
  group: TargetGroup,
  zone: string | undefined,
): UsedTargets {
  if (!group.targets)
    return { kind: 'unknown', reason: { kind: 'not-collected', part: 'target-health', of: group.shortName } };
  const enabled = new Set(balancer.zones.map((each) => each.zone));
  const registered = group.targets.filter((target) => {
    if (unusableStates.has(target.state)) return false;
    const at = zoneOf(model, group, target);
    return at === undefined || at === 'all' || enabled.has(at);
  });
  const inZone = registered.filter((target) => {
    const at = zoneOf(model, group, target);
    return at === undefined || at === 'all' || at === zone;
  });
  const isSame = inZone.length === registered.length;
  const crossZone = isCrossZone(balancer, group);
  const limits = thresholds(group);
  const [own, all] = [choose(inZone, limits), choose(registered, limits)];
  const isAgreed = isSame || sameTargets(own.targets, all.targets);
  const isWhole =
    limits !== undefined || registered.every(isHealthy) || registered.every((each) => !isHealthy(each));
  if ((crossZone === undefined && !isAgreed) || !isWhole) {
    const reason: Reason = {
      kind: 'not-collected',
      part: crossZone === undefined && !isAgreed ? crossZonePart(balancer, group) : 'target-group-attributes',
      of: group.shortName,
    };
    return { kind: 'known', targets: registered, failsOpen: false, isOneOf: reason };
  }
  const chosen = crossZone === false ? own : all;
  return { kind: 'known', targets: chosen.targets, failsOpen: chosen.failsOpen };
}

function crossZonePart(balancer: LoadBalancer, group: TargetGroup) {
  return group.attributes && !balancer.attributes ? 'load-balancer-attributes' : 'target-group-attributes';
}

/** The zone of a target as registered, or of the instance. */
export function zoneOf(model: NetworkModel, group: TargetGroup, target: Target): string | undefined {
  if (group.targetType !== 'instance') return target.zone;
  const [primary] = model.interfacesOf(target.id);
  return (primary && model.subnets.get(primary.subnet)?.zone) ?? target.zone;
}

export function isHealthy({ state, reason }: Target): boolean {
  return state === 'healthy' || reason === 'Target.HealthCheckDisabled';
}

function choose(
  targets: readonly Target[],
  limits: Thresholds | undefined,
): { readonly targets: readonly Target[]; readonly failsOpen: boolean } {
  const healthy = targets.filter(isHealthy);
  const { count, percent } = limits ?? { count: 1, percent: 0 };
  const isEnough = healthy.length >= count && healthy.length * 100 >= percent * targets.length;
  if (isEnough && healthy.length > 0) return { targets: healthy, failsOpen: false };
  return { targets, failsOpen: targets.length > 0 };
}

interface Thresholds {
  readonly count: number;
  readonly percent: number;
}

/** From which number of healthy targets on the others get nothing. `undefined`: not collected. */
function thresholds({ attributes }: TargetGroup): Thresholds | undefined {
  if (!attributes) return undefined;
  return {
    count:
      numberAt(attributes, 'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count') ?? 1,
    percent:
      numberAt(
        attributes,
        'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage',
      ) ?? 0,
  };
}

function numberAt(attributes: ReadonlyMap<string, string>, key: string): number | undefined {
  const value = Number(attributes.get(key));
  return Number.isFinite(value) && value >= 0 ? value : undefined;
}

/** `undefined`: depends on attributes that were not collected. */
function isCrossZone(balancer: LoadBalancer, group: TargetGroup): boolean | undefined {
  const own = group.attributes?.get('load_balancing.cross_zone.enabled');
  if (own === 'true' || own === 'false') return own === 'true';
  if (!group.attributes) return undefined;
  if (balancer.kind === 'application') return true;
  if (!balancer.attributes) return undefined;
  return balancer.attributes.get('load_balancing.cross_zone.enabled') === 'true';
}

function sameTargets(one: readonly Target[], other: readonly Target[]): boolean {
  return one.length === other.length && one.every((target) => other.includes(target));
}

/**
 * Whether a zone of a load balancer is in its DNS name: as long as each of its target groups has enough healthy targets for
 * the zone, or no zone has. AWS documentation: "Target group health" (DNS failover). `undefined`: not known.
 */
export function zonesInDns(model: NetworkModel, balancer: LoadBalancer): readonly string[] | undefined {
  const all = balancer.zones.map(({ zone }) => zone);
  if (all.length < 2) return all;
  const { listeners } = balancer;
  if (!listeners) return undefined;
  const used = new Set(
    listeners.flatMap((listener) =>
      [listener.defaultAction, ...(listener.rules ?? []).map(({ action }) => action)].flatMap((action) =>
        action.kind === 'forward' ? action.targets.map(({ targetGroup }) => targetGroup) : [],
      ),
    ),
  );
  if (balancer.kind === 'application' && listeners.some(({ rules }) => !rules)) return undefined;
  let healthy = new Set(all);
  for (const id of used) {
    const group = model.targetGroups.get(id);
    if (!group) return undefined;
    if (group.targetType === 'lambda' || group.targetType === 'alb') continue;
    const { targets } = group;
    if (!targets) return undefined;
    const crossZone = isCrossZone(balancer, group);
    const live = targets.filter((target) => isHealthy(target) && !unusableStates.has(target.state));
    const ofZone = (zone: string) =>
      live.some((target) => {
        const at = zoneOf(model, group, target);
        return at === undefined || at === 'all' || at === zone;
      });
    if (crossZone === undefined && all.some((zone) => !ofZone(zone))) return undefined;
    if (crossZone !== false) continue;
    healthy = new Set([...healthy].filter(ofZone));
  }
  return healthy.size === 0 ? all : all.filter((zone) => healthy.has(zone));
}

/** The address of a target, or why it has none. */
export function addressOf(
  model: NetworkModel,
  group: TargetGroup,
  target: Target,
): Address | (Reason & { readonly isUnknown?: true }) {
  const gone = { kind: 'target-gone', targetGroup: group.shortName, target: target.id } as const;
  if (group.targetType === 'ip') return parseAddress(target.id) ?? gone;
  const [primary] = model.interfacesOf(target.id);
  if (!primary) {
    return model.isCollected(group, 'network-interfaces')
      ? gone
      : { kind: 'not-collected', part: 'network-interfaces', of: target.id, isUnknown: true };
  }
  const address = group.family === 4 ? primary.addresses[0]?.private : primary.ipv6[0];
  return address ?? { kind: 'no-address', what: primary.id };
}

/**
 * Whether targets see the client's address. AWS documentation: "Edit target group attributes for your Network Load Balancer"
 * ("Client IP preservation"). Application load balancers always send from their own.
 *
 * @returns `undefined` if its attributes were not collected and it depends on them
 */
export function keepsClient(
  balancer: LoadBalancer,
  group: TargetGroup,
  clientFamily: 4 | 6,
): boolean | undefined {
  if (balancer.kind === 'application') return false;
  // Between families there is nothing to keep.
  if (clientFamily !== group.family) return false;
  const isTcp = group.protocol === 'TCP' || group.protocol === 'TLS';
  if (!isTcp) return true;
  if (!group.attributes) return undefined;
  const attribute = group.attributes.get('preserve_client_ip.enabled');
  return attribute === undefined ? group.targetType === 'instance' : attribute === 'true';
}
