import { parseAddress } from '../cidr/index.ts';
import type { LoadBalancer, NetworkInterface, NetworkModel, Target, TargetGroup } from '../model/index.ts';
import { resolveName } from './names.ts';
import { isHealthy } from './targets.ts';
import type { Question } from './question.ts';
import { trace, type Verdict } from './trace.ts';
import type { Reason } from './walk-types.ts';

/** A health check of a target that is not healthy, traced from a node of its load balancer. */
export interface TracedHealthCheck {
  readonly node: string;
  readonly target: string;
  readonly state: string;
  readonly verdict: Verdict;
  readonly reason?: Reason;
}

const MAX_CHECKS = 12;

/** Why targets of the load balancers that a question leads to may be unhealthy: whether their health checks arrive. */
export function traceHealthChecks(model: NetworkModel, { to }: Question): readonly TracedHealthCheck[] {
  const balancers =
    to.kind === 'balancer'
      ? [to.balancer]
      : to.kind === 'name'
        ? resolveName(model, to.name, undefined).balancers
        : [];
  return balancers.flatMap((balancer) => checksOf(model, balancer)).slice(0, MAX_CHECKS);
}

function checksOf(model: NetworkModel, balancer: LoadBalancer): readonly TracedHealthCheck[] {
  const ids = new Set(
    (balancer.listeners ?? []).flatMap((listener) =>
      [listener.defaultAction, ...(listener.rules ?? []).map(({ action }) => action)].flatMap((action) =>
        action.kind === 'forward' ? action.targets.map(({ targetGroup }) => targetGroup) : [],
      ),
    ),
  );
  const nodes = balancer.zones.flatMap(({ subnet }) => model.nodesOf(balancer, subnet).slice(0, 1));
  return [...ids].flatMap((id) => {
    const group = model.targetGroups.get(id);
    const sick = (group?.targets ?? []).filter((target) => !isHealthy(target) && target.state !== 'unused');
    return sick.slice(0, MAX_CHECKS).flatMap((target) => {
      const to = interfaceOf(model, group!, target);
      return to ? nodes.map((node) => check(model, { node, to, target, group: group! })) : [];
    });
  });
}

function interfaceOf(model: NetworkModel, group: TargetGroup, target: Target): NetworkInterface | undefined {
  if (group.targetType === 'instance') return model.interfacesOf(target.id)[0];
  const address = group.targetType === 'ip' ? parseAddress(target.id) : undefined;
  return address && group.vpc !== undefined ? model.interfaceAt(group.vpc, address) : undefined;
}

function check(
  model: NetworkModel,
  {
    node,
    to,
    target,
    group,
  }: {
    readonly node: NetworkInterface;
    readonly to: NetworkInterface;
    readonly target: Target;
    readonly group: TargetGroup;
  },
): TracedHealthCheck {
  const port = target.healthPort ?? target.port ?? group.port ?? 80;
  const { verdict, explanations } = trace(model, {
    from: { kind: 'interfaces', label: node.id, interfaces: [node] },
    to: { kind: 'interfaces', label: to.id, interfaces: [to] },
    ports: [port, port],
  });
  const reason = explanations.find((each) => each.status !== 'reached')?.reason;
  return {
    node: node.id,
    target: `${target.id}:${port}`,
    state: target.state,
    verdict,
    ...(reason && { reason }),
  };
}
