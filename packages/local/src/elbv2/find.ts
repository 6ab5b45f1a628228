import { idsOf, listedItem } from '../listed/list-operation.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import type { BalancerContext } from './context.ts';
import { balancerNotFound, describedOnly, listenerNotFound, targetGroupNotFound } from './errors.ts';
import type { Listener, LoadBalancer, Rule, TargetGroup } from './model.ts';
import { elementAt, membersAt, textAt } from './parameters.ts';
import { isIn, within } from './store.ts';
import type { XmlElements } from '../xml.ts';

const types: Readonly<Record<string, string>> = { app: 'application', gwy: 'gateway', net: 'network' };

type Known = Pick<BalancerContext, 'store' | 'registry' | 'clock'>;

/** Whether reads find something already. */
export function isFound(
  { visibleMs = 0 }: { readonly visibleMs?: number },
  { clock }: Pick<Known, 'clock'>,
): boolean {
  return visibleMs <= clock.now();
}

/** The load balancers of an account and region that are found: those of the account file in the order of their ARNs, then those created here. */
export function balancersOf(context: Known, scope: AccountRegion): readonly LoadBalancer[] {
  return allBalancersOf(context, scope).filter((balancer) => isFound(balancer, context));
}

/** The same with those that are not found yet. */
export function allBalancersOf(
  { store, registry }: Pick<BalancerContext, 'store' | 'registry'>,
  scope: AccountRegion,
): readonly LoadBalancer[] {
  const described = registry.others('elasticloadbalancing:loadbalancer', scope).flatMap((resource) => {
    const { arn, name: path, attributes, links, createdAt, tags } = listedItem(resource, registry);
    const [kind = '', name] = path.split('/');
    // `loadbalancer/NAME` are classic ones.
    if (name === undefined) return [];
    return {
      arn,
      name: attributes.name ?? name,
      type: attributes.kind ?? types[kind],
      scheme: attributes.scheme,
      dnsName: attributes.dnsName,
      vpcId: idsOf(links, 'vpc')[0],
      groups: idsOf(links, 'security-group'),
      createdMs: createdAt === undefined ? undefined : Date.parse(createdAt),
      attributes: {},
      tags,
      described: { status: attributes.status, createdAt },
    };
  });
  return [...described, ...within(store.balancers, scope)];
}

/** @throws AwsError `LoadBalancerNotFound` */
export function balancerAt(context: Known, arn: string, scope: AccountRegion): LoadBalancer {
  const found = balancersOf(context, scope).find((balancer) => balancer.arn === arn);
  if (!found) throw balancerNotFound();
  return found;
}

/** @throws AwsError `LoadBalancerNotFound`; `OperationNotPermitted` for one of the account file */
export function changeableBalancer(context: Known, arn: string, scope: AccountRegion): LoadBalancer {
  const balancer = balancerAt(context, arn, scope);
  if (balancer.described) throw describedOnly(arn);
  return balancer;
}

/** @throws AwsError `TargetGroupNotFound` */
export function targetGroupAt(
  context: Pick<BalancerContext, 'store' | 'clock'>,
  arn: string,
  scope: AccountRegion,
): TargetGroup {
  const group = context.store.groups.get(arn);
  if (!group || !isIn(arn, scope) || !isFound(group, context)) throw targetGroupNotFound();
  return group;
}

/** @throws AwsError `ListenerNotFound` */
export function listenerAt(
  context: Pick<BalancerContext, 'store' | 'clock'>,
  arn: string,
  scope: AccountRegion,
): Listener {
  const listener = context.store.listeners.get(arn);
  if (!listener || !isIn(arn, scope) || !isFound(listener, context)) throw listenerNotFound();
  return listener;
}

export function listenersOf({ store }: Pick<BalancerContext, 'store'>, balancerArn: string): Listener[] {
  return [...store.listeners.values()].filter((listener) => listener.balancerArn === balancerArn);
}

/** By their priority, without the default one. */
export function rulesOf({ store }: Pick<BalancerContext, 'store'>, listenerArn: string): Rule[] {
  return [...store.rules.values()]
    .filter((rule) => rule.listenerArn === listenerArn)
    .toSorted((one, other) => one.priority - other.priority);
}

/** The target groups that actions forward to. */
export function forwardedTo(actions: readonly XmlElements[]): string[] {
  const arns = actions.flatMap((action) => [
    textAt(action, 'TargetGroupArn'),
    ...membersAt(elementAt(action, 'ForwardConfig'), 'TargetGroups').map((group) =>
      textAt(group, 'TargetGroupArn'),
    ),
  ]);
  return [...new Set(arns.filter((arn) => arn !== undefined))];
}

/** The load balancers that forward to a target group. */
export function usersOf({ store }: Pick<BalancerContext, 'store'>, groupArn: string): string[] {
  const users = new Set<string>();
  for (const { balancerArn, actions } of store.listeners.values())
    if (forwardedTo(actions).includes(groupArn)) users.add(balancerArn);
  for (const { listenerArn, actions } of store.rules.values()) {
    const balancerArn = store.listeners.get(listenerArn)?.balancerArn;
    if (balancerArn !== undefined && forwardedTo(actions).includes(groupArn)) users.add(balancerArn);
  }
  return [...users];
}
