import type { Clock } from '../clock.ts';
import type { PageTokens } from '../ec2/paging.ts';
import type { Form } from '../form.ts';
import type { CallerContext, ResourceRegistry } from '../resource-registry/index.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import type { LocalRequest } from '../service.ts';
import type { XmlElements } from '../xml.ts';
import { validationError } from './errors.ts';
import type { TargetGroup, Target } from './model.ts';
import type { BalancerNetwork, ServiceInterfaces } from './network.ts';
import { numberOf } from './parameters.ts';
import type { BalancerStore } from './store.ts';

/** How long load balancers take, in milliseconds. */
export interface LoadBalancerDelays {
  /** From `provisioning` to `active`; default: 60,000. */
  readonly provisionMs?: number;
  /** How long their network interfaces stay after they were deleted; default: 30,000. */
  readonly lingerMs?: number;
}

/** What a health check of a target finds. */
export type TargetCheck = 'passes' | 'times-out' | 'wrong-code' | 'fails';

/** Decides about the targets of load balancers. */
export type TargetRule = (
  target: Pick<Target, 'id' | 'port'> & { readonly group: Pick<TargetGroup, 'arn' | 'name'> },
) => TargetCheck;

/** What all actions of the service need. */
export interface BalancerContext {
  readonly store: BalancerStore;
  readonly network: BalancerNetwork;
  readonly interfaces: ServiceInterfaces;
  readonly registry: ResourceRegistry;
  readonly clock: Pick<Clock, 'now'>;
  readonly delays: Required<LoadBalancerDelays>;
  readonly targetRule: TargetRule;
  /** How much later than at once what a caller makes is found. */
  readonly lateMs: (caller: string) => number;
  readonly tokens: PageTokens;
}

/** One request. */
export interface BalancerCall {
  readonly form: Form;
  readonly request: LocalRequest;
  readonly caller: CallerContext;
  readonly operation: string;
}

export interface BalancerAction {
  /** The ARNs that the permission is checked on; default: `*`. */
  readonly resourcesOf?: (form: Form, scope: AccountRegion) => readonly string[];
  readonly act: (call: BalancerCall) => XmlElements;
}

export type BalancerActions = Readonly<Record<string, BalancerAction>>;

/** The beginning of the ARNs of an account and region. */
export function arnPrefix({ accountId, region }: AccountRegion): string {
  return `arn:aws:elasticloadbalancing:${region}:${accountId}:`;
}

/** When what a request makes is found; nothing if it is so at once. */
export function visibility(
  { request }: Pick<BalancerCall, 'request'>,
  { clock, lateMs }: Pick<BalancerContext, 'clock' | 'lateMs'>,
): { readonly visibleMs?: number } {
  const late = lateMs(request.caller);
  return late > 0 ? { visibleMs: clock.now() + late } : {};
}

const MAX_PAGE_SIZE = 400;

/** One page of a list, in its order. @throws AwsError `ValidationError` */
export function pageOf<Item>(
  items: readonly Item[],
  { form, caller, operation }: BalancerCall,
  { tokens }: Pick<BalancerContext, 'tokens'>,
): { readonly page: readonly Item[]; readonly NextMarker: string | undefined } {
  const size = numberOf(form, 'PageSize', 1, MAX_PAGE_SIZE) ?? MAX_PAGE_SIZE;
  const scope = JSON.stringify([operation, caller.accountId, caller.region]);
  const marker = form.text('Marker');
  const start = marker === undefined ? 0 : tokens.read(scope, marker);
  const end = start + size;
  return {
    page: items.slice(start, end),
    NextMarker: end < items.length ? tokens.write(scope, end) : undefined,
  };
}

export const invalidMarker = () => validationError('The marker is not valid.');

/** What is named, in that order. @throws AwsError `missing` for what is not there */
export function named<Item>(
  keys: readonly string[],
  find: (key: string) => Item | undefined,
  missing: () => Error,
): Item[] {
  return [...new Set(keys)].map((key) => {
    const item = find(key);
    if (item === undefined) throw missing();
    return item;
  });
}

const MAX_NAME_LENGTH = 32;

/**
 * Returns the name of a load balancer or target group.
 *
 * Rules: "CreateLoadBalancer" and "CreateTargetGroup" of the API reference.
 *
 * @throws AwsError `ValidationError`
 */
export function checkName(name: string, what: 'load balancer' | 'target group'): string {
  const subject =
    what === 'load balancer' ? `The load balancer name '${name}'` : `Target group name '${name}'`;
  if (name.length > MAX_NAME_LENGTH)
    throw validationError(`${subject} cannot be longer than '${MAX_NAME_LENGTH}' characters`);
  if (!/^[a-zA-Z0-9-]+$/.test(name))
    throw validationError(
      `${subject} can only contain characters that are alphanumeric characters or hyphens(-)`,
    );
  if (name.startsWith('-') || name.endsWith('-'))
    throw validationError(`${subject} cannot begin or end with a hyphen(-)`);
  if (what === 'load balancer' && name.startsWith('internal-'))
    throw validationError(`${subject} cannot begin with 'internal-'`);
  return name;
}
