import fc from 'fast-check';
import { expect, inject, it } from 'vitest';
import { compileEventPattern, type JsonObject } from './event-pattern.ts';

type Leaf = string | number | boolean | null;
/** An event in which each list is replaced by one of its elements: its leaves by their paths. */
type View = ReadonlyMap<string, Leaf>;

/** Every view of an event: exponential, but easy to read. */
function viewsOf(value: unknown, path = ''): View[] {
  if (Array.isArray(value)) {
    return value.length === 0 ? [new Map()] : value.flatMap((element) => viewsOf(element, path));
  }
  if (typeof value !== 'object' || value === null) return [new Map([[path, value as Leaf]])];
  return Object.entries(value).reduce<View[]>(
    (views, [key, inner]) =>
      viewsOf(inner, `${path}.${key}`).flatMap((added) => views.map((view) => new Map([...view, ...added]))),
    [new Map()],
  );
}

/** The lists of a pattern by their paths. */
function listsOf(pattern: JsonObject, path = ''): [string, readonly unknown[]][] {
  return Object.entries(pattern).flatMap(([key, wanted]): [string, readonly unknown[]][] =>
    Array.isArray(wanted) ? [[`${path}.${key}`, wanted]] : listsOf(wanted as JsonObject, `${path}.${key}`),
  );
}

function oracle({ $or, ...pattern }: JsonObject, event: JsonObject): boolean {
  const views = viewsOf(event);
  const present = new Set(views.flatMap((view) => [...view.keys()]));
  const fits = views.some((view) =>
    listsOf(pattern).every(([path, wanted]) =>
      wanted.some((one) => {
        if (JSON.stringify(one) === '{"exists":false}') return !present.has(path);
        return view.has(path) && leafFits(one, view.get(path)!);
      }),
    ),
  );
  return fits && ($or === undefined || ($or as JsonObject[]).some((each) => oracle(each, event)));
}

function leafFits(wanted: unknown, leaf: Leaf): boolean {
  if (typeof wanted !== 'object' || wanted === null) return Object.is(wanted, leaf);
  const [[operator, argument] = ['', undefined]] = Object.entries(wanted);
  const text = typeof leaf === 'string' ? leaf : undefined;
  switch (operator) {
    case 'exists':
      return true;
    case 'prefix':
      return text !== undefined && text.slice(0, String(argument).length) === argument;
    case 'suffix':
      return text !== undefined && new RegExp(`${argument}$`).test(text);
    case 'equals-ignore-case':
      return text !== undefined && new RegExp(`^${argument}$`, 'i').test(text);
    case 'wildcard':
      return text !== undefined && new RegExp(`^${String(argument).replaceAll('*', '.*')}$`).test(text);
    case 'numeric': {
      const [sign, limit] = argument as [string, number];
      if (typeof leaf !== 'number') return false;
      return sign === '='
        ? leaf === limit
        : sign.startsWith('<')
          ? leaf < limit + Number(sign === '<=')
          : leaf > limit;
    }
    default:
      return Array.isArray(argument) || typeof argument !== 'object'
        ? ![argument].flat().includes(leaf)
        : !leafFits(argument, leaf);
  }
}

const key = fc.constantFrom('a', 'b', 'c');
const text = fc.stringMatching(/^[xyX]{0,3}$/);
const number = fc.integer({ min: 0, max: 3 });
const leaf = fc.oneof(text, number, fc.boolean(), fc.constant(null));

const { node } = fc.letrec<{ node: JsonObject; value: unknown }>((tie) => ({
  node: fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc.array(tie('value'), { maxLength: 2 }),
    tie('node'),
  ),
}));

const wildcard = fc.stringMatching(/^[xyX]{0,2}(\*[xyX]{1,2}){0,2}\*?$/);
const operator = fc.oneof(
  fc.record({ prefix: text }),
  fc.record({ suffix: text }),
  fc.record({ 'equals-ignore-case': text }),
  fc.record({ wildcard }),
  fc.record({ exists: fc.boolean() }),
  fc.record({ numeric: fc.tuple(fc.constantFrom('=', '<', '<=', '>'), number) }),
  fc.record({
    'anything-but': fc.oneof(
      text,
      fc.array(fc.oneof(text, number), { minLength: 1, maxLength: 2 }),
      fc.record({ prefix: text }),
      fc.record({ wildcard }),
    ),
  }),
);

const { fields } = fc.letrec<{ fields: JsonObject; wanted: unknown }>((tie) => ({
  fields: fc.dictionary(key, tie('wanted'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
  wanted: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.array(fc.oneof(leaf, operator), { minLength: 1, maxLength: 2 }),
    tie('fields'),
  ),
}));
const pattern = fc.oneof(
  fields,
  fc
    .tuple(fields, fc.array(fields, { minLength: 2, maxLength: 3 }))
    .map(([beside, $or]): JsonObject => ({ ...beside, $or })),
);

it('matches what a naive implementation of the rules matches', () => {
  fc.assert(
    fc.property(pattern, node, (wanted, event) => {
      expect(compileEventPattern(wanted)(event)).toBe(oracle(wanted, event));
    }),
    { numRuns: Math.ceil(1_000 * inject('effort')) },
  );
});
