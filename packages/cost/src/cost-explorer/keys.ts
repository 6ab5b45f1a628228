import type { Expression, Grouping } from '@groundcrew/aws/cost-explorer';
import type { Dimension } from '../model.ts';
import { unsupportedDimension } from './errors.ts';

/** Cost Explorer's name of a dimension, and the keys that it returns for charges without one. */
interface DimensionKey {
  readonly key: 'SERVICE' | 'LINKED_ACCOUNT' | 'REGION' | 'USAGE_TYPE';
  readonly keysOfNone: readonly string[];
}

const dimensions: Readonly<Partial<Record<Dimension, DimensionKey>>> = {
  service: { key: 'SERVICE', keysOfNone: ['NoService'] },
  account: { key: 'LINKED_ACCOUNT', keysOfNone: ['NoLinkedAccount'] },
  region: { key: 'REGION', keysOfNone: ['NoRegion', 'global'] },
  'usage-type': { key: 'USAGE_TYPE', keysOfNone: ['NoUsageType'] },
};

/** @throws GroundcrewError `cost.dimension.unsupported` */
export function groupingOf(dimension: Dimension): Grouping {
  const [prefix, name] = splitPrefix(dimension);
  if (prefix === 'tag') return { type: 'TAG', key: name };
  if (prefix === 'cost-category') return { type: 'COST_CATEGORY', key: name };
  return { type: 'DIMENSION', key: dimensionKeyOf(dimension).key };
}

/** `key`: as in the response, `Project$shop`. Returns `null` for a charge without the dimension. */
export function valueOfKey(dimension: Dimension, key: string): string | null {
  const [prefix, name] = splitPrefix(dimension);
  if (prefix === undefined)
    return key === '' || dimensionKeyOf(dimension).keysOfNone.includes(key) ? null : key;
  const value = key.startsWith(`${name}$`) ? key.slice(name.length + 1) : key;
  return value === '' ? null : value;
}

/**
 * Selects charges with one of these values; `null`: without the dimension. `undefined` without values: AWS has no such expression.
 *
 * Rules: API reference, Expression; of TagValues and CostCategoryValues, ABSENT.
 */
export function expressionOf(
  dimension: Dimension,
  values: readonly (string | null)[],
): Expression | undefined {
  const texts = values.filter((value) => value !== null);
  const [prefix, name] = splitPrefix(dimension);
  if (prefix === undefined) {
    const { key, keysOfNone: none } = dimensionKeyOf(dimension);
    if (values.length === 0) return undefined;
    return { Dimensions: { Key: key, Values: values.includes(null) ? [...texts, ...none] : texts } };
  }
  const kind = prefix === 'tag' ? 'Tags' : 'CostCategories';
  const having = texts.length > 0 ? [{ [kind]: { Key: name, Values: texts } }] : [];
  const absent = values.includes(null) ? [{ [kind]: { Key: name, MatchOptions: ['ABSENT' as const] } }] : [];
  return combineExpressions('Or', [...having, ...absent]);
}

/** One expression of several: AWS refuses operators with fewer than two operands. */
export function combineExpressions(
  operator: 'And' | 'Or',
  parts: readonly Expression[],
): Expression | undefined {
  return parts.length > 1 ? { [operator]: [...parts] } : parts[0];
}

function dimensionKeyOf(dimension: Dimension): DimensionKey {
  const found = dimensions[dimension];
  if (!found) throw unsupportedDimension(dimension);
  return found;
}

function splitPrefix(
  dimension: Dimension,
): readonly [prefix: 'tag' | 'cost-category', name: string] | readonly [prefix: undefined] {
  for (const prefix of ['tag', 'cost-category'] as const) {
    if (dimension.startsWith(`${prefix}:`)) return [prefix, dimension.slice(prefix.length + 1)];
  }
  return [undefined];
}
