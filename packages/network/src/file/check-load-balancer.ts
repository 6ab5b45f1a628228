import { didYouMean } from '@groundcrew/errors';
import type { Path, ReportAt } from '@groundcrew/settings';
import { LOAD_BALANCER_MAX_LENGTH, MAX_RANGE_LENGTH } from '../vpc-rules/index.ts';
import { checkSources } from './check-sources.ts';
import { loadBalancerName, MAX_BALANCER_NAME, targetGroupName } from './names.ts';
import type { Names } from './resolve-end.ts';
import { DEFAULT_ROOM, slotBits } from './room.ts';
import type { RawFile, RawListener, RawLoadBalancer } from './shape.ts';

/** Whether a load balancer can be made: its names, its tier, its listeners. */
export function checkLoadBalancer(
  { type = 'application', scheme, tier, listeners = [], from = [] }: RawLoadBalancer,
  name: string,
  { name: network = '', tiers, cidr, roomForZones = DEFAULT_ROOM }: RawFile,
  { zones, names }: { readonly zones: readonly string[]; readonly names: Names },
  report: ReportAt,
): void {
  const path = ['loadBalancers', name];
  checkSources(from, path, names, report);
  const target = ({ port, protocol, target: to }: RawListener) =>
    targetGroupName(network, name, {
      port: to?.port ?? port ?? 0,
      protocol: to?.protocol ?? (type === 'application' ? 'HTTP' : (protocol ?? 'TCP')),
      type: to?.type ?? 'instance',
    });
  const awsNames = [
    loadBalancerName(network, { name, type, scheme: scheme ?? 'internal' }),
    ...listeners.map(target),
  ];
  const long = awsNames.find((each) => each.length > MAX_BALANCER_NAME);
  if (long !== undefined) {
    report(
      path,
      'key',
      `makes the name ${long}, of more than ${MAX_BALANCER_NAME} characters; choose a shorter one`,
    );
  }
  // "internal-" is the beginning of AWS's own names (CreateLoadBalancer).
  if (network === 'internal')
    report(['name'], 'value', `makes the name ${awsNames[0]}; AWS has names with internal- for itself`);
  const found = tier === undefined ? undefined : tiers?.get(tier);
  if (tier !== undefined && tiers && !found) {
    const known = didYouMean(tier, [...tiers.keys()]) || `; there are ${[...tiers.keys()].join(', ')}`;
    report([...path, 'tier'], 'value', `there is no tier "${tier}"${known}`);
  }
  if (found?.access !== undefined && scheme === 'internet-facing' && found.access !== 'public') {
    report(
      [...path, 'tier'],
      'value',
      `"${tier}" is ${found.access}, and the load balancer is internet-facing: nothing would reach it; name a public tier`,
    );
  }
  if (scheme === 'internal' && from.includes('internet')) {
    report(
      [...path, 'from'],
      'value',
      'has internet, and the load balancer is internal; take one of them out',
    );
  }
  if (type === 'application' && zones.length < 2) {
    report(
      path,
      'key',
      'is an application load balancer, which needs subnets in two zones; add a zone, or write type: network',
    );
  }
  const length = found?.share && cidr ? cidr.length + found.share.bits + slotBits(roomForZones) : 0;
  if (length > LOAD_BALANCER_MAX_LENGTH && length <= MAX_RANGE_LENGTH) {
    report(
      [...path, 'tier'],
      'value',
      `"${tier}" has subnets of /${length}, and a load balancer needs /27 at least; give the tier a larger share`,
    );
  }
  const ports = new Set<string>();
  for (const [index, listener] of listeners.entries()) {
    checkListener(listener, type, [...path, 'listeners', index], report);
    const key = `${listener.port}`;
    if (ports.has(key))
      report([...path, 'listeners', index, 'port'], 'value', `${key} is the port of another listener`);
    ports.add(key);
  }
}

const protocolsOf = { application: ['HTTP', 'HTTPS'], network: ['TCP', 'TLS', 'UDP'] } as const;

function checkListener(
  { protocol, certificate, target }: RawListener,
  type: 'application' | 'network',
  path: Path,
  report: ReportAt,
): void {
  const allowed: readonly string[] = protocolsOf[type];
  for (const [given, at] of [
    [protocol, ['protocol']],
    [target?.protocol, ['target', 'protocol']],
  ] as const) {
    if (given !== undefined && !allowed.includes(given)) {
      const which = type === 'application' ? 'an application' : 'a network';
      report(
        [...path, ...at],
        'value',
        `"${given}" is not a protocol of ${which} load balancer, which has ${allowed.join(', ')}`,
      );
    }
  }
  const isSecure = protocol === 'HTTPS' || protocol === 'TLS';
  if (isSecure && certificate === undefined)
    report(path, 'value', `has no certificate, and ${protocol} needs one`);
  if (!isSecure && certificate !== undefined) {
    report(
      [...path, 'certificate'],
      'value',
      `is for HTTPS and TLS, and the protocol is ${protocol ?? 'not given'}`,
    );
  }
}
