import type { ResourceDetails } from '../account/index.ts';
import type { Form } from '../form.ts';
import { writeXml } from '../xml.ts';
import { invalidCombination, unknownIds } from './errors.ts';
import { idsOfAddresses } from './network/addresses.ts';
import { networkResourceElements } from './network/network-resource-elements.ts';
import { readFilters } from './filter.ts';
import { pageSizeOf } from './page-size.ts';
import { detailsAt } from './region-state.ts';
import { type RequestContext, tagReader } from './request-context.ts';
import type { ResourceAction } from './resource-actions.ts';
import { resourceMatcher } from './resource-filters.ts';

type Reader = (position: number) => ResourceDetails | undefined;

// Short pieces are quicker to write than one long text: long strings soon leave the young generation of the heap.
const PIECE_LENGTH = 2 ** 16;

/**
 * The content of a response, in pieces.
 *
 * Rules: the page of the action in the EC2 API reference; without `MaxResults` everything is returned in one response.
 *
 * @throws AwsError
 */
export function describeResources(
  action: ResourceAction,
  form: Form,
  context: RequestContext,
): Iterable<string> {
  const { kind, idParameter, setName } = action;
  const ids = kind === 'elastic-ip' ? idsOfAddresses(form, context.network) : form.texts(idParameter);
  const pageSize = action.pages && pageSizeOf(form, action.pages);
  if (ids.length > 0 && pageSize !== undefined && action.pages?.refusesIds) {
    throw invalidCombination(`The parameter ${idParameter} cannot be used with the parameter maxResults`);
  }
  const filters = readFilters(form);
  const matches = resourceMatcher(kind, filters, context.network);
  const owners = form.texts('Owner');
  const isOwn =
    owners.length === 0 || owners.some((owner) => owner === 'self' || owner === context.accountId);
  const at = resourceReader(action, context);

  const scope = JSON.stringify([kind, context.accountId, context.region, ids, owners, filters]);
  const token = form.text('NextToken');
  const start = token === undefined ? 0 : context.tokens.read(scope, token);
  const positions = ids.length > 0 ? named(ids, action, context) : upTo(context.resources[kind].size, start);
  const found = isOwn ? matching(positions, start, at, matches) : [];
  const tokenOf = (position: number) => context.tokens.write(scope, position);
  return resourceSet(action, context, found, pageSize, tokenOf, setName);
}

/** Reads resources with the tags visible to the call. */
function resourceReader({ kind }: ResourceAction, context: RequestContext): Reader {
  const tagsOf = tagReader(kind, context);
  return (position) => {
    const details = detailsAt(kind, position, context);
    if (!details) return undefined;
    const tags = tagsOf(details.id, details.tags);
    return tags === details.tags ? details : { ...details, tags };
  };
}

function* upTo(end: number, start: number): Generator<number> {
  for (let position = start; position < end; position++) yield position;
}

/** @throws AwsError if one of them does not exist */
function named(ids: readonly string[], { kind }: ResourceAction, context: RequestContext): readonly number[] {
  const positions: number[] = [];
  const unknown: string[] = [];
  for (const id of new Set(ids)) {
    const position = context.resources[kind].positionOf(id);
    if (position === undefined || !detailsAt(kind, position, context)) unknown.push(id);
    else positions.push(position);
  }
  if (unknown.length > 0) throw unknownIds(kind, unknown);
  return positions.sort((a, b) => a - b);
}

function* matching(
  positions: Iterable<number>,
  start: number,
  at: Reader,
  matches: (details: ResourceDetails) => boolean,
): Generator<ResourceDetails> {
  for (const position of positions) {
    if (position < start) continue;
    const details = at(position);
    if (details && matches(details)) yield details;
  }
}

function* resourceSet(
  { elementsOf }: ResourceAction,
  { network }: RequestContext,
  found: Iterable<ResourceDetails>,
  pageSize = Number.POSITIVE_INFINITY,
  tokenOf: (position: number) => string,
  setName: string,
): Generator<string> {
  let piece = `<${setName}>`;
  let end = `</${setName}>`;
  let count = 0;
  for (const details of found) {
    if (count === pageSize) {
      end += `<nextToken>${tokenOf(details.position)}</nextToken>`;
      break;
    }
    count++;
    const tags = Object.entries(details.tags).map(([key, value]) => ({ key, value }));
    const made = network.made(details.id);
    const elements = made ? networkResourceElements(made, network) : elementsOf(details);
    piece += writeXml({ item: { ...elements, tagSet: { item: tags } } });
    if (piece.length > PIECE_LENGTH) {
      yield piece;
      piece = '';
    }
  }
  yield piece + end;
}
