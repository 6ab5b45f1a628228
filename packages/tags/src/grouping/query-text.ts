/** A query of a resource group, as plans have it. */
interface Query {
  readonly types: readonly string[];
  readonly tagFilters: readonly { readonly key: string; readonly values: readonly string[] }[];
}

/** All types that Resource Groups supports. */
const ANY_TYPE = 'AWS::AllSupported';

/**
 * A query in words: `resources with Project="shop"`.
 *
 * @returns `undefined` for a value that is not a query
 */
export function queryText(value: unknown): string | undefined {
  if (!isQuery(value)) return undefined;
  const { types, tagFilters } = value;
  const what = types.includes(ANY_TYPE) ? 'resources' : types.join(', ');
  const filters = tagFilters.map(({ key, values }) => {
    const allowed = values.map((each) => JSON.stringify(each)).join(' or ');
    return allowed === '' ? key : `${key}=${allowed}`;
  });
  return `${what} with ${filters.join(' and ')}`;
}

function isQuery(value: unknown): value is Query {
  return typeof value === 'object' && value !== null && 'types' in value && 'tagFilters' in value;
}
