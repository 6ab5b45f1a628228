import { attributeProblem } from './attributes.ts';
import { type Coverage, coverageStatuses } from './coverage.ts';
import {
  type Attributes,
  byAccountRegionType,
  type LinkName,
  type Links,
  relations,
  type Resource,
  type Tags,
} from './resource.ts';
import { truncated, malformedLine, notASnapshot, quoted } from './snapshot-errors.ts';
import type { SnapshotAnswer } from './snapshot-answer.ts';
import { SNAPSHOT_FORMAT, type SnapshotHeader } from './snapshot-header.ts';
import { textLines } from './text-lines.ts';
import { createTextPool, type TextPool } from './text-pool.ts';

/** A snapshot that is being read: the resources follow, a few hundred at a time. */
export interface SnapshotReader {
  readonly header: SnapshotHeader;
  /** In the order of the snapshot. To be read once, to its end: only there it is known that the file is complete. */
  readonly resources: AsyncIterable<readonly Resource[]>;
}

export interface ReadSnapshotOptions {
  /** Whether attributes are wanted; default: yes. Without them a resource takes half the memory. */
  readonly attributes?: boolean;
  /** Receives the answers about networks, after the resources; missing: they are passed over. */
  readonly onAnswer?: (answer: SnapshotAnswer) => void;
}

/**
 * Reads a snapshot, compressed or not, in a stream. A resource is there once, and in its order.
 *
 * @throws GroundcrewError `account.snapshot.wrong-format`, `.invalid` with the line, `.cut-off`, `.damaged`; those about
 * resources when they are read
 */
export async function openSnapshot(
  source: AsyncIterable<Uint8Array>,
  { attributes: wanted = true, onAnswer }: ReadSnapshotOptions = {},
): Promise<SnapshotReader> {
  const pieces = textLines(source);
  const first = await pieces.next();
  const [head, ...lines] = first.done ? [] : first.value;
  const header = toHeader(head?.text ?? '');
  return { header, resources: readResources(header, lines, pieces, { wanted, onAnswer }) };
}

async function* readResources(
  header: SnapshotHeader,
  head: readonly { readonly line: number; readonly text: string }[],
  pieces: AsyncIterable<readonly { readonly line: number; readonly text: string }[]>,
  { wanted, onAnswer }: { readonly wanted: boolean; readonly onAnswer: ReadSnapshotOptions['onAnswer'] },
): AsyncGenerator<readonly Resource[], void, undefined> {
  const pool = createTextPool();
  let count = 0;
  let answers = 0;
  let last: Resource | undefined;
  const announced = header.answers ?? 0;
  function readAnswer(text: string): void {
    answers += 1;
    if (answers > announced) {
      throw new Problem(`the header announces ${announced} answers, and there are more`);
    }
    if (onAnswer) onAnswer(toAnswer(parse(text)));
  }
  function read({ line, text }: { readonly line: number; readonly text: string }): Resource | [] {
    try {
      if (count >= header.resources && announced > 0) {
        readAnswer(text);
        return [];
      }
      const resource = toResource(parse(text), pool, wanted);
      if (count >= header.resources) {
        throw new Problem(`the header announces ${header.resources} resources, and there are more`);
      }
      const order = last === undefined ? -1 : byAccountRegionType(last, resource);
      if (order === 0) throw new Problem(`${quoted(resource.arn)} is there twice`);
      if (order > 0) {
        throw new Problem('resources are not in the order of account, region, type and ARN');
      }
      count += 1;
      last = resource;
      return resource;
    } catch (error) {
      throw error instanceof Problem ? malformedLine(line, error.message) : error;
    }
  }
  const first = head.flatMap(read);
  if (first.length > 0) yield first;
  for await (const lines of pieces) {
    const found = lines.flatMap(read);
    if (found.length > 0) yield found;
  }
  if (count < header.resources) {
    throw truncated(`it has ${count} of the ${header.resources} resources that its header announces`);
  }
  if (answers < announced) {
    throw truncated(`it has ${answers} of the ${announced} answers that its header announces`);
  }
}

/** What is wrong with a line, which the caller adds. */
class Problem extends Error {}

type Json = Readonly<Record<string, unknown>>;

function parse(text: string): Json {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new Problem(`it is not JSON (${(error as Error).message})`);
  }
  if (!isObject(value)) throw new Problem(`${quoted(value)} is not an object`);
  return value;
}

function toHeader(text: string): SnapshotHeader {
  // Editors on Windows put a byte order mark before it.
  const plain = text.replace(/^\ufeff/, '');
  if (!plain.startsWith('{')) {
    throw notASnapshot(plain === '' ? 'it is empty' : `it begins with ${quoted(plain.slice(0, 40))}`);
  }
  let json: Json;
  try {
    json = parse(plain);
  } catch (error) {
    throw notASnapshot(`its first line is not JSON (${(error as Error).message})`);
  }
  if (json.format !== SNAPSHOT_FORMAT) {
    throw notASnapshot(
      typeof json.format === 'string'
        ? `it is of the format ${quoted(json.format)}`
        : 'its first line has no format',
    );
  }
  try {
    return {
      format: SNAPSHOT_FORMAT,
      takenAt: time(json.takenAt, 'takenAt'),
      accounts: listOf(json.accounts, 'accounts').map((item) => {
        const id = accountId(item.id, 'accounts: id');
        return item.alias === undefined ? { id } : { id, alias: fullText(item.alias, 'accounts: alias') };
      }),
      ...(json.types !== undefined && { types: texts(json.types, 'types') }),
      resources: count(json.resources, 'resources'),
      ...(json.answers !== undefined && { answers: count(json.answers, 'answers') }),
      coverage: listOf(json.coverage, 'coverage').map(toCoverage),
    };
  } catch (error) {
    throw error instanceof Problem ? malformedLine(1, error.message) : error;
  }
}

