import { createPageGuard } from '@groundcrew/aws-core';
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
 * @throws GroundcrewError `aws-ec2.pages.loop` if the listing would never end
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
  const endlessBecause = createPageGuard();
  try {
    let page: Promise<ListPage<Item>> | undefined = begin();
    while (page !== undefined) {
      const { items, next }: ListPage<Item> = await page;
      const reason = endlessBecause(items, next);
      if (reason !== undefined) throw loop(reason);
      page = next === undefined || firstPageOnly ? undefined : begin(next);
      if (items.length > 0) yield items;
    }
  } finally {
    stop.abort();
  }
}

function loop(reason: string): GroundcrewError {
  const text = `the listing of EC2 would never end: ${reason}`;
  return new GroundcrewError('aws-ec2.pages.loop', text, { fault: 'service' });
}
