import { invalidArgument } from './errors.ts';

/**
 * A count in a query string: `max-keys`, `max-parts`.
 *
 * @throws AwsError `InvalidArgument` if it is not a whole number up to 2,147,483,647
 */
export function readCount(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const count = /^\d{1,10}$/.test(text) ? Number(text) : Infinity;
  if (count <= 2_147_483_647) return count;
  throw invalidArgument(name, text, `Argument ${name} must be an integer between 0 and 2147483647`);
}
