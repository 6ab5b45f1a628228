import { createHash } from 'node:crypto';
import { createJsonReader, type JsonInput } from '../json-service.ts';
import { invalid, invalidToken, requestChanged } from './errors.ts';

const reader = createJsonReader(invalid);

/**
 * One page of `all`, and the token of the next; a token is valid for the same request only.
 *
 * @throws AwsError `InvalidNextTokenException`, `RequestChangedException`
 */
export function pageOf<Item>(
  all: readonly Item[],
  input: JsonInput,
  pageSize: number,
): { readonly page: readonly Item[]; readonly token: { readonly NextPageToken?: string } } {
  const { NextPageToken: _, ...request } = input;
  const requestHash = createHash('sha256').update(JSON.stringify(request)).digest('base64url');
  const from = positionOf(reader.text(input, 'NextPageToken'), requestHash);
  const next = from + pageSize;
  const token =
    next < all.length ? { NextPageToken: Buffer.from(`${next} ${requestHash}`).toString('base64url') } : {};
  return { page: all.slice(from, next), token };
}

function positionOf(token: string | undefined, requestHash: string): number {
  if (token === undefined) return 0;
  const [, position, given] = /^(\d+) (\S+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (position === undefined) throw invalidToken();
  if (given !== requestHash) throw requestChanged();
  return Number(position);
}
