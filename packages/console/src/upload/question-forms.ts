import type {
  ColumnQuestion,
  DuplicateQuestion,
  EncodingQuestion,
  FileQuestion,
  ShelfExample,
} from '@groundcrew/inventory/check';
import { html, type Markup, raw } from '../markup.ts';
import type { Texts } from '../texts.ts';
import type { UploadJob } from './upload-jobs.ts';

/** A form for each question, with the readings side by side. */
export function questionForms(texts: Texts, { id }: UploadJob, questions: readonly FileQuestion[]): Markup {
  return html`${questions.map(
    (question) =>
      html`<form method="post" action="/upload/${encodeURIComponent(id)}/answer" class="question">${formOf(texts, question)}<p><button type="submit" class="primary">${texts('goOn')}</button></p></form>`,
  )}`;
}

function formOf(texts: Texts, question: FileQuestion): Markup {
  switch (question.kind) {
    case 'encoding':
      return encodings(texts, question);
    case 'columns':
      return columns(texts, question);
    case 'duplicates':
      return duplicates(texts, question);
  }
}

interface Choice {
  readonly name: string;
  readonly value: string;
  readonly title: string | Markup;
  readonly isChecked: boolean;
  readonly reading: Markup;
}

function choice({ name, value, title, isChecked, reading }: Choice): Markup {
  return html`<label class="choice"><span class="choice-title"><input type="radio" name="${name}" value="${value}" required${raw(isChecked ? ' checked' : '')}> ${title}</span>${reading}</label>`;
}

function encodings(texts: Texts, { readings }: EncodingQuestion): Markup {
  const choices = readings.map(({ encoding, lines }) =>
    choice({
      name: 'encoding',
      value: encoding,
      title: texts(`encoding-${encoding}`),
      isChecked: false,
      reading: html`<span class="reading">${lines.map((line) => html`<span><bdi>${line}</bdi></span>`)}</span>`,
    }),
  );
  return html`<fieldset><legend>${texts('askEncoding')}</legend><p class="muted">${texts('askEncodingHint')}</p><div class="choices">${choices}</div></fieldset>`;
}

function columns(texts: Texts, { fields, columns: names, rows }: ColumnQuestion): Markup {
  return html`${fields.map(({ field, candidates }) => {
    const choices = candidates.map((index) =>
      choice({
        name: `column:${field}`,
        value: visibleName(names[index]!),
        title: html`<bdi>${names[index]!}</bdi>`,
        isChecked: false,
        reading: html`<span class="reading">${rows.map((cells) => html`<span><bdi>${cells[index] ?? ''}</bdi></span>`)}</span>`,
      }),
    );
    return html`<fieldset><legend>${texts(`ask-${field}`)}</legend><div class="choices">${choices}</div></fieldset>`;
  })}
<h2>${texts('firstRowsOfFile')}</h2>
<div class="table scroll" tabindex="0" role="region" aria-label="${texts('firstRowsOfFile')}"><table><thead><tr>${names.map((name) => html`<th scope="col"><bdi>${name}</bdi></th>`)}</tr></thead><tbody>${rows.map((cells) => html`<tr>${names.map((_, at) => html`<td><bdi>${cells[at] ?? ''}</bdi></td>`)}</tr>`)}</tbody></table></div>`;
}

/** A name as `--column` takes it: the reader compares names without what can't be seen, which a page would make visible. */
function visibleName(name: string): string {
  return name.replace(/[\p{Cc}\p{Cf}]/gu, '');
}

const policies = ['sum', 'max', 'last', 'reject-conflicts'] as const;

function duplicates(texts: Texts, { rejected, shelves }: DuplicateQuestion): Markup {
  const choices = policies.map((policy) =>
    choice({
      name: 'duplicates',
      value: policy,
      title: texts(`duplicates-${policy}`),
      isChecked: policy === 'reject-conflicts',
      reading: html`<span class="reading">${shelves.map((shelf) => html`<span>${outcome(texts, shelf, policy)}</span>`)}</span>`,
    }),
  );
  return html`<fieldset><legend>${texts('askDuplicates', { rejected })}</legend>
<ul>${shelves.map(({ store, item, rows }) => html`<li><bdi>${store}</bdi>, <bdi>${item}</bdi>: ${rows.slice(0, 8).map(({ line, count }, at) => html`${at > 0 && ' · '}${texts('onLine', { line: String(line), count: String(count) })}`)}${rows.length > 8 && ' …'}</li>`)}</ul>
<div class="choices">${choices}</div></fieldset>`;
}

function outcome(texts: Texts, shelf: ShelfExample, policy: (typeof policies)[number]): Markup {
  const { item } = shelf;
  return policy === 'reject-conflicts'
    ? html`<bdi>${item}</bdi>: ${texts('leftAsItIs')}`
    : html`<bdi>${item}</bdi>: ${String(shelf[policy])}`;
}
