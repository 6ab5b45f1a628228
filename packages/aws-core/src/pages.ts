import { GroundcrewError } from '@groundcrew/errors';
import { createPageGuard, type PageLimits } from './page-guard.ts';

/** One page of a listing, and the token of the next one, if any. */
export interface Page<Item, Token = string> {
  readonly items: readonly Item[];
  readonly next: Token | undefined;
}

/**
 * The pages of a listing in order, without empty ones.
 *
 * @throws GroundcrewError `aws-core.pages.loop` if the listing would never end: {@link createPageGuard}
 */
export async function* pages<Item, Token = string>(
  fetchPage: (token: Token | undefined) => Promise<Page<Item, Token>>,
  limits?: PageLimits,
): AsyncGenerator<readonly Item[], void, undefined> {
  const endlessBecause = createPageGuard(limits);
  let token: Token | undefined;
  do {
    const page = await fetchPage(token);
    if (page.items.length > 0) yield page.items;
    token = page.next;
    const reason = endlessBecause(page.items, token);
    if (reason !== undefined) {
      throw new GroundcrewError('aws-core.pages.loop', `the listing would never end: ${reason}`, {
        fault: 'service',
      });
    }
  } while (token !== undefined);
}

/** All items of all pages in one array: for listings that are known to be small. */
export async function collectPages<Item>(source: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const items of source) all.push(...items);
  return all;
}
