import { parseAddress } from '../cidr/index.ts';
import {
  balancerHost,
  type DnsRecord,
  type HostedZone,
  type LoadBalancer,
  type NetworkModel,
  plainName,
} from '../model/index.ts';
import { zonesInDns } from './targets.ts';
import type { Reason } from './walk-types.ts';

/** What a name leads to. */
export interface Resolution {
  readonly addresses: readonly { readonly family: 4 | 6; readonly value: bigint }[];
  readonly balancers: readonly LoadBalancer[];
  /** Which of them, or whether they are all, is not known. */
  readonly doubt?: Reason;
  /** Nothing: why. */
  readonly none?: Reason;
  /** The records and zones that led there. */
  readonly by: readonly string[];
}

/** Aliases and CNAMEs one behind the other. */
const MAX_STEPS = 10;

/**
 * Asks Route 53 for a name: the private zones of the VPC before public ones, the most specific zone, and in it the records
 * that their routing policy and health leave. AWS documentation: "Considerations when working with a private hosted zone",
 * "How Amazon Route 53 chooses records when health checking is configured", "Choosing between alias and non-alias records".
 *
 * @param vpc - from where it is asked; `undefined`: from the internet
 */
export function resolveName(model: NetworkModel, name: string, vpc: string | undefined): Resolution {
  return resolve(model, plainName(name), vpc, MAX_STEPS);
}

function resolve(model: NetworkModel, name: string, vpc: string | undefined, steps: number): Resolution {
  const balancer = balancerNamed(model, name);
  if (balancer) return { addresses: [], balancers: [balancer], by: [] };
  if (steps === 0) return nothing({ kind: 'not-modeled', what: 'loop', of: name });
  const zone = zoneFor(model, name, vpc);
  if ('reason' in zone) return nothing(zone.reason);
  if (!zone.zone) return nothing({ kind: 'not-modeled', what: 'other-name', of: name });
  const { records } = zone.zone;
  if (!records) return nothing({ kind: 'not-collected', part: 'resource-record-sets', of: zone.zone.domain });
  const found = recordsNamed(records, name);
  const cnames = found.filter(({ type }) => type === 'CNAME');
  const used =
    cnames.length > 0
      ? [cnames]
      : [found.filter(({ type }) => type === 'A'), found.filter(({ type }) => type === 'AAAA')];
  const results = used
    .filter((group) => group.length > 0)
    .map((group) => resolveGroup(model, { group, zone: zone.zone!, vpc, steps }));
  if (results.length === 0) return nothing({ kind: 'no-name', name, zone: zone.zone.domain });
  return merged(results, [`${zone.zone.domain}${zone.zone.isPrivate ? ' (private)' : ''}`]);
}

function nothing(none: Reason): Resolution {
  return { addresses: [], balancers: [], none, by: [] };
}

function merged(results: readonly Resolution[], by: readonly string[]): Resolution {
  const doubt = results.find((each) => each.doubt)?.doubt;
  const found = results.filter(({ none }) => !none);
  const none = results.find((each) => each.none)?.none;
  return {
    addresses: found.flatMap(({ addresses }) => addresses),
    balancers: [...new Set(found.flatMap(({ balancers }) => balancers))],
    by: [...by, ...found.flatMap((each) => each.by)],
    ...(doubt && { doubt }),
    // Of several records one that leads nowhere known makes all of it uncertain.
    ...(none && (found.length === 0 ? { none } : { doubt: doubt ?? none })),
  };
}

function balancerNamed(model: NetworkModel, name: string): LoadBalancer | undefined {
  const host = balancerHost(name);
  return model.content.loadBalancers.find(({ dnsName }) => plainName(dnsName) === host);
}

function zoneFor(
  model: NetworkModel,
  name: string,
  vpc: string | undefined,
): { readonly zone: HostedZone | undefined } | { readonly reason: Reason } {
  const scopes = [...model.scopes.values()];
  if (!scopes.some(({ parts }) => parts.has('hosted-zones')))
    return { reason: { kind: 'not-collected', part: 'hosted-zones', of: name } };
  const fitting = model.content.hostedZones
    .filter(({ domain }) => name === domain || name.endsWith(`.${domain}`))
    .toSorted((a, b) => b.domain.length - a.domain.length);
  if (vpc !== undefined) {
    const open = fitting.find((zone) => zone.isPrivate && !zone.vpcs);
    if (open) return { reason: { kind: 'not-collected', part: 'hosted-zone', of: open.domain } };
    const own = fitting.find((zone) => zone.isPrivate && zone.vpcs?.includes(vpc));
    // A private zone that fits hides the public one, even if it has no such record.
    if (own) return { zone: own };
  }
  const zone = fitting.find((each) => !each.isPrivate);
  // Answers of several regions have the same zone, by its id.
  const isOneOfSeveral = fitting.some(
    (each) => !each.isPrivate && each.domain === zone?.domain && each.id !== zone.id,
  );
  return isOneOfSeveral
    ? { reason: { kind: 'not-modeled', what: 'which-zone', of: zone!.domain } }
    : { zone };
}

/** Those with this name; else those of the nearest wildcard. */
function recordsNamed(records: readonly DnsRecord[], name: string): readonly DnsRecord[] {
  const own = records.filter((record) => record.name === name);
  if (own.length > 0) return own;
  const labels = name.split('.');
  for (let at = 1; at < labels.length; at += 1) {
    const wildcard = `*.${labels.slice(at).join('.')}`;
    const found = records.filter((record) => record.name === wildcard);
    if (found.length > 0) return found;
  }
  return [];
}

interface Group {
  readonly group: readonly DnsRecord[];
  readonly zone: HostedZone;
  readonly vpc: string | undefined;
  readonly steps: number;
}

