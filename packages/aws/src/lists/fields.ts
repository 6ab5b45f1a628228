import type { Member, Shape } from '../ec2/xml/shape.ts';

/** What is read of a value in a response. `map`: of texts by name, in JSON only. */
export type Field =
  | 'text'
  | 'flag'
  | 'integer'
  | 'date'
  | 'map'
  | { readonly structure: Fields }
  /** `item`: the name of its elements in XML. */
  | { readonly list: 'text' | Fields; readonly item: string };

/** What is read of a structure, under the names of the service's model; all else is left out. */
export interface Fields {
  readonly [name: string]: Field;
}

/** A structure as it is read. */
export type Read<Spec extends Fields> = { readonly [Name in keyof Spec]?: ReadField<Spec[Name]> };

type ReadField<Spec> = Spec extends 'text'
  ? string
  : Spec extends 'flag'
    ? boolean
    : Spec extends 'integer'
      ? number
      : Spec extends 'date'
        ? Date
        : Spec extends 'map'
          ? Readonly<Record<string, string>>
          : Spec extends { readonly list: 'text' }
            ? readonly string[]
            : Spec extends { readonly list: infer Item extends Fields }
              ? readonly Read<Item>[]
              : Spec extends { readonly structure: infer Inner extends Fields }
                ? Read<Inner>
                : never;

/** A list in XML whose elements are named `item`; that of most services by the query protocol. */
export function list<const Item extends 'text' | Fields>(item: Item, name = 'member') {
  return { list: item, item: name } as const;
}

export function structure<const Inner extends Fields>(inner: Inner) {
  return { structure: inner } as const;
}

/** The tags of a list, as nearly all services write them. */
export const tagFields = { Key: 'text', Value: 'text' } as const;

const xmlKinds = { flag: 'boolean', integer: 'integer', date: 'date' } as const;

/** What the scanner of XML reads. */
export function shapeOf(fields: Fields): Shape {
  return Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, memberOf(key, field)]));
}

function memberOf(key: string, field: Field): Member {
  // Texts are held for long, and many are the same.
  if (field === 'text') return { kind: 'repeated-text', key };
  if (field === 'map') throw new TypeError('no service that is read here has a map in XML');
  if (typeof field === 'string') return { kind: xmlKinds[field], key };
  if ('structure' in field) return { kind: 'structure', key, shape: shapeOf(field.structure) };
  if (field.list === 'text') return { kind: 'texts', key, item: field.item };
  return { kind: 'list', key, shape: shapeOf(field.list), item: field.item };
}

/** Of a structure in JSON only these fields. What is of another type than its model has it is left out as unknown. */
export function readJson<Spec extends Fields>(fields: Spec, value: unknown): Read<Spec> {
  const found: Record<string, unknown> = {};
  if (!isObject(value)) return found as Read<Spec>;
  for (const [name, field] of Object.entries(fields)) {
    if (!Object.hasOwn(value, name)) continue;
    const read = readValue(field, value[name]);
    if (read !== undefined) found[name] = read;
  }
  return found as Read<Spec>;
}

function readValue(field: Field, value: unknown): unknown {
  switch (field) {
    case 'text':
      return typeof value === 'string' ? value : undefined;
    case 'flag':
      return typeof value === 'boolean' ? value : undefined;
    case 'integer':
      return Number.isSafeInteger(value) ? value : undefined;
    case 'date':
      return readDate(value);
    case 'map':
      return isObject(value)
        ? Object.fromEntries(Object.entries(value).filter(([, text]) => typeof text === 'string'))
        : undefined;
    default:
      if ('structure' in field) return readJson(field.structure, value);
      if (!Array.isArray(value)) return undefined;
      return value.flatMap(
        (item) => readValue(typeof field.list === 'string' ? 'text' : { structure: field.list }, item) ?? [],
      );
  }
}

/** Seconds since 1970, or ISO 8601: Smithy specification, "timestampFormat trait". */
function readDate(value: unknown): Date | undefined {
  const date =
    typeof value === 'number'
      ? new Date(Math.round(value * 1000))
      : new Date(typeof value === 'string' ? value : NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
