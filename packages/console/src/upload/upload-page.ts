import { formatCount } from '@groundcrew/report';
import { type ConsoleTextKey, isConsoleText } from '@groundcrew/report/console-texts';
import type { FileCheck, FileQuestion } from '@groundcrew/inventory/check';
import type { LoadProgress, LoadSummary } from '@groundcrew/inventory/load';
import type { RejectCode } from '@groundcrew/inventory/stock-file';
import { html, type Markup } from '../markup.ts';
import { announced, commandLine, details, emptyState, live, reason } from '../pages/layout.ts';
import type { Shelf } from '../shelves/shelf-index.ts';
import type { Texts } from '../texts.ts';
import { commandOf } from './answers.ts';
import { confirmVanished, fullForm, vanishedPlan } from './full-export.ts';
import { questionForms } from './question-forms.ts';
import type { UploadJob } from './upload-jobs.ts';

export interface UploadView {
  readonly allowChanges: boolean;
  readonly table: string;
  readonly globalWords: readonly string[];
  /** What is on a shelf now. */
  readonly shelfOf: (store: string, item: string) => Shelf | undefined;
}

/** The page that files are dropped on, with those that were. */
export function uploadBody(texts: Texts, jobs: readonly UploadJob[]): Markup {
  return html`<div class="drop" data-drop data-text-sending="${texts('sending')}" data-text-failed="${texts('sendingFailed')}">
<p class="drop-title">${texts('dropHere')}</p>
<p><label class="button primary">${texts('chooseFile')}<input type="file" class="visually-hidden" data-file accept=".csv,.tsv,.txt,.xlsx,.xlsm,.zip,.gz,text/csv" multiple></label></p>
<p class="muted">${texts('whatFiles')}</p>
<div class="sending" hidden><progress max="100" value="0" aria-label="${texts('sending')}"></progress> <span data-sent></span></div>
<noscript><p class="notice">${texts('needsScript')}</p></noscript>
</div>
<p class="muted">${texts('nothingYet')}</p>
${live('jobs', jobs.length === 0 ? html`` : html`<h2>${texts('filesOfToday')}</h2><ul class="list">${jobs.map((job) => jobLine(texts, job))}</ul>`)}`;
}

function jobLine(texts: Texts, { id, name, atMs, state }: UploadJob): Markup {
  return html`<li><a href="/upload/${encodeURIComponent(id)}"><bdi>${name}</bdi></a> <span class="badge ${badgeOf(state)}">${stepText(texts, state)}</span> <span class="muted">${texts.time(atMs)}</span></li>`;
}

function badgeOf(state: UploadJob['state']): string {
  if (state.step === 'loaded')
    return state.summary.rejected > 0 || state.summary.status !== 'loaded' ? 'low' : 'ok';
  if (state.step === 'failed') return 'out';
  return state.step === 'checked' ? 'low' : '';
}

function stepText(texts: Texts, state: UploadJob['state']): string {
  if (state.step !== 'checked') return texts(`step-${state.step}`);
  const { summary, questions } = state.check;
  if (summary.status === 'refused') return texts(questions.length > 0 ? 'step-asks' : 'step-refused');
  return texts('step-checked');
}

/** The page of one file: what is asked, what would happen, what happened. */
export function jobBody(texts: Texts, job: UploadJob, view: UploadView): Markup {
  return html`<p class="muted"><a href="/upload">${texts('allUploads')}</a> · ${sizeText(job.sizeBytes)}</p>
${live('job', html`${jobState(texts, job, view)}`)}`;
}

function jobState(texts: Texts, job: UploadJob, view: UploadView): Markup {
  const { state } = job;
  switch (state.step) {
    case 'checking':
      return progressOf(texts, texts('checkingFile'), job, state.progress);
    case 'checked':
      return checked(texts, job, state.check, view);
    case 'loading':
      return progressOf(texts, texts('loadingFile'), job, state.progress);
    case 'loaded':
      return loaded(texts, state.summary);
    case 'failed':
      return failed(texts, state);
  }
}

