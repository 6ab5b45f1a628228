import type { JsonSchema } from './json-schema.ts';

const typeNames: Readonly<Record<string, string>> = {
  integer: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list ([…])',
  object: 'an object ({…})',
};

/** The first place where a value violates its schema, and what is expected there; `undefined` if it is valid. */
export function findProblem(value: unknown, schema: JsonSchema, path = ''): Problem | undefined {
  if (schema.anyOf) {
    const problems = schema.anyOf.map((choice) => findProblem(value, choice, path));
    if (problems.includes(undefined)) return undefined;
    // Report the alternative that was probably meant: the one that is valid the furthest.
    return problems.reduce((best, problem) => (problem!.path.length > best!.path.length ? problem : best));
  }
  if (schema.const !== undefined && value !== schema.const)
    return { path, value, expected: 'true, or omitted' };
  if (schema.enum && !schema.enum.includes(value as string)) {
    return { path, value, expected: `one of ${schema.enum.join(', ')}` };
  }
  if (schema.type !== undefined && typeOf(value) !== schema.type) {
    return { path, value, expected: typeNames[schema.type] ?? `of type ${schema.type}` };
  }
  if (typeof value === 'string') return findTextProblem(value, schema, path);
  if (typeof value === 'number') return findNumberProblem(value, schema, path);
  if (Array.isArray(value)) return findListProblem(value, schema, path);
  if (typeof value === 'object' && value !== null) {
    return findObjectProblem(value as Readonly<Record<string, unknown>>, schema, path);
  }
  return undefined;
}

/** Expected is something that is missing. */
export const MISSING = 'there';

export interface Problem {
  /** `accounts[0].regions["us-east-1"].instances[2].type` */
  readonly path: string;
  readonly value: unknown;
  /** The expected value. */
  readonly expected: string;
}

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (Number.isSafeInteger(value)) return 'integer';
  return value === null ? 'null' : typeof value;
}

function findTextProblem(
  value: string,
  { pattern, maxLength }: JsonSchema,
  path: string,
): Problem | undefined {
  if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) {
    return { path, value, expected: `a match of ${pattern}` };
  }
  if (maxLength !== undefined && value.length > maxLength) {
    return { path, value, expected: `at most ${maxLength} characters long` };
  }
  return undefined;
}

function findNumberProblem(
  value: number,
  { minimum, maximum }: JsonSchema,
  path: string,
): Problem | undefined {
  if (minimum !== undefined && value < minimum) return { path, value, expected: `at least ${minimum}` };
  if (maximum !== undefined && value > maximum) return { path, value, expected: `at most ${maximum}` };
  return undefined;
}

function findListProblem(
  value: readonly unknown[],
  { items, minItems }: JsonSchema,
  path: string,
): Problem | undefined {
  if (minItems !== undefined && value.length < minItems) {
    return { path, value, expected: `a list of at least ${minItems}` };
  }
  for (const [index, item] of value.entries()) {
    const problem = items && findProblem(item, items, `${path}[${index}]`);
    if (problem) return problem;
  }
  return undefined;
}

function findObjectProblem(
  value: Readonly<Record<string, unknown>>,
  { properties = {}, required = [], additionalProperties, propertyNames }: JsonSchema,
  path: string,
): Problem | undefined {
  for (const name of required) {
    if (!Object.hasOwn(value, name)) {
      return { path: join(path, name), value: undefined, expected: MISSING };
    }
  }
  for (const [name, content] of Object.entries(value)) {
    const memberPath = join(path, name);
    const badName = propertyNames && findProblem(name, propertyNames, memberPath);
    if (badName) return badName;
    const schema = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (schema === false) {
      return {
        path: memberPath,
        value: content,
        expected: `omitted (supported: ${Object.keys(properties).join(', ')})`,
      };
    }
    const problem = schema && findProblem(content, schema, memberPath);
    if (problem) return problem;
  }
  return undefined;
}

function join(path: string, name: string): string {
  if (!/^[a-z]\w*$/i.test(name)) return `${path}[${JSON.stringify(name)}]`;
  return path === '' ? name : `${path}.${name}`;
}
