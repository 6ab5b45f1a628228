import { listInventory } from '@groundcrew/inventory/list-inventory';
import type { InventorySource } from '../console.ts';
import type { RenderPage } from '../pages/render.ts';
import type { Route } from '../route.ts';
import { type ShelfFeed, startShelfFeed } from './shelf-feed.ts';
import { createShelfIndex, type ShelfIndex, type ShelfSearch } from './shelf-index.ts';
import { readShelvesQuery, SHELVES_PER_PAGE, shelvesBody } from './shelves-page.ts';

export interface Shelves {
  readonly index: ShelfIndex;
  readonly routes: readonly Route[];
  close(): void;
}

export interface ShelvesDeps {
  readonly inventory: InventorySource;
  readonly maxShelves: number;
  readonly render: RenderPage;
  readonly isWatched: () => boolean;
  readonly onChange: () => void;
  readonly now: () => number;
}

export function createShelves(deps: ShelvesDeps): Shelves {
  const { inventory, maxShelves, render, isWatched, onChange, now } = deps;
  const { dynamodb: client, table: tableName, watch, refreshMs } = inventory;
  const index = createShelfIndex(maxShelves);
  let notices = 0;
  const feed: ShelfFeed = startShelfFeed({
    index,
    list: (signal) => listInventory({}, { client, tableName, signal }),
    watch,
    refreshMs,
    isWatched,
    onChange() {
      notices += 1;
      onChange();
    },
    now,
  });
  const search = cachedUntil(
    () => notices,
    (wanted: ShelfSearch) => index.search(wanted),
  );
  const countsOf = cachedUntil(
    () => notices,
    (low: number) => index.counts(low),
  );
  return {
    index,
    close: () => feed.close(),
    routes: [
      {
        method: 'GET',
        path: '/shelves',
        handle({ url, texts }) {
          feed.look();
          const query = readShelvesQuery(url.searchParams);
          const { text, kind, low, page } = query;
          const wanted = { text, kind, low, limit: SHELVES_PER_PAGE };
          const found = search({ ...wanted, offset: (page - 1) * SHELVES_PER_PAGE });
          const body = shelvesBody(texts, {
            query,
            counts: countsOf(low),
            found,
            feed: feed.state(),
            isPartial: index.isPartial,
            nowMs: now(),
          });
          return render(texts, {
            title: texts('shelvesTitle'),
            section: '/shelves',
            topics: ['shelves'],
            body,
          });
        },
      },
    ],
  };
}

const MAX_CACHED = 64;

/** Pages that show the same share one answer between two notices of changes: what changes after it was found is noticed again. */
function cachedUntil<Question, Answer>(
  generation: () => number,
  find: (question: Question) => Answer,
): (question: Question) => Answer {
  const cache = new Map<string, Answer>();
  let cached = -1;
  return (question) => {
    if (cached !== generation() || cache.size >= MAX_CACHED) cache.clear();
    cached = generation();
    const key = JSON.stringify(question);
    const found = cache.get(key) ?? find(question);
    cache.set(key, found);
    return found;
  };
}
