import type { InstanceDetails } from '../account/index.ts';
import type { Form } from '../form.ts';
import { isKnown } from './contents.ts';
import { invalidCombination, invalidParameter, malformedInstanceId, unknownIds } from './errors.ts';
import { readFilters } from './filter.ts';
import { instanceMatcher } from './instance-filters.ts';
import { instanceXml } from './instance-xml.ts';
import { type Scene, tagReader } from './scene.ts';

type Matcher = (instance: InstanceDetails) => boolean;

const smallestPage = 5;
const largestPage = 1000;

/**
 * The content of an answer, in pieces.
 *
 * Rules: "DescribeInstances" of the EC2 API reference; `MaxResults` above 1,000 counts as 1,000; without it all
 * instances are told at once.
 *
 * @throws AwsError
 */
export function describeInstances(form: Form, scene: Scene): Iterable<string> {
  const ids = form.texts('InstanceId');
  const maxResults = form.text('MaxResults');
  const token = form.text('NextToken');
  if (ids.length > 0 && (maxResults !== undefined || token !== undefined)) {
    throw invalidCombination(
      `The parameter instancesSet cannot be used with the parameter ${maxResults === undefined ? 'nextToken' : 'maxResults'}`,
    );
  }
  const pageSize = pageSizeOf(maxResults ?? (token === undefined ? undefined : String(largestPage)));
  const filters = readFilters(form);
  const matches = instanceMatcher(filters);
  if (ids.length > 0) return reservationSet(named(ids, scene).filter(matches));
  if (pageSize === undefined) return reservationSet(matching(0, scene, matches));

  const scope = JSON.stringify([scene.accountId, scene.region, filters]);
  const start = token === undefined ? 0 : scene.tokens.read(scope, token);
  return reservationSet(matching(start, scene, matches), pageSize, (instance) =>
    scene.tokens.write(scope, instance.position),
  );
}

function pageSizeOf(written: string | undefined): number | undefined {
  if (written === undefined) return undefined;
  const size = /^-?\d+$/.test(written) ? Number(written) : Number.NaN;
  if (size >= smallestPage) return Math.min(size, largestPage);
  throw invalidParameter(
    `Value ( ${written} ) for parameter maxResults is invalid. Expecting a value greater than ${smallestPage}.`,
  );
}

function* matching(start: number, scene: Scene, matches: Matcher): Generator<InstanceDetails> {
  const instanceAt = instanceReader(scene);
  for (let position = start; position < scene.instances.size; position++) {
    if (!isKnown(position, scene)) continue;
    const instance = instanceAt(position);
    if (matches(instance)) yield instance;
  }
}

function named(ids: readonly string[], scene: Scene): InstanceDetails[] {
  for (const id of ids) {
    if (!/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) throw malformedInstanceId(id);
  }
  const positions = [...new Set(ids)].map((id) => ({ id, position: scene.instances.positionOf(id) }));
  const found = positions.flatMap(({ position }) =>
    position !== undefined && isKnown(position, scene) ? [position] : [],
  );
  if (found.length < positions.length) {
    throw unknownIds(
      'instance',
      positions.flatMap(({ id, position }) =>
        position !== undefined && isKnown(position, scene) ? [] : [id],
      ),
    );
  }
  return found.sort((a, b) => a - b).map(instanceReader(scene));
}

/** Reads instances with the tags that the call sees. */
function instanceReader(scene: Scene): (position: number) => InstanceDetails {
  const tagsOf = tagReader('instance', scene);
  return (position) => {
    const instance = scene.instances.at(position);
    const tags = tagsOf(instance.id, instance.tags);
    return tags === instance.tags ? instance : { ...instance, tags };
  };
}

/**
 * Instances that follow one another in a reservation stand together in it. Where there are more than `pageSize`,
 * `tokenOf` the first that has no place makes the token of the next page.
 */
function* reservationSet(
  instances: Iterable<InstanceDetails>,
  pageSize = Number.POSITIVE_INFINITY,
  tokenOf: (instance: InstanceDetails) => string = () => '',
): Generator<string> {
  let open: string | undefined;
  let piece = '<reservationSet>';
  let told = 0;
  let end = '</reservationSet>';
  for (const instance of instances) {
    if (told === pageSize) {
      end += `<nextToken>${tokenOf(instance)}</nextToken>`;
      break;
    }
    told++;
    if (instance.reservationId !== open) {
      if (open !== undefined) piece += reservationEnd;
      piece += `<item><reservationId>${instance.reservationId}</reservationId><ownerId>${instance.accountId}</ownerId><groupSet/><instancesSet>`;
      open = instance.reservationId;
    }
    piece += instanceXml(instance);
    if (piece.length > pieceLength) {
      yield piece;
      piece = '';
    }
  }
  if (open !== undefined) piece += reservationEnd;
  yield piece + end;
}

const reservationEnd = '</instancesSet></item>';
// Short pieces are quicker to write than one long text: they soon leave the young generation of the heap.
const pieceLength = 2 ** 16;
