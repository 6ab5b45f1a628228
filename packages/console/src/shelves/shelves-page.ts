import { formatCount } from '@groundcrew/report';
import { html, type Markup, raw } from '../markup.ts';
import { announced, emptyState, live, reason } from '../pages/layout.ts';
import type { Texts } from '../texts.ts';
import type { FeedState } from './shelf-feed.ts';
import { kindOf, type Shelf, type ShelfCounts, type ShelfKind, type ShelfPage } from './shelf-index.ts';

const kinds: readonly ShelfKind[] = ['all', 'out', 'low'];
const DEFAULT_LOW = 5;
export const SHELVES_PER_PAGE = 50;
/** How long a shelf shows what it was before. */
const RECENT_MS = 60_000;

/** What the address of the page asks for. */
export interface ShelvesQuery {
  readonly text: string;
  readonly kind: ShelfKind;
  readonly low: number;
  /** From 1. */
  readonly page: number;
}

export function readShelvesQuery(params: URLSearchParams): ShelvesQuery {
  const whole = (name: string, fallback: number) => {
    const text = params.get(name) ?? '';
    const number = Number(text);
    return /^\d{1,9}$/.test(text) && number >= 1 ? number : fallback;
  };
  return {
    text: (params.get('q') ?? '').slice(0, 200),
    kind: kinds.find((kind) => kind === params.get('kind')) ?? 'all',
    low: whole('low', DEFAULT_LOW),
    page: whole('page', 1),
  };
}

export interface ShelvesView {
  readonly query: ShelvesQuery;
  readonly counts: ShelfCounts;
  readonly found: ShelfPage;
  readonly feed: FeedState;
  readonly isPartial: boolean;
  readonly nowMs: number;
}

export function shelvesBody(texts: Texts, view: ShelvesView): Markup {
  return html`${live('figures', figures(texts, view))}
${searchForm(texts, view.query)}
${live('rows', rows(texts, view))}`;
}

function figures(texts: Texts, { query, counts, feed }: ShelvesView): Markup {
  const { total, out, low } = counts;
  const figure = (kind: ShelfKind, count: number, title: string) =>
    html`<li><a class="figure ${kind}" href="${addressOf({ ...query, kind, page: 1 })}"${raw(query.kind === kind ? ' aria-current="true"' : '')}><b>${formatCount(count)}</b> <span>${title}</span></a></li>`;
  return html`<ul class="figures">${figure('all', total, texts('shelves'))}${figure('out', out, texts('outOfStock'))}${figure('low', low, texts('lowOf', { low: query.low }))}</ul>
<p class="muted">${feedLine(texts, feed)}</p>
${announced(texts('shelvesAnnounced', { out, low }))}`;
}

function feedLine(texts: Texts, feed: FeedState): Markup | string {
  if (feed.status === 'reading') return texts('readingTable', { shelves: feed.shelves });
  if (feed.status === 'failed')
    return html`<span class="problem">${texts('tableFailed')}</span> ${reason(texts, feed.message)}`;
  return feed.isLive ? texts('tableIsLive') : texts('tableReadAt', { time: texts.time(feed.readAtMs) });
}

function searchForm(texts: Texts, { text, kind, low }: ShelvesQuery): Markup {
  const titles = { all: texts('kindAll'), out: texts('kindOut'), low: texts('kindLow') };
  return html`<form class="search" method="get" action="/shelves" role="search" data-search>
<label class="grow">${texts('searchShelves')}<input type="search" name="q" value="${text}" autocomplete="off" spellcheck="false"></label>
<label>${texts('show')}<select name="kind" data-usual="all">${kinds.map((each) => html`<option value="${each}"${raw(each === kind ? ' selected' : '')}>${titles[each]}</option>`)}</select></label>
<label>${texts('lowLimit')}<input type="number" name="low" data-usual="${DEFAULT_LOW}" min="1" max="999999999" value="${low}" inputmode="numeric"></label>
<button type="submit">${texts('search')}</button>
</form>`;
}

function rows(texts: Texts, view: ShelvesView): Markup {
  const { query, found, feed, isPartial } = view;
  if (found.matches === 0) {
    if (feed.status === 'reading') return html``;
    return view.counts.total === 0
      ? emptyState(texts('noShelves'), html`<a href="/upload">${texts('uploadFirst')}</a>`)
      : emptyState(texts('noMatches'));
  }
  return html`${isPartial && html`<p class="notice warning">${texts('indexIsPartial', { count: view.counts.total })}</p>`}
<p class="muted">${texts.counted(found.matches, 'oneMatch', 'matches')}</p>
<div class="table"><table class="cards">
<thead><tr><th scope="col">${texts('store')}</th><th scope="col">${texts('item')}</th><th scope="col" class="number">${texts('count')}</th><th scope="col">${texts('state')}</th></tr></thead>
<tbody>${found.shelves.map((shelf) => row(texts, shelf, view))}</tbody>
</table></div>
${pager(texts, query, found.matches)}`;
}

function row(texts: Texts, { store, item, count, change }: Shelf, { query, nowMs }: ShelvesView): Markup {
  const isRecent = change !== undefined && nowMs - change.atMs < RECENT_MS;
  const was =
    isRecent &&
    html` <span class="was">${texts('was', { count: change.from === undefined ? '–' : countText(change.from) })}</span>`;
  return html`<tr${raw(isRecent ? ` class="changed" data-changed="${change.atMs}"` : '')}><td data-title="${texts('store')}"><bdi>${store}</bdi></td><td data-title="${texts('item')}"><bdi>${item}</bdi></td><td class="number" data-title="${texts('count')}"><span>${count === undefined ? texts('noNumber') : countText(count)}${was}</span></td><td data-title="${texts('state')}">${stateBadge(texts, count, query.low)}</td></tr>
`;
}

function stateBadge(texts: Texts, count: Shelf['count'], low: number): Markup {
  switch (kindOf(count, low)) {
    case undefined:
      return html`<span class="badge">${texts('noNumber')}</span>`;
    case 'out':
      return html`<span class="badge out">${texts('outOfStock')}</span>`;
    case 'low':
      return html`<span class="badge low">${texts('low')}</span>`;
    case 'stocked':
      return html`<span class="badge ok">${texts('inStock')}</span>`;
  }
}

function countText(count: number | bigint): string {
  return typeof count === 'number' ? formatCount(count) : String(count);
}

function pager(texts: Texts, query: ShelvesQuery, matches: number): Markup {
  const last = Math.ceil(matches / SHELVES_PER_PAGE);
  if (last <= 1) return html``;
  const link = (page: number, title: string, rel: string) =>
    page < 1 || page > last
      ? html`<span class="muted">${title}</span>`
      : html`<a href="${addressOf({ ...query, page })}" rel="${rel}">${title}</a>`;
  return html`<nav class="pager" aria-label="${texts('pagesOfShelves')}">${link(query.page - 1, texts('previous'), 'prev')} <span>${texts('pageOf', { page: query.page, last })}</span> ${link(query.page + 1, texts('next'), 'next')}</nav>`;
}

export function addressOf({ text, kind, low, page }: ShelvesQuery): string {
  const params = new URLSearchParams();
  if (text !== '') params.set('q', text);
  if (kind !== 'all') params.set('kind', kind);
  if (low !== DEFAULT_LOW) params.set('low', String(low));
  if (page > 1) params.set('page', String(page));
  return params.size === 0 ? '/shelves' : `/shelves?${params.toString()}`;
}
