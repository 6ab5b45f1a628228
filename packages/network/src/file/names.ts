import type { Listener, LoadBalancer } from './network-file.ts';

/** The most characters of the name of a load balancer or a target group (CreateLoadBalancer, CreateTargetGroup). */
export const MAX_BALANCER_NAME = 32;

/**
 * The name of a load balancer in AWS. Its type and scheme cannot be changed: of another one it is another load balancer, of
 * another name, so that it can be made before the old one goes.
 */
export function loadBalancerName(
  network: string,
  { name, type, scheme }: Pick<LoadBalancer, 'name' | 'type' | 'scheme'>,
): string {
  return `${network}-${name}${type === 'network' ? '-n' : ''}${scheme === 'internal' ? '-i' : ''}`;
}

/** The name of a target group in AWS, of whose protocol, port and type the same is true. */
export function targetGroupName(
  network: string,
  balancer: string,
  { port, protocol, type }: Omit<Listener['target'], 'health'>,
): string {
  const suffix = `${protocol === 'HTTP' ? '' : `-${protocol.toLowerCase()}`}${type === 'ip' ? '-ip' : ''}`;
  return `${network}-${balancer}-${port}${suffix}`;
}
