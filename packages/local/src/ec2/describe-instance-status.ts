import type { InstanceDetails } from '../account/index.ts';
import type { Form } from '../form.ts';
import { invalidCombination, invalidParameter, unknownIds } from './errors.ts';
import { readFilters, unknownFilter } from './filter.ts';
import { stateCodeOf } from './instance-xml.ts';
import { isKnown } from './region-state.ts';
import type { RequestContext } from './request-context.ts';

const MIN_PAGE_SIZE = 5;
const MAX_PAGE_SIZE = 1_000;
const MAX_IDS = 100;

/**
 * The status checks of instances: of running ones, or with IncludeAllInstances of all.
 *
 * Rules: "DescribeInstanceStatus" of the EC2 API reference.
 *
 * @throws AwsError
 */
export function describeInstanceStatus(form: Form, context: RequestContext): string {
  const ids = form.texts('InstanceId');
  const maxResults = form.text('MaxResults');
  const token = form.text('NextToken');
  if (ids.length > 0 && (maxResults !== undefined || token !== undefined)) {
    throw invalidCombination('The parameter instancesSet cannot be used with the parameter maxResults');
  }
  if (ids.length > MAX_IDS) throw invalidParameter(`The maximum number of instance IDs is ${MAX_IDS}`);
  const pageSize = pageSizeOf(maxResults);
  const matches = matcherOf(form);
  const scope = JSON.stringify(['status', context.accountId, context.region]);
  const start = token === undefined ? 0 : context.tokens.read(scope, token);
  const positions = ids.length > 0 ? positionsOf(ids, context) : range(start, context.instances.size);
  const found: string[] = [];
  for (const position of positions) {
    if (!isKnown(position, context)) continue;
    const instance = context.instances.at(position);
    if (!matches(instance)) continue;
    if (found.length === pageSize) {
      return `${setOf(found)}<nextToken>${context.tokens.write(scope, position)}</nextToken>`;
    }
    found.push(itemOf(instance, context.instances.entryAt(position).statusChecks ?? 'ok'));
  }
  return setOf(found);
}

function pageSizeOf(written: string | undefined): number {
  if (written === undefined) return Number.POSITIVE_INFINITY;
  const size = /^\d+$/.test(written) ? Number(written) : Number.NaN;
  if (size >= MIN_PAGE_SIZE) return Math.min(size, MAX_PAGE_SIZE);
  throw invalidParameter(`Value ( ${written} ) for parameter maxResults is invalid.`);
}

function matcherOf(form: Form): (instance: InstanceDetails) => boolean {
  const isWanted = form.text('IncludeAllInstances') === 'true' ? () => true : isRunning;
  const filters = readFilters(form).map((filter) => {
    if (filter.name === 'availability-zone') return ({ zone }: InstanceDetails) => filter.matches([zone]);
    if (filter.name === 'instance-state-name') return ({ state }: InstanceDetails) => filter.matches([state]);
    throw unknownFilter(filter.name);
  });
  return (instance) => isWanted(instance) && filters.every((matches) => matches(instance));
}

function isRunning({ state }: InstanceDetails): boolean {
  return state === 'running';
}

function positionsOf(ids: readonly string[], context: RequestContext): number[] {
  const found = new Map(ids.map((id) => [id, context.instances.positionOf(id)]));
  const missing = [...found].filter(([, at]) => at === undefined || !isKnown(at, context)).map(([id]) => id);
  if (missing.length > 0) throw unknownIds('instance', missing);
  return [...found.values()].map((position) => position!).sort((one, other) => one - other);
}

function* range(start: number, end: number): Generator<number> {
  for (let position = start; position < end; position++) yield position;
}

function setOf(items: readonly string[]): string {
  return `<instanceStatusSet>${items.join('')}</instanceStatusSet>`;
}

function itemOf(instance: InstanceDetails, checks: string): string {
  const { id, zone, state } = instance;
  const status = state === 'pending' ? 'initializing' : isRunning(instance) ? checks : 'not-applicable';
  return (
    `<item><instanceId>${id}</instanceId><availabilityZone>${zone}</availabilityZone>` +
    `<instanceState><code>${stateCodeOf(state)}</code><name>${state}</name></instanceState>` +
    // A machine that is impaired still has a host that is not.
    `<systemStatus>${statusXml(status === 'impaired' ? 'ok' : status)}</systemStatus>` +
    `<instanceStatus>${statusXml(status)}</instanceStatus></item>`
  );
}

/** API reference of EC2, "InstanceStatusDetails". */
const details: Readonly<Record<string, string>> = {
  ok: 'passed',
  impaired: 'failed',
  initializing: 'initializing',
  'insufficient-data': 'insufficient-data',
};

function statusXml(status: string): string {
  const detail = details[status];
  const written =
    detail === undefined
      ? ''
      : `<details><item><name>reachability</name><status>${detail}</status></item></details>`;
  return `<status>${status}</status>${written}`;
}
