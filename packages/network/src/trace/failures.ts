import { createModel, type ModelContent, type NetworkModel } from '../model/index.ts';
import { type CheckedPath, checkPath, type Holds, type Path } from './paths.ts';
import type { End } from './ends.ts';
import type { Question } from './question.ts';

/** What fails. */
export interface Failure {
  readonly kind: 'zone' | 'instance' | 'nat-gateway';
  readonly id: string;
}

export interface SurvivedPath {
  readonly path: Path;
  /** `gone`: where it is from, or where it leads to, has failed itself. */
  readonly holds: Holds | 'gone';
  readonly before: Holds;
}

export interface Survival {
  readonly failure: Failure;
  readonly paths: readonly SurvivedPath[];
}

/** The zones, NAT gateways and instances of a VPC: each can fail alone. */
export function failuresOf(model: NetworkModel, vpc: string | undefined): readonly Failure[] {
  const isOwn = (each: { readonly vpc?: string }) => vpc === undefined || each.vpc === vpc;
  const zones = [...new Set(model.content.subnets.filter(isOwn).map(({ zone }) => zone))].toSorted();
  return [
    ...zones.map((id): Failure => ({ kind: 'zone', id })),
    ...model.content.natGateways.filter(isOwn).map(({ id }): Failure => ({ kind: 'nat-gateway', id })),
    ...model.content.instances
      .filter((each) => isOwn(each) && each.state === 'running')
      .map(({ id }): Failure => ({ kind: 'instance', id })),
  ];
}

/** Which of the paths still hold after each failure. */
export function survive(
  model: NetworkModel,
  paths: readonly Path[],
  failures: readonly Failure[],
  before: readonly CheckedPath[] = paths.map((path) => checkPath(model, path)),
): readonly Survival[] {
  return failures.map((failure) => {
    const broken = without(model, failure);
    return {
      failure,
      paths: paths.map((path, at): SurvivedPath => {
        const was = before[at]!.holds;
        if (!path.question) return { path, holds: 'unknown', before: was };
        const question = inModel(broken, path.question);
        const isGone = path.must === 'reach' && (isEmptyEnd(question.from) || isEmptyEnd(question.to));
        if (isGone) return { path, holds: 'gone', before: was };
        return { path, holds: checkPath(broken, { ...path, question }).holds, before: was };
      }),
    };
  });
}

/**
 * The model after a failure. Targets that have failed are unhealthy and not sent to; the load balancer's node of a zone that
 * has failed is out of its DNS name.
 */
export function without(model: NetworkModel, { kind, id }: Failure): NetworkModel {
  const { content } = model;
  if (kind === 'nat-gateway') {
    return createModel({
      ...content,
      natGateways: content.natGateways.map((each) => (each.id === id ? { ...each, state: 'failed' } : each)),
    });
  }
  const lostSubnets = new Set(
    kind === 'zone' ? content.subnets.filter(({ zone }) => zone === id).map(({ id: subnet }) => subnet) : [],
  );
  const lost = content.interfaces.filter(
    ({ subnet, instance }) => lostSubnets.has(subnet) || (kind === 'instance' && instance === id),
  );
  const lostIds = new Set(lost.map((each) => each.id));
  const lostInstances = new Set(lost.flatMap(({ instance }) => instance ?? []));
  const isLostTarget = (target: { readonly id: string; readonly zone?: string }) =>
    lostInstances.has(target.id) ||
    (kind === 'zone' && target.zone === id) ||
    lost.some(({ addresses }) => addresses.some((pair) => textOf(pair.private.value) === target.id));
  const changed: ModelContent = {
    ...content,
    interfaces: content.interfaces.filter((each) => !lostIds.has(each.id)),
    instances: content.instances.map((each) =>
      lostInstances.has(each.id) ? { ...each, state: 'failed' } : each,
    ),
    natGateways: content.natGateways.map((each) =>
      each.subnet !== undefined && lostSubnets.has(each.subnet) ? { ...each, state: 'failed' } : each,
    ),
    loadBalancers: content.loadBalancers.map((each) => ({
      ...each,
      zones: each.zones.filter(({ subnet }) => !lostSubnets.has(subnet)),
    })),
    targetGroups: content.targetGroups.map((group) =>
      group.targets
        ? {
            ...group,
            targets: group.targets.map((target) =>
              isLostTarget(target) ? { ...target, state: 'unhealthy', reason: 'Target.Failed' } : target,
            ),
          }
        : group,
    ),
  };
  return createModel(changed);
}

function textOf(value: bigint): string {
  return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
}

/** The same ends, of what is left. */
function inModel(model: NetworkModel, question: Question): Question {
  const left = (end: End): End => {
    if (end.kind === 'interfaces')
      return { ...end, interfaces: end.interfaces.flatMap(({ id }) => model.interfaces.get(id) ?? []) };
    if (end.kind === 'balancer')
      return { ...end, balancer: model.loadBalancers.get(end.balancer.id) ?? end.balancer };
    return end;
  };
  return { ...question, from: left(question.from), to: left(question.to) };
}

function isEmptyEnd(end: End): boolean {
  return (
    (end.kind === 'interfaces' && end.interfaces.length === 0 && !end.outside) ||
    (end.kind === 'balancer' && end.balancer.zones.length === 0)
  );
}

/** A path that held, at least in part, and does not as well any more. */
export function isLost({ before, holds }: SurvivedPath): boolean {
  return (
    (before === 'yes' && (holds === 'no' || holds === 'in-part')) || (before === 'in-part' && holds === 'no')
  );
}
