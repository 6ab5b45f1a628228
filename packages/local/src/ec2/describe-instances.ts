import type { InstanceDetails } from '../account/index.ts';
import type { Form } from '../form.ts';
import { invalidCombination, invalidParameter, malformedInstanceId, unknownIds } from './errors.ts';
import { readFilters } from './filter.ts';
import { instanceMatcher } from './instance-filters.ts';
import { instanceXml } from './instance-xml.ts';
import { isKnown } from './region-state.ts';
import { type RequestContext, tagReader } from './request-context.ts';

type Matcher = (instance: InstanceDetails) => boolean;

const MIN_PAGE_SIZE = 5;
const MAX_PAGE_SIZE = 1000;

/**
 * The content of a response, in pieces.
 *
 * Rules: "DescribeInstances" of the EC2 API reference; `MaxResults` above 1,000 counts as 1,000; without it all
 * instances are returned in one response.
 *
 * @throws AwsError
 */
export function describeInstances(form: Form, context: RequestContext): Iterable<string> {
  const ids = form.texts('InstanceId');
  const maxResults = form.text('MaxResults');
  const token = form.text('NextToken');
  if (ids.length > 0 && (maxResults !== undefined || token !== undefined)) {
    throw invalidCombination(
      `The parameter instancesSet cannot be used with the parameter ${maxResults === undefined ? 'nextToken' : 'maxResults'}`,
    );
  }
  const pageSize = pageSizeOf(maxResults ?? (token === undefined ? undefined : String(MAX_PAGE_SIZE)));
  const filters = readFilters(form);
  const matches = instanceMatcher(filters);
  if (ids.length > 0) return reservationSet(namedInstances(ids, context).filter(matches));
  if (pageSize === undefined) return reservationSet(matching(0, context, matches));

  const scope = JSON.stringify([context.accountId, context.region, filters]);
  const start = token === undefined ? 0 : context.tokens.read(scope, token);
  return reservationSet(matching(start, context, matches), pageSize, (instance) =>
    context.tokens.write(scope, instance.position),
  );
}

function pageSizeOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  const size = /^-?\d+$/.test(written) ? Number(written) : Number.NaN;
  if (size >= MIN_PAGE_SIZE) return Math.min(size, MAX_PAGE_SIZE);
  throw invalidParameter(
    `Value ( ${written} ) for parameter maxResults is invalid. Expecting a value greater than ${MIN_PAGE_SIZE}.`,
  );
}

function* matching(start: number, context: RequestContext, matches: Matcher): Generator<InstanceDetails> {
  const instanceAt = instanceReader(context);
  for (let position = start; position < context.instances.size; position++) {
    if (!isKnown(position, context)) continue;
    const instance = instanceAt(position);
    if (matches(instance)) yield instance;
  }
}

/**
 * The instances with these ids, in EC2's order.
 *
 * @throws AwsError `InvalidInstanceID.NotFound`, `InvalidInstanceID.Malformed`
 */
export function namedInstances(ids: readonly string[], context: RequestContext): InstanceDetails[] {
  for (const id of ids) {
    if (!/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) throw malformedInstanceId(id);
  }
  const positions = [...new Set(ids)].map((id) => ({ id, position: context.instances.positionOf(id) }));
  const found = positions.flatMap(({ position }) =>
    position !== undefined && isKnown(position, context) ? [position] : [],
  );
  if (found.length < positions.length) {
    throw unknownIds(
      'instance',
      positions.flatMap(({ id, position }) =>
        position !== undefined && isKnown(position, context) ? [] : [id],
      ),
    );
  }
  return found.sort((a, b) => a - b).map(instanceReader(context));
}

/** Reads instances with the tags visible to the call. */
function instanceReader(context: RequestContext): (position: number) => InstanceDetails {
  const tagsOf = tagReader('instance', context);
  return (position) => {
    const instance = context.instances.at(position);
    const tags = tagsOf(instance.id, instance.tags);
    return tags === instance.tags ? instance : { ...instance, tags };
  };
}

/**
 * Groups consecutive instances of a reservation. If there are more than `pageSize`,
 * `tokenOf` the first one beyond the page creates the token of the next page.
 */
function* reservationSet(
  instances: Iterable<InstanceDetails>,
  pageSize = Number.POSITIVE_INFINITY,
  tokenOf: (instance: InstanceDetails) => string = () => '',
): Generator<string> {
  let open: string | undefined;
  let piece = '<reservationSet>';
  let count = 0;
  let end = '</reservationSet>';
  for (const instance of instances) {
    if (count === pageSize) {
      end += `<nextToken>${tokenOf(instance)}</nextToken>`;
      break;
    }
    count++;
    if (instance.reservationId !== open) {
      if (open !== undefined) piece += RESERVATION_END;
      piece += `<item><reservationId>${instance.reservationId}</reservationId><ownerId>${instance.accountId}</ownerId><groupSet/><instancesSet>`;
      open = instance.reservationId;
    }
    piece += instanceXml(instance);
    if (piece.length > PIECE_LENGTH) {
      yield piece;
      piece = '';
    }
  }
  if (open !== undefined) piece += RESERVATION_END;
  yield piece + end;
}

const RESERVATION_END = '</instancesSet></item>';
// Short pieces are quicker to write than one long text: long strings soon leave the young generation of the heap.
const PIECE_LENGTH = 2 ** 16;
