import { isAccountId } from '@groundcrew/aws-core';
import { byAccountRegionType, byPlace } from '../collecting/sort.ts';
import type { Coverage, Relation, TaggedResource, TagSnapshot } from '../model.ts';
import { createTextPool, type TextPool } from '../text-pool.ts';
import { invalid, notJson, tooLarge, wrongFormat } from './errors.ts';

export interface ReadSnapshotOptions {
  /** The largest text that is taken in, in bytes of UTF-8; 256 MiB unless said otherwise: a million resources or so. */
  readonly maxBytes?: number;
}

const FORMAT = 'groundcrew-tag-snapshot/1';
const STATUSES: readonly Coverage['status'][] = ['listed', 'denied', 'not-enabled', 'timed-out', 'failed'];
const RELATIONS: readonly Relation[] = [
  'instance',
  'volume',
  'network-interface',
  'subnet',
  'vpc',
  'snapshot',
];

/**
 * The snapshot that `writeSnapshot` wrote; fields that it does not know are left out.
 *
 * @throws GroundcrewError `tags.snapshot.too-large`, `.not-json`, `.wrong-format` and `.invalid`, with the place
 */
export function readSnapshot(text: string, { maxBytes = 2 ** 28 }: ReadSnapshotOptions = {}): TagSnapshot {
  const sizeBytes = Buffer.byteLength(text);
  if (sizeBytes > maxBytes) throw tooLarge(sizeBytes, maxBytes);
  const parsed = parse(text);
  if (!isObject(parsed) || parsed.format !== FORMAT) {
    throw wrongFormat(isObject(parsed) ? parsed.format : undefined);
  }
  try {
    const pool = createTextPool();
    const resources = listOf(parsed.resources, 'resources', (item, path) => toResource(item, path, pool));
    refuseTwice(resources);
    return {
      format: FORMAT,
      takenAt: time(parsed.takenAt, 'takenAt'),
      accounts: listOf(parsed.accounts, 'accounts', toAccount),
      resources: resources.sort(byAccountRegionType),
      coverage: listOf(parsed.coverage, 'coverage', (item, path) => toCoverage(item, path, pool)).sort(
        byPlace,
      ),
    };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    throw invalid({ path: error.path, fault: error.message, line: lineOf(text, parsed, error.path) });
  }
}

/** What is wrong, and where; the line is looked for once, at the end. */
class Broken extends Error {
  readonly path: string;

  constructor(path: string, fault: string) {
    super(fault);
    this.path = path;
  }
}

type Json = Readonly<Record<string, unknown>>;

function parse(text: string): unknown {
  try {
    // Editors on Windows put a byte order mark before it.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw notJson(error as Error);
  }
}

function toAccount(item: Json, path: string): TagSnapshot['accounts'][number] {
  const id = accountId(item.id, `${path}.id`);
  return item.alias === undefined ? { id } : { id, alias: word(item.alias, `${path}.alias`) };
}

function toResource(item: Json, path: string, pool: TextPool): TaggedResource {
  const arn = word(item.arn, `${path}.arn`);
  if (!arn.startsWith('arn:')) throw new Broken(`${path}.arn`, `${show(arn)} is no ARN`);
  return {
    arn,
    type: pool.share(word(item.type, `${path}.type`)),
    id: word(item.id, `${path}.id`),
    accountId: pool.share(accountId(item.accountId, `${path}.accountId`)),
    region: pool.share(word(item.region, `${path}.region`)),
    tags: item.tags === null ? null : texts(item.tags, `${path}.tags`, pool),
    parents: toParents(item.parents, `${path}.parents`, pool),
    ...(item.createdAt !== undefined && { createdAt: time(item.createdAt, `${path}.createdAt`) }),
  };
}

function toParents(value: unknown, path: string, pool: TextPool): TaggedResource['parents'] {
  const parents = texts(value, path, pool);
  const strange = Object.keys(parents).find((key) => !RELATIONS.some((relation) => relation === key));
  if (strange !== undefined) {
    throw new Broken(`${path}.${strange}`, `there is no such relation; there are ${RELATIONS.join(', ')}`);
  }
  return parents;
}

function toCoverage(item: Json, path: string, pool: TextPool): Coverage {
  const status = STATUSES.find((known) => known === item.status);
  if (status === undefined) {
    throw new Broken(`${path}.status`, `${show(item.status)} is none of ${STATUSES.join(', ')}`);
  }
  return {
    accountId: item.accountId === '' ? '' : pool.share(accountId(item.accountId, `${path}.accountId`)),
    region: pool.share(word(item.region, `${path}.region`)),
    type: pool.share(word(item.type, `${path}.type`)),
    status,
    resources: count(item.resources, `${path}.resources`),
    unknown: count(item.unknown, `${path}.unknown`),
    ...(item.reason !== undefined && { reason: word(item.reason, `${path}.reason`) }),
  };
}

function listOf<Item>(value: unknown, path: string, read: (item: Json, path: string) => Item): Item[] {
  if (!Array.isArray(value)) throw new Broken(path, `${show(value)} is not a list`);
  return value.map((item: unknown, index) => {
    const place = `${path}[${index}]`;
    if (!isObject(item)) throw new Broken(place, `${show(item)} is not an object`);
    return read(item, place);
  });
}

function texts(value: unknown, path: string, pool: TextPool): Record<string, string> {
  if (!isObject(value)) throw new Broken(path, `${show(value)} is not an object of texts`);
  return Object.fromEntries(
    Object.entries(value).map(([key, text]) => {
      if (typeof text !== 'string') throw new Broken(`${path}.${key}`, `${show(text)} is not a text`);
      return [key, pool.share(text)];
    }),
  );
}

function word(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '') throw new Broken(path, `${show(value)} is not a text`);
  return value;
}

function accountId(value: unknown, path: string): string {
  const text = word(value, path);
  if (!isAccountId(text)) throw new Broken(path, `${show(value)} is not the number of an account`);
  return text;
}

function time(value: unknown, path: string): string {
  const text = word(value, path);
  if (Number.isNaN(Date.parse(text))) throw new Broken(path, `${show(value)} is not a time of ISO 8601`);
  return text;
}

function count(value: unknown, path: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw new Broken(path, `${show(value)} is not a whole number`);
  }
  return value as number;
}

function refuseTwice(resources: readonly TaggedResource[]): void {
  const seen = new Set<string>();
  for (const [index, { arn }] of resources.entries()) {
    if (seen.has(arn)) throw new Broken(`resources[${index}].arn`, `${show(arn)} stands there twice`);
    seen.add(arn);
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length <= 80 ? text : `${text.slice(0, 80)}…`;
}

/** The line of a resource or a row, where the file still has each of them on one. */
function lineOf(text: string, parsed: Json, path: string): number | undefined {
  const [, key = '', index = ''] = /^(\w+)\[(\d+)\]/.exec(path) ?? [];
  const items = parsed[key];
  if (!Array.isArray(items)) return undefined;
  const line = JSON.stringify(items[Number(index)]);
  const lines = text.split('\n').map((each) => each.replace(/,?\s*$/, ''));
  const at = lines.lastIndexOf(line);
  return at < 0 ? undefined : at + 1;
}
