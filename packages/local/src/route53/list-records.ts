import { DomainNameError, readDomainName, sortKey } from './domain-names.ts';
import { invalidInput } from './errors.ts';
import type { RecordSet } from './model.ts';
import { recordTypes } from './record-values.ts';

type Position = readonly [name: string, type: string, identifier: string];

// "ListResourceRecordSets" of the API reference; a larger number is the same as this.
const MAX_ITEMS = 300;

/**
 * One page of the records of a zone: by name with its labels reversed, then by type and set identifier.
 *
 * @throws AwsError `InvalidInput`
 */
export function listRecords(records: Iterable<RecordSet>, query: URLSearchParams) {
  const [name, type] = [query.get('name'), query.get('type')];
  const identifier = query.get('identifier');
  const items = query.get('maxitems') ?? String(MAX_ITEMS);
  if (!/^[1-9]\d{0,8}$/.test(items))
    throw invalidInput(`The maximum of items '${items}' is not a number above 0`);
  if (type !== null && name === null)
    throw invalidInput('The record type cannot be specified without a name');
  if (identifier !== null && type === null)
    throw invalidInput('The set identifier cannot be specified without a name and a type');
  if (type !== null && !recordTypes.includes(type)) throw invalidInput(`'${type}' is not a record type`);
  const start: Position = [name === null ? '' : sortKey(readName(name)), type ?? '', identifier ?? ''];
  const sorted = [...records]
    .map((set) => ({ set, at: positionOf(set) }))
    .filter(({ at }) => compare(at, start) >= 0)
    .toSorted((one, other) => compare(one.at, other.at))
    .map(({ set }) => set);
  const size = Math.min(Number(items), MAX_ITEMS);
  return { page: sorted.slice(0, size), next: sorted[size], maxItems: items };
}

function readName(name: string): string {
  try {
    return readDomainName(name);
  } catch (error) {
    if (error instanceof DomainNameError) throw invalidInput(error.message);
    throw error;
  }
}

function positionOf({ Name, Type, SetIdentifier = '' }: RecordSet): Position {
  return [sortKey(Name), Type, SetIdentifier];
}

function compare(one: Position, other: Position): number {
  for (const [index, part] of one.entries()) {
    if (part !== other[index]) return part < other[index]! ? -1 : 1;
  }
  return 0;
}
