import type { RejectedCells } from '@groundcrew/inventory/stock-file';
import { html, type Markup, raw } from '../markup.ts';
import { details, emptyState, live } from '../pages/layout.ts';
import type { Texts } from '../texts.ts';
import { rejectText, sizeText } from '../upload/upload-page.ts';
import { cellName, MAX_SHOWN_ROWS, type RejectsEntry, type RepairableFile } from './rejects-store.ts';

export function rejectsBody(
  texts: Texts,
  { entries, isPartial }: { readonly entries: readonly RejectsEntry[]; readonly isPartial: boolean },
): Markup {
  if (entries.length === 0)
    return live('rejects', emptyState(texts('noRejects'), html`${texts('noRejectsHint')}`));
  return live(
    'rejects',
    html`<p class="muted">${texts('rejectsHint')}</p>
${isPartial && html`<p class="notice">${texts('newestOnly', { count: entries.length })}</p>`}
<ul class="list">${entries.map((entry) => entryLine(texts, entry))}</ul>`,
  );
}

function entryLine(texts: Texts, { uri, kind, name, sizeBytes, atMs }: RejectsEntry): Markup {
  const at = atMs === undefined ? '' : texts.time(atMs);
  const address = `/rejects/${kind === 'rows' ? 'file' : 'note'}?at=${encodeURIComponent(uri)}`;
  const badge =
    kind === 'rows'
      ? html`<span class="badge low">${texts('rowsToRepair')}</span>`
      : html`<span class="badge out">${texts('step-refused')}</span>`;
  return html`<li><a href="${address}"><bdi>${name}</bdi></a> ${badge} <span class="muted">${at} · ${sizeText(sizeBytes)}</span></li>`;
}

/** A file of rejects, to be repaired in place. */
export function repairBody(
  texts: Texts,
  uri: string,
  file: RepairableFile,
  { allowChanges }: { readonly allowChanges: boolean },
): Markup {
  const { columns, rows } = file;
  const shown = rows.slice(0, MAX_SHOWN_ROWS);
  const width = Math.max(columns.length, ...shown.map(({ cells }) => cells.length));
  const titles = Array.from({ length: width }, (_, at) => columns[at] ?? texts('extraCell'));
  return html`<p class="muted"><a href="/rejects">${texts('allRejects')}</a></p>
<p>${texts.counted(rows.length, 'oneRowToRepair', 'rowsToRepairCounted')} ${texts('repairHint')}</p>
${rows.length > shown.length && html`<p class="notice">${texts('firstRowsShown', { shown: shown.length })}</p>`}
<form method="post" action="/rejects/file?at=${encodeURIComponent(uri)}">
<div class="table"><table class="cards repair">
<thead><tr><th scope="col" class="number">${texts('line')}</th>${titles.map((title) => html`<th scope="col"><bdi>${title}</bdi></th>`)}<th scope="col">${texts('why')}</th></tr></thead>
<tbody>${shown.map((row, at) => repairRow(texts, row, at, titles))}</tbody>
</table></div>
<p class="confirm"><button type="submit" class="primary">${texts('sendAgain')}</button></p>
<p class="muted">${texts(allowChanges ? 'sendAgainHint' : 'readOnlyHint')}</p>
</form>`;
}

function repairRow(
  texts: Texts,
  { line, cells, index, code, message }: RejectedCells,
  at: number,
  titles: readonly string[],
): Markup {
  const reasonId = `why-${at}`;
  const fields = titles.map((title, column) => {
    const isWrong = column === index;
    const wrong = isWrong ? ` aria-invalid="true"` : '';
    return html`<td data-title="${title}" translate="no"><input name="${cellName(at, column)}" value="${cells[column] ?? ''}" aria-label="${texts('cellOfLine', { column: title, line: String(line) })}" aria-describedby="${reasonId}"${raw(wrong)} autocomplete="off" spellcheck="false"></td>`;
  });
  return html`<tr><th scope="row" class="number" data-title="${texts('line')}">${String(line)}</th>${fields}<td data-title="${texts('why')}" class="why"><div id="${reasonId}">${rejectText(texts, code)}</div>${details(texts, message)}</td></tr>
`;
}

export function noteBody(texts: Texts, note: string): Markup {
  return html`<p class="muted"><a href="/rejects">${texts('allRejects')}</a></p>
<div class="verdict out"><p>${texts('fileRefused')}</p></div>
<pre lang="en" class="note-text">${note
    .trim()
    .split('\n')
    .map(
      (line) => html`<span>${line}</span>
`,
    )}</pre>
<p><a class="button" href="/upload">${texts('anotherFile')}</a></p>`;
}
