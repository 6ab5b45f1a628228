import type { NetworkModel } from '../model/index.ts';
import type { End } from './ends.ts';
import type { Path } from './paths.ts';

/**
 * The paths that a VPC has as it is: from the internet to the listeners of its load balancers, from those to their targets,
 * and out of each subnet that has a way out. What a failure takes away is seen against them.
 */
export function pathsOfVpc(model: NetworkModel, vpc: string): readonly Path[] {
  const paths: Path[] = [];
  const internet: End = { kind: 'internet', label: 'internet' };
  for (const balancer of model.content.loadBalancers.filter((each) => each.vpc === vpc)) {
    const to: End = { kind: 'balancer', label: balancer.shortName, balancer };
    for (const { port, protocol } of balancer.listeners ?? []) {
      const number = protocol === 'UDP' || protocol === 'QUIC' ? 17 : 6;
      const clients = model.content.interfaces.filter(
        (each) => each.vpc === vpc && each.instance !== undefined && !model.balancerOf(each),
      );
      const [first] = clients;
      const from: End | undefined = balancer.isInternetFacing
        ? internet
        : first && { kind: 'interfaces', label: first.instance!, interfaces: [first] };
      if (!from) continue;
      paths.push({
        text: `${from.label} -> ${balancer.shortName}:${port}${number === 17 ? '/udp' : ''}`,
        must: 'reach',
        question: { from, to, protocol: number, ports: [port, port] },
      });
    }
  }
  for (const subnet of model.content.subnets.filter((each) => each.vpc === vpc)) {
    const table = model.routeTableOf(subnet);
    const hasWayOut = table?.routes.some(({ target }) =>
      ['nat-gateway', 'internet-gateway'].includes(target.kind),
    );
    const client = model.content.interfaces.find(
      (each) => each.subnet === subnet.id && each.instance !== undefined,
    );
    if (!hasWayOut || !client) continue;
    const from: End = { kind: 'interfaces', label: client.instance!, interfaces: [client] };
    paths.push({
      text: `${client.instance} -> internet:443`,
      must: 'reach',
      question: { from, to: internet, ports: [443, 443] },
    });
  }
  return paths;
}
