import { GroundcrewError } from '@groundcrew/errors';

/** One answer of a listing, and the token of the next page where there is one. */
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
 * Every page of a listing, those without any item left out; while one is worked on, the next is under way, and is
 * ended where the caller stops before it.
 *
 * @throws GroundcrewError `aws-ec2.pages.loop` where EC2 gives a page token a second time
 */
export async function* prefetchPages<Item>(
  ask: (token: string | undefined, signal: AbortSignal) => Promise<ListPage<Item>>,
  { signal, firstPageOnly = false }: PagesOptions,
): AsyncGenerator<readonly Item[], void, undefined> {
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const begin = (token?: string): Promise<ListPage<Item>> => {
    const pending = ask(token, either);
    // Whoever awaits it gets its failure; until then it is not one that nobody looks at.
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
  const text = `EC2 gave a page token a second time, after ${pages} pages: the listing would go on forever`;
  return new GroundcrewError('aws-ec2.pages.loop', text, { fault: 'service' });
}