function failed(texts: Texts, { during, message }: Extract<UploadJob['state'], { step: 'failed' }>): Markup {
  const [title, hint] =
    during === 'load'
      ? [texts('loadFailed'), texts('loadFailedHint')]
      : [texts('checkFailed'), texts('checkFailedHint')];
  return html`<div class="verdict out"><p>${title}</p></div>${announced(title)}<p>${reason(texts, message)}</p><p>${hint}</p>
<p><a class="button" href="/upload">${texts('anotherFile')}</a></p>`;
}

function progressOf(
  texts: Texts,
  title: string,
  { sizeBytes }: UploadJob,
  progress: LoadProgress | undefined,
): Markup {
  const percent =
    progress && sizeBytes > 0 ? Math.min(100, Math.floor((progress.bytesRead / sizeBytes) * 100)) : 0;
  return html`<div class="verdict"><p>${title}</p></div>
<p><progress max="100" value="${percent}" aria-label="${title}"></progress> ${percent} % · ${texts.counted(progress?.rows ?? 0, 'oneRow', 'rows')}</p>`;
}

function checked(texts: Texts, job: UploadJob, check: FileCheck, view: UploadView): Markup {
  const { summary, questions } = check;
  const isRefused = summary.status === 'refused';
  const hasToBeAnswered = isRefused && questions.length > 0;
  return html`${verdict(texts, summary, questions)}
${isRefused && !hasToBeAnswered && refusal(texts, summary)}
${questionForms(texts, job, questions)}
${!isRefused && plan(texts, job, check, view)}
${answersLine(texts, job, view)}`;
}

function verdict(
  texts: Texts,
  { status, written, rejected }: LoadSummary,
  questions: readonly FileQuestion[],
): Markup {
  if (status === 'refused') {
    const text = texts(questions.length > 0 ? 'fileAsks' : 'fileRefused');
    return html`<div class="verdict low"><p>${text}</p></div>${announced(text)}`;
  }
  const text = [
    texts.counted(written, 'oneRowReady', 'rowsReady'),
    ...(rejected === 0 ? [] : [texts.counted(rejected, 'oneRowNeedsRepair', 'rowsNeedRepair')]),
  ].join(' ');
  return html`<div class="verdict ${rejected === 0 ? 'ok' : 'low'}"><p>${text}</p></div>${announced(text)}`;
}

function refusal(texts: Texts, { reason = '', reasonCode }: LoadSummary): Markup {
  const key = `refused-${reasonCode?.replace('inventory.file.', '') ?? ''}`;
  return html`<p>${isConsoleText(key) ? texts(key) : texts('refused-other')}</p>${details(texts, reason)}<p class="next"><a class="button" href="/upload">${texts('anotherFile')}</a></p>`;
}

/** What will happen, and the button that lets it happen. */
function plan(texts: Texts, job: UploadJob, check: FileCheck, view: UploadView): Markup {
  const { summary, reasons, rows } = check;
  const { written, rejected, duplicates, renamed, archive } = summary;
  const facts: [string, number][] = [
    [texts('willBeStored'), written],
    [texts('willBeRejected'), rejected],
    [texts('sameAgain'), duplicates],
    [texts('namesChanged'), renamed?.count ?? 0],
  ];
  return html`<section><h2>${texts('whatWillHappen')}</h2>
<dl class="facts">${facts.filter(([, count], at) => at === 0 || count > 0).map(([title, count]) => html`<div><dt>${title}</dt><dd>${formatCount(count)}</dd></div>`)}
<div><dt>${texts('intoTable')}</dt><dd translate="no">${view.table}</dd></div>
${archive?.sheet !== undefined && html`<div><dt>${texts('sheet')}</dt><dd><bdi>${archive.sheet}</bdi></dd></div>`}</dl>
${archive?.otherSheets !== undefined && archive.otherSheets.length > 0 && html`<p class="notice">${texts('otherSheets', { sheets: archive.otherSheets.join(', ') })}</p>`}
${rows.length > 0 && html`<h3>${texts('firstRows')}</h3><div class="table"><table class="cards"><thead><tr><th scope="col">${texts('store')}</th><th scope="col">${texts('item')}</th><th scope="col" class="number">${texts('now')}</th><th scope="col" class="number">${texts('afterwards')}</th></tr></thead><tbody>${rows.map(({ store, item, count }) => changeRow(texts, { store, item, count }, view.shelfOf(store, item)))}</tbody></table></div>`}
${reasons.length > 0 && html`<h3>${texts('willBeRejected')}</h3><ul>${reasons.map(({ code, rows: count, line }) => html`<li>${rejectText(texts, code)} <span class="muted">${texts.counted(count, 'oneRow', 'rows')}, ${texts('firstOnLine', { line })}</span></li>`)}</ul><p class="muted">${texts('rejectsCanBeRepaired')}</p>`}
${vanishedPlan(texts, check)}
${confirmForm(texts, job, check, view)}</section>
${fullForm(texts, job)}`;
}

