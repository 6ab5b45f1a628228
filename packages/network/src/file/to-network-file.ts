import { compareCidrs } from '../cidr/index.ts';
import { namesOf } from './check-semantics.ts';
import { DEFAULT_ROOM } from './room.ts';
import {
  anyPorts,
  type Endpoint,
  type Listener,
  type LoadBalancer,
  type NetworkFile,
  type Pin,
  type Rule,
} from './network-file.ts';
import { type Names, resolveEnd } from './resolve-end.ts';
import type { RawFile, RawGroup, RawListener, RawLoadBalancer, RawRule } from './shape.ts';
import { compareZones, defaultZones } from './zones.ts';

type RawPins = NonNullable<RawFile['subnets']> extends ReadonlyMap<string, infer T> ? T : never;

/** A file without problems, with its defaults; its order has no meaning any more. */
export function toNetworkFile(raw: RawFile, file: string): NetworkFile {
  const names = namesOf(raw);
  const end = (what: string): Endpoint => {
    const found = resolveEnd(what, names);
    if (typeof found === 'string') throw new TypeError(found);
    return found;
  };
  const source = (what: string): Endpoint => {
    const found = resolveEnd(what, { ...names, tiers: new Set() } satisfies Names);
    if (typeof found === 'string') throw new TypeError(found);
    return found;
  };
  const region = raw.region!;
  return {
    file,
    name: raw.name!,
    region,
    cidr: raw.cidr!,
    secondary: (raw.secondary ?? []).toSorted(compareCidrs),
    zones: (raw.zones ?? defaultZones(region)).toSorted(compareZones),
    roomForZones: raw.roomForZones ?? DEFAULT_ROOM,
    tiers: sorted(raw.tiers!, ({ access, share }, name) => ({
      name,
      access: access!,
      shareBits: share!.bits,
      share: share!.text,
    })),
    nat: raw.nat ?? 'none',
    ipv6: raw.ipv6 ?? false,
    endpoints: (raw.endpoints ?? ['s3', 'dynamodb']).toSorted(),
    avoid: (raw.avoid ?? []).toSorted(compareCidrs),
    tags: Object.fromEntries([...(raw.tags ?? [])].toSorted(([one], [other]) => (one < other ? -1 : 1))),
    groups: sorted(
      raw.groups ?? new Map<string, RawGroup>(),
      ({ description, tier = [...raw.tiers!.keys()], allow = [] }, name) => ({
        name,
        ...(description !== undefined && { description }),
        tiers: tier.toSorted(),
        allow: allow.map((rule) => toRule(rule, source)),
      }),
    ),
    loadBalancers: sorted(raw.loadBalancers ?? new Map<string, RawLoadBalancer>(), (balancer, name) =>
      toLoadBalancer(balancer, name, source),
    ),
    paths: (raw.paths ?? []).map(({ text, must, from, to, ports = anyPorts, protocol }) => ({
      text,
      must,
      from: end(from.what),
      to: end(to.what),
      ports,
      protocol,
    })),
    pins: sorted(raw.subnets ?? new Map<string, RawPins>(), (byZone) =>
      sorted(byZone, (pins) =>
        pins
          .map(({ cidr, ipv6 }): Pin => ({ cidr: cidr!, ...(ipv6 !== undefined && { ipv6 }) }))
          .toSorted((one, other) => compareCidrs(one.cidr, other.cidr)),
      ),
    ),
  };
}

function toRule(
  { from = [], ports = [anyPorts], protocol = 'tcp' }: RawRule,
  source: (what: string) => Endpoint,
): Rule {
  return { from: from.map(source), ports, protocol };
}

function toLoadBalancer(
  { type = 'application', scheme, tier, from, listeners = [], record }: RawLoadBalancer,
  name: string,
  source: (what: string) => Endpoint,
): LoadBalancer {
  return {
    name,
    type,
    scheme: scheme!,
    tier: tier!,
    // Who is to reach it, is not guessed for one that is internal: all of the VPC is what "internal" means.
    from: (from ?? [scheme === 'internet-facing' ? 'internet' : 'vpc']).map(source),
    listeners: listeners
      .map((listener) => toListener(listener, type))
      .toSorted((one, other) => one.port - other.port),
    ...(record && { record: { name: record.name!, hostedZone: record.hostedZone! } }),
  };
}

function toListener(
  { port, protocol, certificate, target }: RawListener,
  type: LoadBalancer['type'],
): Listener {
  const usual = type === 'application' ? 'HTTP' : 'TCP';
  return {
    port: port!,
    protocol: protocol ?? usual,
    ...(certificate !== undefined && { certificate }),
    target: {
      port: target!.port!,
      protocol: target!.protocol ?? (protocol === 'UDP' ? 'UDP' : usual),
      type: target!.type ?? 'instance',
      ...(target!.health !== undefined && { health: target!.health }),
    },
  };
}

/** A map in the order of its names. */
function sorted<Raw, T>(
  map: ReadonlyMap<string, Raw>,
  read: (raw: Raw, name: string) => T,
): ReadonlyMap<string, T> {
  const names = [...map.keys()].toSorted();
  return new Map(names.map((name) => [name, read(map.get(name)!, name)]));
}
