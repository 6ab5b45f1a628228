import { GroundcrewError } from '@groundcrew/errors';

/** One page of a listing, and the token of the next one, if any. */
export interface Page<Item, Token = string> {
  readonly items: readonly Item[];
  readonly next: Token | undefined;
}

/**
 * The pages of a listing in order, without empty ones.
 *
 * @throws GroundcrewError `aws-core.pages.loop` if a service returns the same token twice in a row, which would
 * never end.
 */
export async function* pages<Item, Token = string>(
  fetchPage: (token: Token | undefined) => Promise<Page<Item, Token>>,
): AsyncGenerator<readonly Item[], void, undefined> {
  let token: Token | undefined;
  let seen: string | undefined;
  do {
    const page = await fetchPage(token);
    if (page.items.length > 0) yield page.items;
    token = page.next;
    const shown = token === undefined ? undefined : JSON.stringify(token);
    if (shown !== undefined && shown === seen) {
      throw new GroundcrewError(
        'aws-core.pages.loop',
        `the service returned the page token ${shown} twice in a row`,
        {
          fault: 'service',
        },
      );
    }
    seen = shown;
  } while (token !== undefined);
}

/** All items of all pages in one array: for listings that are known to be small. */
export async function collectPages<Item>(source: AsyncIterable<readonly Item[]>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const items of source) all.push(...items);
  return all;
}
