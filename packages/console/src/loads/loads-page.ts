import type { UndoResult } from '@groundcrew/inventory/undo';
import { formatCount } from '@groundcrew/report';
import { translateText } from '@groundcrew/report/messages';
import type { LedgerEntry } from '@groundcrew/inventory/ledger';
import { html, type Markup } from '../markup.ts';
import { details, emptyState, live } from '../pages/layout.ts';
import type { ReadLoads } from './recent-loads.ts';
import type { Texts } from '../texts.ts';

export interface LoadsView extends ReadLoads {
  /** Whether a load is seen as it begins and ends. */
  readonly isLive: boolean;
}

export function loadsBody(texts: Texts, view: LoadsView): Markup {
  const { entries, total, isLive, atMs } = view;
  if (entries.length === 0)
    return live('loads', emptyState(texts('noLoads'), html`<a href="/upload">${texts('uploadFirst')}</a>`));
  return live(
    'loads',
    html`${!isLive && html`<p class="muted">${texts('tableReadAt', { time: texts.time(atMs) })}</p>`}${total > entries.length && html`<p class="notice">${texts('newestOnly', { count: entries.length })}</p>`}
<ol class="feed">${entries.map((entry) => loadItem(texts, entry))}</ol>`,
  );
}

function loadItem(texts: Texts, entry: LedgerEntry): Markup {
  const { object, status, summary } = entry;
  const time = summary?.fileTime === undefined ? undefined : Date.parse(summary.fileTime);
  const rejectsAt = summary?.rejectsAt;
  return html`<li><p class="alert-text"><bdi>${fileOf(object)}</bdi> <span class="badge ${badgeOf(entry)}">${texts(`status-${status}`)}</span></p>
<p>${sentence(texts, entry)}</p>
<p class="muted">${time !== undefined && html`<time datetime="${new Date(time).toISOString()}">${texts('fileOfTime', { time: texts.time(time) })}</time> · `}<span class="address" translate="no">${addressOf(object)}</span></p>
<p class="next">${rejectsAt?.endsWith('.rejects.csv') && html`<a class="button" href="/rejects/file?at=${encodeURIComponent(rejectsAt)}">${texts('repairRows')}</a> `}${status === 'loaded' && html`<a class="button" href="/loads/undo?object=${encodeURIComponent(object)}">${texts('undoLoad')}</a>`}</p>
${summary?.reason !== undefined && details(texts, summary.reason)}</li>`;
}

function badgeOf({ status, summary }: LedgerEntry): string {
  if (status === 'loaded') return (summary?.rejected ?? 0) > 0 ? 'low' : 'ok';
  return status === 'refused' ? 'out' : '';
}

function sentence(texts: Texts, { status, summary, checkpoint }: LedgerEntry): string {
  if (status === 'running') return texts('rowsSoFar', { rows: checkpoint?.load.tallies.rows ?? 0 });
  if (!summary || (status !== 'loaded' && status !== 'refused')) return '';
  const { written, rejected, duplicates, superseded } = summary;
  return [
    texts.counted(written, 'oneRowStored', 'rowsStored'),
    rejected > 0 && texts.counted(rejected, 'oneRowRejected', 'rowsRejected'),
    duplicates > 0 && texts.counted(duplicates, 'oneRowRepeated', 'rowsRepeated'),
    superseded > 0 && texts.counted(superseded, 'oneRowSuperseded', 'rowsSuperseded'),
  ]
    .filter((part) => part !== false)
    .join(' ');
}

/** An entry of an upload has its sequencer behind the address of the object. */
function addressOf(object: string): string {
  return object.replace(/#[0-9A-Fa-f]*$/, '');
}

/** `s3://bucket/.uploads/id/stock.csv#0055`: `stock.csv`. */
export function fileOf(object: string): string {
  const path = addressOf(object);
  return path.slice(path.lastIndexOf('/') + 1);
}

/** What undoing a load would do, and the button that does it; or what it did. */
export function undoBody(
  texts: Texts,
  object: string,
  result: UndoResult | undefined,
  { allowChanges, isDone }: { readonly allowChanges: boolean; readonly isDone: boolean },
): Markup {
  const back = html`<p class="muted"><a href="/loads">${texts('allLoads')}</a></p>`;
  if (!result)
    return html`${back}<div class="verdict low"><p>${texts('noJournal')}</p></div><p>${texts('noJournalHint')}</p>`;
  const { restored, removed, left, examples } = result;
  const title = isDone ? texts('undoDone') : texts('undoTitle', { file: fileOf(object) });
  const facts: [string, number][] = [
    [texts(isDone ? 'wereRestored' : 'willBeRestored'), restored],
    [texts(isDone ? 'wereRemoved' : 'willBeRemoved'), removed],
    [texts('willBeLeft'), left],
  ];
  const form = html`<form method="post" action="/loads/undo?object=${encodeURIComponent(object)}" class="confirm"><button type="submit" class="primary">${texts('undoNow')}</button></form>`;
  return html`${back}<div class="verdict ${isDone ? 'ok' : 'low'}"><p>${title}</p></div>
<dl class="facts">${facts.map(([name, count]) => html`<div><dt>${name}</dt><dd>${formatCount(count)}</dd></div>`)}</dl>
${examples.length > 0 && html`<h2>${texts('whatIsLeft')}</h2><ul>${examples.map(({ store, item, why }) => html`<li><bdi>${store}</bdi>, <bdi>${item}</bdi>: ${translateText(why, texts.language, 'inventory')}</li>`)}</ul>`}
${isDone ? html`<p><a class="button" href="/shelves">${texts('seeShelves')}</a></p>` : allowChanges ? form : html`<p class="notice">${texts('readOnlyHint')}</p>`}`;
}
