import type { FileCheck } from '@groundcrew/inventory/check';
import { formatCount } from '@groundcrew/report';
import { translateText } from '@groundcrew/report/messages';
import { html, type Markup, raw } from '../markup.ts';
import type { Texts } from '../texts.ts';
import type { UploadJob } from './upload-jobs.ts';

const choices = ['no', 'zero', 'remove'] as const;

/** Whether the file names all shelves of its stores, and what becomes of those that it does not name. */
export function fullForm(texts: Texts, { id, answers }: UploadJob): Markup {
  const chosen = answers.full === true ? (answers.vanished === 'remove' ? 'remove' : 'zero') : 'no';
  const limit = answers.maxVanished ?? '';
  return html`<details class="more"${raw(chosen === 'no' ? '' : ' open')}><summary>${texts('fullTitle')}</summary>
<form method="post" action="/upload/${encodeURIComponent(id)}/answer"><fieldset><legend>${texts('fullHint')}</legend>
${choices.map((choice) => html`<label class="check"><span><input type="radio" name="full" value="${choice}"${raw(choice === chosen ? ' checked' : '')}> ${texts(`full-${choice}`)}</span></label>`)}
<label>${texts('maxVanished')}<input type="number" name="maxVanished" min="0" max="100" value="${String(limit)}" placeholder="20" inputmode="numeric"></label></fieldset>
<p><button type="submit">${texts('showFull')}</button></p></form></details>`;
}

/** What would vanish, store by store, and what is left although the file does not name it. */
export function vanishedPlan(texts: Texts, { summary, vanishesTooMuch }: FileCheck): Markup {
  const { full } = summary;
  if (full === undefined) return html``;
  const isRemoved = full.vanished === 'remove';
  const rows = full.stores.map(
    ({ store, vanishing, filled, vanishingEmpty, examples }) =>
      html`<tr><td data-title="${texts('store')}"><bdi>${store}</bdi></td><td class="number" data-title="${texts('vanishing')}">${texts('countOf', { count: vanishing, all: filled })}</td>${isRemoved && html`<td class="number" data-title="${texts('vanishingEmpty')}">${formatCount(vanishingEmpty)}</td>`}<td data-title="${texts('firstOfThem')}"><span>${examples.map((name, at) => html`${at > 0 && ', '}<bdi>${name}</bdi>`)}</span></td></tr>`,
  );
  const table = html`<div class="table"><table class="cards"><thead><tr><th scope="col">${texts('store')}</th><th scope="col" class="number">${texts('vanishing')}</th>${isRemoved && html`<th scope="col" class="number">${texts('vanishingEmpty')}</th>`}<th scope="col">${texts('firstOfThem')}</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return html`<h3>${texts(isRemoved ? 'willBeRemovedUnnamed' : 'willBeZeroUnnamed')}</h3>
${vanishesTooMuch && html`<p class="notice warning">${texts('vanishesTooMuch')}</p>`}
${rows.length > 0 ? table : html`<p>${texts('nothingVanishes')}</p>`}
${(full.kept ?? []).map(({ store, reason }) => html`<p class="notice">${store !== undefined && html`<bdi>${store}</bdi>: `}${texts('keptUnnamed')} ${translateText(reason, texts.language, 'inventory')}.</p>`)}`;
}

/** The box that has to be checked before more than usual vanishes. */
export function confirmVanished(texts: Texts, { vanishesTooMuch }: FileCheck): Markup {
  return vanishesTooMuch
    ? html`<label class="check"><span><input type="checkbox" name="vanished" value="confirmed" required> ${texts('vanishConfirmed')}</span></label>`
    : html``;
}