type Health = 'healthy' | 'unhealthy' | 'unknown';

/** Records of one name and type: those that their policy and health leave. */
function resolveGroup(model: NetworkModel, { group, zone, vpc, steps }: Group): Resolution {
  const each = group.map((record) => ({ record, health: healthOf(model, { record, zone, steps }) }));
  const chosen = choose(each);
  const results = chosen.records.map((record) => follow(model, { record, zone, vpc, steps }));
  const all = merged(
    results,
    chosen.records.flatMap(({ setId }) => (setId === undefined ? [] : [setId])),
  );
  const doubt = all.doubt ?? chosen.doubt;
  return { ...all, ...(doubt && { doubt }) };
}

function choose(each: readonly { readonly record: DnsRecord; readonly health: Health }[]): {
  readonly records: readonly DnsRecord[];
  readonly doubt?: Reason;
} {
  const known = each.filter(({ health }) => health !== 'unhealthy');
  const open = each.find(({ health }) => health === 'unknown')?.record;
  const doubt: Reason | undefined = open && {
    kind: 'not-collected',
    part: open.healthCheck === undefined ? 'target-health' : 'health-check-status',
    of: open.healthCheck ?? open.name,
  };
  const records = (list: typeof each) => list.map(({ record }) => record);
  if (each.length === 1) return { records: records(each) };
  // Where all are unhealthy, all count as healthy.
  const pool = known.length === 0 ? each : known;
  const uncertain = doubt ? { records: records(each), doubt } : undefined;
  if (each.some(({ record }) => record.failover)) {
    const primary = pool.filter(({ record }) => record.failover === 'PRIMARY');
    if (uncertain && primary.some(({ health }) => health !== 'healthy')) return uncertain;
    return { records: records(primary.length > 0 ? primary : pool) };
  }
  if (uncertain) return uncertain;
  const byClient = pool.find(({ record }) => record.byClient !== undefined);
  if (byClient && pool.length > 1) {
    return {
      records: records(pool),
      doubt: { kind: 'not-modeled', what: 'which-route', of: byClient.record.name },
    };
  }
  const weighted = pool.filter(({ record }) => record.weight !== undefined && record.weight > 0);
  return { records: records(weighted.length > 0 ? weighted : pool) };
}

function healthOf(
  model: NetworkModel,
  { record, zone, steps }: { readonly record: DnsRecord; readonly zone: HostedZone; readonly steps: number },
): Health {
  let health: Health = 'healthy';
  if (record.healthCheck !== undefined) {
    const { isHealthy } = model.healthChecks.get(record.healthCheck) ?? {};
    if (isHealthy === false) return 'unhealthy';
    if (isHealthy === undefined) health = 'unknown';
  }
  if (!record.alias?.evaluatesHealth) return health;
  const of = aliasHealth(model, { record, zone, steps });
  return of === 'healthy' ? health : of;
}

function aliasHealth(
  model: NetworkModel,
  { record, zone, steps }: { readonly record: DnsRecord; readonly zone: HostedZone; readonly steps: number },
): Health {
  const name = plainName(record.alias!.name);
  const balancer = balancerNamed(model, name);
  if (balancer) {
    const zones = zonesInDns(model, balancer);
    if (!zones) return 'unknown';
    return balancerIsHealthy(model, balancer);
  }
  if (steps === 0 || !zone.records) return 'unknown';
  const others = zone.records.filter((each) => each.name === name && each.type === record.type);
  if (others.length === 0) return 'unknown';
  const all = others.map((each) => healthOf(model, { record: each, zone, steps: steps - 1 }));
  if (all.includes('healthy')) return 'healthy';
  return all.includes('unknown') ? 'unknown' : 'unhealthy';
}

/** A load balancer is healthy while every target group with targets has a healthy one. */
function balancerIsHealthy(model: NetworkModel, balancer: LoadBalancer): Health {
  const groups = (balancer.listeners ?? []).flatMap((listener) =>
    [listener.defaultAction, ...(listener.rules ?? []).map(({ action }) => action)].flatMap((action) =>
      action.kind === 'forward'
        ? action.targets.map(({ targetGroup }) => model.targetGroups.get(targetGroup))
        : [],
    ),
  );
  for (const group of groups) {
    if (!group?.targets) return 'unknown';
    if (group.targetType === 'lambda' || group.targetType === 'alb') continue;
    if (!group.targets.some(({ state }) => state === 'healthy')) return 'unhealthy';
  }
  return 'healthy';
}

function follow(
  model: NetworkModel,
  {
    record,
    vpc,
    steps,
  }: {
    readonly record: DnsRecord;
    readonly vpc: string | undefined;
    readonly steps: number;
    readonly zone: HostedZone;
  },
): Resolution {
  const by = [record.setId === undefined ? record.type : `${record.type} ${record.setId}`];
  if (record.alias) {
    const name = plainName(record.alias.name);
    const balancer = balancerNamed(model, name);
    if (balancer) return { addresses: [], balancers: [balancer], by: [...by, 'alias'] };
    const zone = model.content.hostedZones.some(
      ({ domain }) => name === domain || name.endsWith(`.${domain}`),
    );
    if (!zone) return nothing({ kind: 'not-modeled', what: 'alias', of: name });
    return resolve(model, name, vpc, steps - 1);
  }
  if (record.type === 'CNAME') {
    const [to] = record.values;
    return to === undefined
      ? nothing({ kind: 'no-name', name: record.name, zone: '' })
      : resolve(model, plainName(to), vpc, steps - 1);
  }
  const addresses = record.values.flatMap((text) => parseAddress(text) ?? []);
  return { addresses, balancers: [], by };
}
