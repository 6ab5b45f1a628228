import { lengthOf } from '@groundcrew/settings';
import { compilePattern } from './compile-pattern.ts';
import { foldCase } from './fold.ts';
import { compileGlobs } from '@groundcrew/settings';
import type { KeyRule, ValuesRule } from './policy.ts';

/** The canonical value of a value, and how it was found; or why it is invalid. */
export type CanonicalValue =
  | { readonly value: string; readonly how: 'as-is' | 'variant' | 'case' | 'trimmed' }
  | { readonly problem: string };

/** Cached results: tags have few different values, and a value is evaluated once per resource. */
const MAX_CACHED = 10_000;
/** The maximum number of values in a message. */
const MAX_SHOWN = 8;

type Canonicalize = (value: string) => CanonicalValue;

const canonicalizers = new WeakMap<ValuesRule, Canonicalize>();

/** The canonical form of `value` by the rule's `values`. A canonical value is always its own (`as-is`). */
export function canonicalValue(rule: KeyRule, value: string): CanonicalValue {
  const { values } = rule;
  if (!values) return { value, how: 'as-is' };
  let canonicalize = canonicalizers.get(values);
  if (!canonicalize) {
    canonicalize = memoized(compileValues(values));
    canonicalizers.set(values, canonicalize);
  }
  return canonicalize(value);
}

function memoized(canonicalize: Canonicalize): Canonicalize {
  const known = new Map<string, CanonicalValue>();
  return (value) => {
    let result = known.get(value);
    if (!result) {
      result = canonicalize(value);
      if (known.size === MAX_CACHED) known.clear();
      known.set(value, result);
    }
    return result;
  };
}

function compileValues(values: ValuesRule): Canonicalize {
  const fits = compileConstraints(values);
  const list = values.list && new Set(values.list);
  const isLike = values.like && compileGlobs(values.like);
  const isListed = (value: string) => (!list && !isLike) || list?.has(value) || isLike?.(value) || false;
  const variants = new Map(Object.entries(values.variants));
  const right = new Set([...(values.list ?? []), ...variants.values()]);
  const foldedList = new Map(values.list?.map((each) => [foldCase(each), each]));
  const foldedVariants = new Map([...variants].map(([wrong, to]) => [foldCase(wrong), to]));

  const find: Canonicalize = (value) => {
    // A listed variant is replaced, even if the pattern matches it.
    const variant = variants.get(value);
    if (variant !== undefined) return { value: variant, how: 'variant' };
    const problem = fits(value) ?? (isListed(value) ? undefined : notListed(values));
    if (problem === undefined && (right.has(value) || isLike?.(value))) return { value, how: 'as-is' };
    const folded = foldCase(value);
    if (values.ignoreCase) {
      const listed = foldedList.get(folded);
      if (listed !== undefined) return { value: listed, how: 'case' };
      const target = foldedVariants.get(folded);
      if (target !== undefined) return { value: target, how: 'variant' };
    }
    return problem === undefined ? { value, how: 'as-is' } : { problem };
  };

  return (value) => {
    const found = find(value);
    const trimmed = value.trim();
    if (!('problem' in found) || trimmed === value) return found;
    const other = find(trimmed);
    return 'problem' in other ? found : { value: other.value, how: 'trimmed' };
  };
}

/** The problem of a value by pattern and length, if any. */
function compileConstraints({ pattern, minLength = 0, maxLength }: ValuesRule) {
  const matches = pattern === undefined ? undefined : compilePattern(pattern);
  return (value: string): string | undefined => {
    const length = lengthOf(value);
    if (length < minLength) {
      return length === 0 ? 'is empty' : `has ${length} characters, fewer than ${minLength}`;
    }
    if (maxLength !== undefined && length > maxLength) {
      return `has ${length} characters, more than ${maxLength}`;
    }
    return matches && !matches(value) ? `does not match ${pattern}` : undefined;
  };
}

function notListed({ list = [], like = [] }: ValuesRule): string {
  const all = [...list.map((each) => JSON.stringify(each)), ...like];
  const shown = all.slice(0, MAX_SHOWN);
  const more = all.length - shown.length;
  return `is not one of ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
