import { isAccountId } from '@groundcrew/aws-core';
import { byAccountRegionType, byPlace, createTextPool, relations, type TextPool } from '@groundcrew/account';
import type { Coverage, TaggedResource, TagSnapshot } from '../model.ts';
import { invalid, notJson, tooLarge, wrongFormat } from './errors.ts';

export interface ReadSnapshotOptions {
  /** The maximum size, in bytes of UTF-8; default: 256 MiB, about a million resources. */
  readonly maxBytes?: number;
}

const FORMAT = 'groundcrew-tag-snapshot/1';
const statuses: readonly Coverage['status'][] = ['listed', 'denied', 'not-enabled', 'timed-out', 'failed'];

/**
 * Reads the snapshot that `writeSnapshot` wrote; unknown fields are ignored.
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
    refuseDuplicates(resources);
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
    if (!(error instanceof InvalidSnapshot)) throw error;
    throw invalid({ path: error.path, message: error.message, line: lineOf(text, parsed, error.path) });
  }
}

/** A problem and its path; the line is determined once, at the end. */
class InvalidSnapshot extends Error {
  readonly path: string;

  constructor(path: string, problem: string) {
    super(problem);
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
  return item.alias === undefined ? { id } : { id, alias: nonEmptyText(item.alias, `${path}.alias`) };
}

function toResource(item: Json, path: string, pool: TextPool): TaggedResource {
  const arn = nonEmptyText(item.arn, `${path}.arn`);
  if (!arn.startsWith('arn:')) throw new InvalidSnapshot(`${path}.arn`, `${show(arn)} is not an ARN`);
  return {
    arn,
    type: pool.intern(nonEmptyText(item.type, `${path}.type`)),
    id: nonEmptyText(item.id, `${path}.id`),
    accountId: pool.intern(accountId(item.accountId, `${path}.accountId`)),
    region: pool.intern(nonEmptyText(item.region, `${path}.region`)),
    tags: item.tags === null ? null : textRecord(item.tags, `${path}.tags`, pool),
    parents: toParents(item.parents, `${path}.parents`, pool),
    ...(item.createdAt !== undefined && { createdAt: time(item.createdAt, `${path}.createdAt`) }),
  };
}

function toParents(value: unknown, path: string, pool: TextPool): TaggedResource['parents'] {
  const parents = textRecord(value, path, pool);
  const unknown = Object.keys(parents).find((key) => !relations.some((relation) => relation === key));
  if (unknown !== undefined) {
    throw new InvalidSnapshot(
      `${path}.${unknown}`,
      `there is no such relation; there are ${relations.join(', ')}`,
    );
  }
  return parents;
}

function toCoverage(item: Json, path: string, pool: TextPool): Coverage {
  const status = statuses.find((known) => known === item.status);
  if (status === undefined) {
    throw new InvalidSnapshot(`${path}.status`, `${show(item.status)} is not one of ${statuses.join(', ')}`);
  }
  return {
    accountId: item.accountId === '' ? '' : pool.intern(accountId(item.accountId, `${path}.accountId`)),
    region: pool.intern(nonEmptyText(item.region, `${path}.region`)),
    type: pool.intern(nonEmptyText(item.type, `${path}.type`)),
    status,
    resources: count(item.resources, `${path}.resources`),
    unknown: count(item.unknown, `${path}.unknown`),
    ...(item.reason !== undefined && { reason: nonEmptyText(item.reason, `${path}.reason`) }),
  };
}

function listOf<Item>(value: unknown, path: string, read: (item: Json, path: string) => Item): Item[] {
  if (!Array.isArray(value)) throw new InvalidSnapshot(path, `${show(value)} is not a list`);
  return value.map((item: unknown, index) => {
    const place = `${path}[${index}]`;
    if (!isObject(item)) throw new InvalidSnapshot(place, `${show(item)} is not an object`);
    return read(item, place);
  });
}

function textRecord(value: unknown, path: string, pool: TextPool): Record<string, string> {
  if (!isObject(value)) throw new InvalidSnapshot(path, `${show(value)} is not an object of texts`);
  return Object.fromEntries(
    Object.entries(value).map(([key, text]) => {
      if (typeof text !== 'string')
        throw new InvalidSnapshot(`${path}.${key}`, `${show(text)} is not a text`);
      return [key, pool.intern(text)];
    }),
  );
}

function nonEmptyText(value: unknown, path: string): string {
  if (typeof value !== 'string' || value === '')
    throw new InvalidSnapshot(path, `${show(value)} is not a text`);
  return value;
}

function accountId(value: unknown, path: string): string {
  const text = nonEmptyText(value, path);
  if (!isAccountId(text)) throw new InvalidSnapshot(path, `${show(value)} is not the number of an account`);
  return text;
}

function time(value: unknown, path: string): string {
  const text = nonEmptyText(value, path);
  if (Number.isNaN(Date.parse(text)))
    throw new InvalidSnapshot(path, `${show(value)} is not a time of ISO 8601`);
  return text;
}

function count(value: unknown, path: string): number {
  if (!Number.isSafeInteger(value) || (value as number) < 0) {
    throw new InvalidSnapshot(path, `${show(value)} is not a whole number`);
  }
  return value as number;
}

function refuseDuplicates(resources: readonly TaggedResource[]): void {
  const seen = new Set<string>();
  for (const [index, { arn }] of resources.entries()) {
    if (seen.has(arn)) throw new InvalidSnapshot(`resources[${index}].arn`, `${show(arn)} is there twice`);
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

/** The line of a resource or a row, if the file has each of them on one line. */
function lineOf(text: string, parsed: Json, path: string): number | undefined {
  const [, key = '', index = ''] = /^(\w+)\[(\d+)\]/.exec(path) ?? [];
  const items = parsed[key];
  if (!Array.isArray(items)) return undefined;
  const line = JSON.stringify(items[Number(index)]);
  const lines = text.split('\n').map((each) => each.replace(/,?\s*$/, ''));
  const at = lines.lastIndexOf(line);
  return at < 0 ? undefined : at + 1;
}
