import type { JsonSchema } from './json-schema.ts';

/** Where a value is not as its schema says, and how; `undefined` where it is. The first one found. */
export function firstFlaw(value: unknown, schema: JsonSchema, path = ''): Flaw | undefined {
  if (schema.anyOf) {
    const flaws = schema.anyOf.map((choice) => firstFlaw(value, choice, path));
    if (flaws.includes(undefined)) return undefined;
    // That of the choice that was meant: the one that fits furthest.
    return flaws.reduce((best, flaw) => (flaw!.path.length > best!.path.length ? flaw : best));
  }
  if (schema.const !== undefined && value !== schema.const)
    return { path, value, wanted: 'true, or left out' };
  if (schema.enum && !schema.enum.includes(value as string)) {
    return { path, value, wanted: `one of ${schema.enum.join(', ')}` };
  }
  if (schema.type !== undefined && typeOf(value) !== schema.type) {
    return { path, value, wanted: schema.type === 'integer' ? 'a whole number' : `of type ${schema.type}` };
  }
  if (typeof value === 'string') return flawOfText(value, schema, path);
  if (typeof value === 'number') return flawOfNumber(value, schema, path);
  if (Array.isArray(value)) return flawOfList(value, schema, path);
  if (typeof value === 'object' && value !== null) {
    return flawOfObject(value as Readonly<Record<string, unknown>>, schema, path);
  }
  return undefined;
}

export interface Flaw {
  /** `accounts[0].regions["us-east-1"].instances[2].type` */
  readonly path: string;
  readonly value: unknown;
  /** What the value has to be. */
  readonly wanted: string;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (Number.isSafeInteger(value)) return 'integer';
  return value === null ? 'null' : typeof value;
}

function flawOfText(value: string, { pattern, maxLength }: JsonSchema, path: string): Flaw | undefined {
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
    return { path, value, wanted: `of the form ${pattern}` };
  }
  if (maxLength !== undefined && value.length > maxLength) {
    return { path, value, wanted: `at most ${maxLength} characters long` };
  }
  return undefined;
}

function flawOfNumber(value: number, { minimum, maximum }: JsonSchema, path: string): Flaw | undefined {
  if (minimum !== undefined && value < minimum) return { path, value, wanted: `at least ${minimum}` };
  if (maximum !== undefined && value > maximum) return { path, value, wanted: `at most ${maximum}` };
  return undefined;
}

function flawOfList(
  value: readonly unknown[],
  { items, minItems }: JsonSchema,
  path: string,
): Flaw | undefined {
  if (minItems !== undefined && value.length < minItems) {
    return { path, value, wanted: `a list of at least ${minItems}` };
  }
  for (const [index, item] of value.entries()) {
    const flaw = items && firstFlaw(item, items, `${path}[${index}]`);
    if (flaw) return flaw;
  }
  return undefined;
}

function flawOfObject(
  value: Readonly<Record<string, unknown>>,
  { properties = {}, required = [], additionalProperties, propertyNames }: JsonSchema,
  path: string,
): Flaw | undefined {
  for (const name of required) {
    if (!Object.hasOwn(value, name)) {
      return { path: join(path, name), value: undefined, wanted: 'there' };
    }
  }
  for (const [name, content] of Object.entries(value)) {
    const place = join(path, name);
    const badName = propertyNames && firstFlaw(name, propertyNames, place);
    if (badName) return badName;
    const schema = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (schema === false) {
      return {
        path: place,
        value: content,
        wanted: `left out: there is ${Object.keys(properties).join(', ')}`,
      };
    }
    const flaw = schema && firstFlaw(content, schema, place);
    if (flaw) return flaw;
  }
  return undefined;
}

function join(path: string, name: string): string {
  if (!/^[a-z]\w*$/i.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}
