/** What a listing may do; the defaults are for lists of different items. */
export interface PageLimits {
  /** Pages in a row without an item; default: 200. A scan with a filter may have any number. */
  readonly maxEmptyPages?: number;
  /** All pages; default: 100,000. */
  readonly maxPages?: number;
  /** Whether different pages may have the same items, as the rows of a query may; default: no. */
  readonly mayRepeat?: boolean;
}

/** After this many pages in a row that were there before. Items may move from one page to another meanwhile. */
const MAX_REPEATED_PAGES = 10;

/**
 * Watches a listing that may never end: a service, or what answers in its place, that returns a page token each time.
 *
 * @returns called with each page and the token of the next one; returns why there will be no end, if that is so
 */
export function createPageGuard({
  maxEmptyPages = 200,
  maxPages = 100_000,
  mayRepeat = false,
}: PageLimits = {}): (items: readonly unknown[], next: unknown) => string | undefined {
  const tokens = new Set<string>();
  const shapes = new Set<string>();
  let pages = 0;
  let empty = 0;
  let repeated = 0;

  return (items, next) => {
    pages += 1;
    empty = items.length === 0 ? empty + 1 : 0;
    if (next === undefined) return undefined;
    const token = JSON.stringify(next);
    if (tokens.has(token)) return `a page token came a second time, after ${pages} pages`;
    tokens.add(token);
    if (empty >= maxEmptyPages)
      return `${empty} pages in a row were empty, each with the token of another one`;
    if (pages >= maxPages) return `there are more than ${maxPages} pages`;
    if (mayRepeat || items.length === 0) return undefined;
    const shape = shapeOf(items);
    repeated = shapes.has(shape) ? repeated + 1 : 0;
    shapes.add(shape);
    return repeated >= MAX_REPEATED_PAGES
      ? `${repeated} pages in a row repeat earlier ones, each with the token of another one`
      : undefined;
  };
}

/** Of a long list, comparing all items of all pages would cost more than reading them. */
function shapeOf(items: readonly unknown[]): string {
  return `${items.length} ${JSON.stringify([items[0], items.at(-1)])}`;
}