function changeRow(
  texts: Texts,
  { store, item, count }: { readonly store: string; readonly item: string; readonly count: number },
  shelf: Shelf | undefined,
): Markup {
  const now = shelf === undefined ? texts('newShelf') : String(shelf.count ?? '–');
  return html`<tr><td data-title="${texts('store')}"><bdi>${store}</bdi></td><td data-title="${texts('item')}"><bdi>${item}</bdi></td><td class="number" data-title="${texts('now')}">${now}</td><td class="number" data-title="${texts('afterwards')}"><b>${String(count)}</b></td></tr>`;
}

function confirmForm(
  texts: Texts,
  { id }: UploadJob,
  check: FileCheck,
  { allowChanges }: UploadView,
): Markup {
  const { written, rejected } = check.summary;
  if (!allowChanges) return html`<p class="notice">${texts('readOnlyHint')}</p>`;
  const path = `/upload/${encodeURIComponent(id)}`;
  // Nothing to store: the rows go to where they can be repaired.
  const store =
    written === 0 && rejected > 0
      ? texts.counted(rejected, 'keepOneRow', 'keepRows')
      : texts.counted(written, 'storeOneRow', 'storeRows');
  return html`<div class="actions"><form method="post" action="${path}/load" class="confirm">${confirmVanished(texts, check)}<button type="submit" class="primary">${store}</button></form>
<form method="post" action="${path}/discard"><button type="submit">${texts('discard')}</button></form></div>`;
}

function loaded(texts: Texts, summary: LoadSummary): Markup {
  const { status, written, rejected, superseded, rejectsAt, full } = summary;
  const isLoaded = status === 'loaded';
  const text = isLoaded ? texts.counted(written, 'oneRowStored', 'rowsStored') : texts(`status-${status}`);
  return html`<div class="verdict ${isLoaded && rejected === 0 ? 'ok' : 'low'}"><p>${text}</p></div>${announced(text)}
<ul>
${superseded > 0 && html`<li>${texts.counted(superseded, 'oneRowSuperseded', 'rowsSuperseded')}</li>`}
${rejected > 0 && html`<li>${texts.counted(rejected, 'oneRowRejected', 'rowsRejected')}</li>`}
${full !== undefined && full.shelves > 0 && html`<li>${texts(full.vanished === 'remove' ? 'wereRemovedUnnamed' : 'wereZeroUnnamed', { count: full.shelves })}</li>`}
</ul>
<p class="next">${rejectsAt?.endsWith('.rejects.csv') && html`<a class="button primary" href="/rejects/file?at=${encodeURIComponent(rejectsAt)}">${texts('repairRows')}</a> `}<a class="button" href="/shelves">${texts('seeShelves')}</a> <a class="button" href="/upload">${texts('anotherFile')}</a></p>
${summary.reason !== undefined && details(texts, summary.reason)}`;
}

function answersLine(texts: Texts, { name, answers }: UploadJob, { globalWords }: UploadView): Markup {
  return html`<section><h2>${texts('sameInShell')}</h2>${commandLine(texts, commandOf(['inventory', 'load', name, ...globalWords], answers))}</section>`;
}

/** Does not compile where a reason has no text in the catalog. */
const rejectKey = (code: RejectCode): ConsoleTextKey => `reject-${code}`;

/** Why a row is rejected, in the language of the page; a code of another version stands for itself. */
export function rejectText(texts: Texts, code: string): string {
  const key: string = rejectKey(code as RejectCode);
  return isConsoleText(key) ? texts(key) : code;
}

export function sizeText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1_000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export function noSuchFile(texts: Texts): Markup {
  return emptyState(texts('noSuchFile'), html`<a href="/upload">${texts('allUploads')}</a>`);
}
