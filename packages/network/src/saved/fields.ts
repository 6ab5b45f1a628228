import { GroundcrewError } from '@groundcrew/errors';
import { type Address, type Cidr, cidrOf, parseAddress } from '../cidr/index.ts';

/** An object of a saved answer, with where it is. */
export interface Fields {
  readonly where: string;
  readonly value: Readonly<Record<string, unknown>>;
}

/** @throws GroundcrewError `network.saved.malformed` */
export function malformed(where: string, problem: string): never {
  throw new GroundcrewError(
    'network.saved.malformed',
    `${where} ${problem}; it is not an answer of AWS: if it was saved, save it again, with --output json`,
  );
}

/** An object of an answer. @throws GroundcrewError `network.saved.malformed`, as all that read here */
export function fieldsOf(value: unknown, where: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    malformed(where, 'is not an object');
  return { where, value: value as Record<string, unknown> };
}

/** The objects of a list; none, if it is missing. */
export function list({ value, where }: Fields, key: string): readonly Fields[] {
  const found = value[key];
  if (found === undefined || found === null) return [];
  if (!Array.isArray(found)) malformed(`${where}.${key}`, 'is not a list');
  return (found as unknown[]).map((each, at) => fieldsOf(each, `${where}.${key}[${at}]`));
}

/** The texts of a list; none, if it is missing. */
export function texts({ value, where }: Fields, key: string): readonly string[] {
  const found = value[key];
  if (found === undefined || found === null) return [];
  if (!Array.isArray(found) || found.some((each) => typeof each !== 'string'))
    malformed(`${where}.${key}`, 'is not a list of texts');
  return found as string[];
}

/** An object in an object; `undefined`: it is missing. */
export function object({ value, where }: Fields, key: string): Fields | undefined {
  const found = value[key];
  return found === undefined || found === null ? undefined : fieldsOf(found, `${where}.${key}`);
}

/** A text or a number as text; `undefined`: it is missing or empty. */
export function optional({ value, where }: Fields, key: string): string | undefined {
  const found = value[key];
  if (found === undefined || found === null || found === '') return undefined;
  if (typeof found === 'number') return String(found);
  if (typeof found !== 'string') malformed(`${where}.${key}`, 'is not a text');
  return found as string;
}

/** A text that must be there. */
export function text(fields: Fields, key: string): string {
  return optional(fields, key) ?? malformed(`${fields.where}.${key}`, 'is missing');
}

/** A number, also one that is written as a text; `undefined`: it is missing. */
export function numberAt({ value, where }: Fields, key: string): number | undefined {
  const found = value[key];
  if (found === undefined || found === null) return undefined;
  const number = typeof found === 'string' && found !== '' ? Number(found) : found;
  if (typeof number !== 'number' || !Number.isFinite(number)) malformed(`${where}.${key}`, 'is not a number');
  return number as number;
}

/** Whether it is `true`. */
export function flag({ value }: Fields, key: string): boolean {
  return value[key] === true;
}

/** An address; `undefined`: it is missing. */
export function addressAt(fields: Fields, key: string): Address | undefined {
  const found = optional(fields, key);
  if (found === undefined) return undefined;
  return (
    parseAddress(found) ?? malformed(`${fields.where}.${key}`, `is ${JSON.stringify(found)}, not an address`)
  );
}

/** A range; `undefined`: it is missing. */
export function cidrAt(fields: Fields, key: string): Cidr | undefined {
  const found = optional(fields, key);
  return found === undefined ? undefined : readCidr(found, `${fields.where}.${key}`);
}

/** A range; bits behind its length are left out, as AWS does. */
export function readCidr(range: string, where: string): Cidr {
  const [, base = '', digits = ''] = /^([^/]{2,45})\/(\d{1,3})$/.exec(range) ?? [];
  const address = parseAddress(base);
  const length = Number(digits);
  if (!address || length > (address.family === 4 ? 32 : 128))
    malformed(where, `is ${JSON.stringify(range.slice(0, 60))}, not a range`);
  return cidrOf(address!, length);
}

/** Tags by key, in the form of EC2 and Elastic Load Balancing. */
export function tagsOf(fields: Fields, key = 'Tags'): Readonly<Record<string, string>> {
  return Object.fromEntries(
    list(fields, key).map((tag) => [optional(tag, 'Key') ?? '', optional(tag, 'Value') ?? '']),
  );
}

/** What every object has: where it was collected, and its name. */
export function common(scope: string, tags: Readonly<Record<string, string>>) {
  return { scope, ...(tags['Name'] ? { name: tags['Name'] } : {}) };
}
