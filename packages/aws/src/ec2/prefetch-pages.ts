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
 * Asks for a page. `announce` may be called with the token of the next page before the page is complete; what the page
 * itself then returns is what counts.
 */
export type AskForPage<Item> = (
  token: string | undefined,
  signal: AbortSignal,
  announce: (next: string) => void,
) => Promise<ListPage<Item>>;

/** A page that was asked for. */
interface Asked<Item> {
  readonly token: string | undefined;
  readonly page: Promise<ListPage<Item>>;
  /** Gets the announced token, at once if it is known already. */
  onAnnounced(follow: (next: string) => void): void;
  abort(): void;
}

/**
 * Every page of a listing, without empty pages; the next page is prefetched while one is completed and processed, never
 * more than one, and aborted if the caller stops before it.
 *
 * @throws GroundcrewError `aws-ec2.pages.loop` if the listing would never end
 */
export async function* prefetchPages<Item>(
  ask: AskForPage<Item>,
  { signal, firstPageOnly = false }: PagesOptions,
): AsyncGenerator<readonly Item[], void, undefined> {
  const stop = new AbortController();
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const endlessBecause = createPageGuard();
  try {
    let current: Asked<Item> | undefined = begin(ask, undefined, either);
    while (current !== undefined) {
      let following: Asked<Item> | undefined;
      const follow = (token: string): void => {
        if (following !== undefined && following.token === token) return;
        following?.abort();
        following = begin(ask, token, either);
      };
      if (!firstPageOnly) current.onAnnounced(follow);
      const { items, next }: ListPage<Item> = await current.page;
      const reason = endlessBecause(items, next);
      if (reason !== undefined) throw loop(reason);
      if (next !== undefined && !firstPageOnly) follow(next);
      else following?.abort();
      current = next === undefined || firstPageOnly ? undefined : following;
      if (items.length > 0) yield items;
    }
  } finally {
    stop.abort();
  }
}

function begin<Item>(ask: AskForPage<Item>, token: string | undefined, signal: AbortSignal): Asked<Item> {
  const own = new AbortController();
  let announced: string | undefined;
  let follow: ((next: string) => void) | undefined;
  const page = ask(token, AbortSignal.any([signal, own.signal]), (next) => {
    announced = next;
    follow?.(next);
  });
  // Its failure is thrown where it is awaited; until then it must not be an unhandled rejection.
  page.catch(() => undefined);
  return {
    token,
    page,
    onAnnounced(listener) {
      follow = listener;
      if (announced !== undefined) listener(announced);
    },
    abort: () => own.abort(),
  };
}

function loop(reason: string): GroundcrewError {
  const text = `the listing of EC2 would never end: ${reason}`;
  return new GroundcrewError('aws-ec2.pages.loop', text, { fault: 'service' });
}
