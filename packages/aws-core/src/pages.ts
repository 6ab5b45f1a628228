import { GroundcrewError } from '@groundcrew/errors';

/** One page of a listing, and the token of the next where there is one. */
export interface Page<Item, Token = string> {
  readonly items: readonly Item[];
  readonly next: Token | undefined;
}

/**
 * Every page of a listing, one after the other, empty ones left out.
 *
 * @throws GroundcrewError `aws-core.pages.loop` where a service gives the same token twice in a row, which
 * would go on forever.
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
        `the service gave the page token ${shown} twice in a row`,
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
