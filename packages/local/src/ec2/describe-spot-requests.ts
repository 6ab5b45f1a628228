import type { Form } from '../form.ts';
import { AwsError } from '../service.ts';
import { invalidParameter } from './errors.ts';
import { pageSizeOf } from './page-size.ts';
import { readFilters, unknownFilter } from './filter.ts';
import { isKnown } from './region-state.ts';
import type { RequestContext } from './request-context.ts';

/**
 * The requests of the spot instances of the account file, without pages.
 *
 * Rules: "DescribeSpotInstanceRequests" of the EC2 API reference.
 *
 * @throws AwsError `InvalidSpotInstanceRequestID.NotFound`, `InvalidParameterValue`
 */
export function describeSpotRequests(form: Form, context: RequestContext): string {
  const { instances } = context;
  const ids = form.texts('SpotInstanceRequestId');
  const filters = readFilters(form);
  if (form.text('NextToken') !== undefined) throw invalidParameter('Unable to parse pagination token');
  pageSizeOf(form, { maxPageSize: 1000, clamps: false });
  const odd = filters.find(({ name }) => !['spot-instance-request-id', 'instance-id', 'type'].includes(name));
  if (odd) throw unknownFilter(odd.name);
  const known = new Set<string>();
  const items: string[] = [];
  for (let position = 0; position < instances.size; position += 1) {
    const { lifecycle, spotType = 'one-time' } = instances.entryAt(position);
    if (lifecycle !== 'spot' || !isKnown(position, context)) continue;
    const { id, spotRequestId = '', state } = instances.at(position);
    known.add(spotRequestId);
    if (ids.length > 0 && !ids.includes(spotRequestId)) continue;
    const values: Readonly<Record<string, string>> = {
      'spot-instance-request-id': spotRequestId,
      'instance-id': id,
      type: spotType,
    };
    if (!filters.every(({ name, matches }) => matches([values[name]!]))) continue;
    // A persistent request is disabled while its instance is stopped: user guide, "Spot Instance request states".
    const isStopped = state === 'stopped' || state === 'stopping';
    items.push(
      `<item><spotInstanceRequestId>${spotRequestId}</spotInstanceRequestId><type>${spotType}</type>` +
        `<state>${isStopped ? 'disabled' : 'active'}</state><instanceId>${id}</instanceId></item>`,
    );
  }
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) {
    throw new AwsError(
      400,
      'InvalidSpotInstanceRequestID.NotFound',
      `The spot instance request ID '${missing}' does not exist`,
    );
  }
  return `<spotInstanceRequestSet>${items.join('')}</spotInstanceRequestSet>`;
}