function toAnswer(item: Json): SnapshotAnswer {
  if (!isObject(item.value)) throw new Problem(`value: ${quoted(item.value)} is not an object`);
  return {
    answer: fullText(item.answer, 'answer'),
    accountId: accountId(item.accountId, 'accountId'),
    region: fullText(item.region, 'region'),
    value: item.value,
  };
}

function toCoverage(item: Json): Coverage {
  const status = coverageStatuses.find((known) => known === item.status);
  if (status === undefined) {
    throw new Problem(
      `coverage: status: ${quoted(item.status)} is not one of ${coverageStatuses.join(', ')}`,
    );
  }
  return {
    accountId: item.accountId === '' ? '' : accountId(item.accountId, 'coverage: accountId'),
    region: fullText(item.region, 'coverage: region'),
    type: fullText(item.type, 'coverage: type'),
    status,
    resources: count(item.resources, 'coverage: resources'),
    unknown: count(item.unknown, 'coverage: unknown'),
    ...(item.reason !== undefined && { reason: fullText(item.reason, 'coverage: reason') }),
  };
}

const noLinks: Links = Object.freeze({});
const noTags: Tags = Object.freeze({});

function toResource(item: Json, pool: TextPool, wanted: boolean): Resource {
  const arn = fullText(item.arn, 'arn');
  if (!arn.startsWith('arn:')) throw new Problem(`arn: ${quoted(arn)} is not an ARN`);
  const attributes = item.attributes === undefined ? undefined : toAttributes(item.attributes);
  return {
    arn,
    type: pool.intern(fullText(item.type, 'type')),
    id: fullText(item.id, 'id'),
    accountId: pool.intern(accountId(item.accountId, 'accountId')),
    region: pool.intern(fullText(item.region, 'region')),
    tags: item.tags === null ? null : toTags(item.tags, pool),
    links: item.links === undefined ? noLinks : toLinks(item.links, pool),
    ...(wanted && attributes && { attributes }),
    ...(item.createdAt !== undefined && { createdAt: time(item.createdAt, 'createdAt') }),
  };
}

function toTags(value: unknown, pool: TextPool): Tags {
  if (!isObject(value)) throw new Problem(`tags: ${quoted(value)} is neither null nor an object of texts`);
  const tags: [string, string][] = [];
  for (const key of Object.keys(value)) {
    const text = value[key];
    if (typeof text !== 'string') throw new Problem(`tags: ${key}: ${quoted(text)} is not a text`);
    tags.push([key, pool.intern(text)]);
  }
  return tags.length === 0 ? noTags : Object.fromEntries(tags);
}

const linkNames = new Set<string>([
  ...relations,
  'cluster',
  'instance-profile',
  'security-group',
  'source-snapshot',
  'stack',
] satisfies LinkName[]);

function toLinks(value: unknown, pool: TextPool): Links {
  if (!isObject(value)) throw new Problem(`links: ${quoted(value)} is not an object`);
  const links: Record<string, string | readonly string[]> = {};
  for (const name of Object.keys(value)) {
    if (!linkNames.has(name)) {
      throw new Problem(`links: there is no link "${name}"; there are ${[...linkNames].join(', ')}`);
    }
    const found = value[name];
    links[name] =
      typeof found === 'string'
        ? pool.intern(fullText(found, `links: ${name}`))
        : texts(found, `links: ${name}`);
  }
  return links;
}

function toAttributes(value: unknown): Attributes {
  if (!isObject(value)) throw new Problem(`attributes: ${quoted(value)} is not an object`);
  for (const name of Object.keys(value)) {
    const problem = attributeProblem(name, value[name]);
    if (problem !== undefined) throw new Problem(`attributes: ${name}: ${quoted(value[name])} ${problem}`);
  }
  return value as Attributes;
}

function listOf(value: unknown, path: string): readonly Json[] {
  if (!Array.isArray(value)) throw new Problem(`${path}: ${quoted(value)} is not a list`);
  const odd: unknown = value.find((item) => !isObject(item));
  if (odd !== undefined) throw new Problem(`${path}: ${quoted(odd)} is not an object`);
  return value as readonly Json[];
}

function texts(value: unknown, path: string): readonly string[] {
  if (!Array.isArray(value) || !value.every((item) => typeof item === 'string' && item !== '')) {
    throw new Problem(`${path}: ${quoted(value)} is not a list of texts`);
  }
  return value as readonly string[];
}

function fullText(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') throw new Problem(`${path}: ${quoted(value)} is not a text`);
  return value;
}

function accountId(value: unknown, path: string): string {
  if (typeof value === 'string' && /^\d{12}$/.test(value)) return value;
  throw new Problem(`${path}: ${quoted(value)} is not the number of an account`);
}

function time(value: unknown, path: string): string {
  const text = fullText(value, path);
  if (Number.isNaN(Date.parse(text)))
    throw new Problem(`${path}: ${quoted(value)} is not a time of ISO 8601`);
  return text;
}

function count(value: unknown, path: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw new Problem(`${path}: ${quoted(value)} is not a whole number`);
  }
  return value as number;
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
