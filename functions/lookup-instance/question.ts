import type { RegionChoice } from '@groundcrew/aws/ec2/regions';
import { type LookupQuestion, parseLookupQuestion } from '@groundcrew/ec2/lookup';
import { GroundcrewError } from '@groundcrew/errors';

/** The question, and the regions to search. */
export interface LookupRequest {
  readonly question: LookupQuestion;
  /** `undefined`: the question names no regions. */
  readonly regions: RegionChoice | undefined;
}

/**
 * Parses the question in a caller's event: one of `id`, `address`, `dnsName`, `interface`, `name`, `tags` and `q`, and
 * optionally `regions`: a list of names, or a text (`all`, `current`, or names separated by commas).
 *
 * @throws GroundcrewError `fleet.lookup.bad-question`: its message is for the caller
 */
export function questionOfEvent(event: unknown): LookupRequest {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) {
    return { question: parseLookupQuestion(event), regions: undefined };
  }
  const { regions, ...rest } = event as Readonly<Record<string, unknown>>;
  return { question: parseLookupQuestion(rest), regions: toRegionChoice(regionNames(regions)) };
}

const parameters = ['id', 'address', 'dnsName', 'interface', 'name', 'tag', 'q', 'region'];
const repeatable = ['tag', 'region'];

/**
 * Parses a query string. A tag is `tag=Project=shop`; several tags, or regions, are several parameters.
 *
 * The raw text is read: in the parameters that API Gateway parses, two values look like one with a comma.
 *
 * @throws GroundcrewError `fleet.lookup.bad-question`: its message is for the caller
 */
export function questionOfQuery(rawQueryString: string): LookupRequest {
  const query = new URLSearchParams(rawQueryString);
  const unknown = [...query.keys()].find((name) => !parameters.includes(name));
  if (unknown !== undefined) {
    throw badQuestion(`there is no parameter "${unknown.slice(0, 60)}"; use ${parameters.join(', ')}`);
  }
  const repeated = parameters.find((name) => !repeatable.includes(name) && query.getAll(name).length > 1);
  if (repeated !== undefined) throw badQuestion(`${repeated} is repeated; use it once`);
  const single = Object.fromEntries([...query].filter(([name]) => !repeatable.includes(name)));
  const tags = query.getAll('tag');
  return {
    question: parseLookupQuestion({ ...single, ...(tags.length > 0 && { tags: tagsOf(tags) }) }),
    regions: toRegionChoice(regionNames(query.getAll('region'))),
  };
}

/** `undefined` if no region is named. Whether the regions exist is checked when they are listed. */
export function toRegionChoice(names: readonly string[]): RegionChoice | undefined {
  const [only] = names;
  if (names.length === 1 && (only === 'all' || only === 'current')) return only;
  return names.length === 0 ? undefined : names;
}

function tagsOf(tags: readonly string[]): Record<string, string> {
  const pairs = new Map<string, string>();
  for (const tag of tags) {
    const at = tag.indexOf('=');
    if (at <= 0) throw badQuestion(`"${tag.slice(0, 60)}" is not a tag; write tag=Project=shop`);
    const key = tag.slice(0, at);
    if (pairs.has(key)) throw badQuestion(`the tag "${key.slice(0, 60)}" is repeated; write it once`);
    pairs.set(key, tag.slice(at + 1));
  }
  return Object.fromEntries(pairs);
}

function regionNames(given: unknown): readonly string[] {
  const texts: unknown[] = Array.isArray(given) ? given : [given ?? ''];
  return texts.flatMap((text) => {
    if (typeof text !== 'string') throw badQuestion('regions are not strings; write ["us-east-1"], or "all"');
    return text
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '');
  });
}

function badQuestion(message: string): GroundcrewError {
  return new GroundcrewError('fleet.lookup.bad-question', message);
}
