import { GroundcrewError } from '@groundcrew/errors';

/** One response of a listing, and the token of the next page, if any. */
export interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next: string | undefined;
}

export interface PagesOptions {
  readonly signal: AbortSignal | undefined;
  /** Stops after one call. */
  readonly firstPageOnly?: boolean;
}

/**
 * Every page of a listing, without empty pages; the next page is prefetched while one is processed, and aborted if the
 * caller stops before it.
 *
 * @throws GroundcrewError `aws-ec2.pages.loop` if EC2 returns a page token a second time
 */
export async function* prefetchPages<Item>(
  ask: (token: string | undefined, signal: AbortSignal) => Promise<ListPage<Item>>,
  { signal, firstPageOnly = false }: PagesOptions,
): AsyncGenerator<readonly Item[], void, undefined> {
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const begin = (token?: string): Promise<ListPage<Item>> => {
    const pending = ask(token, either);
    // Its failure is thrown where it is awaited; until then it must not be an unhandled rejection.
    pending.catch(() => undefined);
    return pending;
  };
  const seen = new Set<string>();
  try {
    let page: Promise<ListPage<Item>> | undefined = begin();
    while (page !== undefined) {
      const { items, next }: ListPage<Item> = await page;
      if (next !== undefined && seen.has(next)) throw loop(seen.size);
      page = undefined;
      if (next !== undefined && !firstPageOnly) {
        seen.add(next);
        page = begin(next);
      }
      if (items.length > 0) yield items;
    }
  } finally {
    stop.abort();
  }
}

function loop(pages: number): GroundcrewError {
  const text = `EC2 returned a page token a second time, after ${pages} pages: the listing would never end`;
  return new GroundcrewError('aws-ec2.pages.loop', text, { fault: 'service' });
}
