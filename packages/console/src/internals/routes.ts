import { formatCount, formatDuration } from '@groundcrew/report';
import { html, type Markup, raw } from '../markup.ts';
import { commandLine, live } from '../pages/layout.ts';
import type { RenderPage } from '../pages/render.ts';
import { shellLine } from '../reports/option-form.ts';
import type { Route } from '../route.ts';
import { readForm, seeOther } from '../server/http.ts';
import type { Texts } from '../texts.ts';
import { type InternalsFunction, type InternalsSource, internalsFaults } from './internals.ts';

const SECTION = '/internals';
const rates = [0, 0.1, 0.3, 0.5, 1];

export function internalsRoutes(
  internals: InternalsSource,
  {
    globalWords,
    render,
    onChange,
  }: {
    readonly globalWords: readonly string[];
    readonly render: RenderPage;
    readonly onChange: () => void;
  },
): readonly Route[] {
  return [
    {
      method: 'GET',
      path: SECTION,
      handle({ texts }) {
        const body = html`${live('internals', overview(texts, internals, globalWords))}${faultForm(texts, internals)}${live('logs', logs(texts, internals.functions()))}`;
        return render(texts, {
          title: texts('internalsTitle'),
          section: SECTION,
          topics: ['internals'],
          body,
        });
      },
    },
    {
      method: 'POST',
      path: '/internals/faults',
      async handle({ message }) {
        const form = await readForm(message);
        const chosen = internalsFaults.flatMap((name): [string, number][] => {
          const rate = rates.find((each) => String(each) === form.get(name)) ?? 0;
          return rate > 0 ? [[name, rate]] : [];
        });
        internals.faults.set(Object.fromEntries(chosen));
        onChange();
        return seeOther(SECTION);
      },
    },
  ];
}

function overview(texts: Texts, internals: InternalsSource, globalWords: readonly string[]): Markup {
  const faults = Object.entries(internals.faults.get()).filter(([, rate]) => rate > 0);
  const age = internals.streamAgeMs();
  const failed = [
    ...internals
      .queues()
      .filter(({ messages }) => messages > 0)
      .map(({ name }) => ({ name, words: ['queue', 'look', name] })),
    ...internals
      .failureBuckets()
      .filter(({ objects }) => objects > 0)
      .map(({ name }) => ({ name, words: ['inventory', 'alerts', 'look', '--bucket', name] })),
  ];
  return html`${faults.length > 0 && html`<p class="notice warning">${texts('faultsAreOn', { faults: faults.map(([name]) => texts(`fault-${name as (typeof internalsFaults)[number]}`)).join(', ') })}</p>`}
<p>${age < 1 ? texts('streamIsRead') : texts('streamWaits', { age: formatDuration(age, texts.language) })}</p>
<h2>${texts('functions')}</h2>
<div class="table"><table class="cards"><thead><tr><th scope="col">${texts('function')}</th><th scope="col" class="number">${texts('running')}</th><th scope="col" class="number">${texts('finished')}</th><th scope="col" class="number">${texts('failed')}</th><th scope="col" class="number">${texts('lastTook')}</th></tr></thead>
<tbody>${internals.functions().map((each) => functionRow(texts, each))}</tbody></table></div>
<h2>${texts('queuesAndTopics')}</h2>
<div class="table"><table class="cards"><thead><tr><th scope="col">${texts('nameOf')}</th><th scope="col">${texts('kind')}</th><th scope="col" class="number">${texts('messages')}</th></tr></thead>
<tbody>${internals.queues().map(({ name, messages }) => placeRow(texts, name, texts('queue'), messages))}${internals.failureBuckets().map(({ name, objects }) => placeRow(texts, name, texts('failureBucket'), objects))}${internals.topics().map(({ name, published }) => placeRow(texts, name, texts('topic'), published))}</tbody></table></div>
${failed.map(({ name, words }) => html`<p>${texts('seeCauses', { name })}</p>${commandLine(texts, shellLine([...words, ...globalWords]))}`)}`;
}

function functionRow(texts: Texts, { name, running, finished, failed, lastMs }: InternalsFunction): Markup {
  const cell = (title: string, text: string) =>
    html`<td class="number" data-title="${title}"><span translate="no">${text}</span></td>`;
  return html`<tr><td data-title="${texts('function')}" translate="no">${name}</td>${cell(texts('running'), formatCount(running))}${cell(texts('finished'), formatCount(finished))}${cell(texts('failed'), formatCount(failed))}${cell(texts('lastTook'), lastMs === undefined ? '–' : formatDuration(lastMs, texts.language))}</tr>`;
}

function placeRow(texts: Texts, name: string, kind: string, messages: number): Markup {
  return html`<tr><td data-title="${texts('nameOf')}" translate="no">${name}</td><td data-title="${texts('kind')}">${kind}</td><td class="number" data-title="${texts('messages')}">${formatCount(messages)}</td></tr>`;
}

function faultForm(texts: Texts, { faults }: InternalsSource): Markup {
  const now = faults.get();
  const fields = internalsFaults.map((name) => {
    const options = rates.map(
      (rate) =>
        html`<option value="${rate}"${raw((now[name] ?? 0) === rate ? ' selected' : '')}>${rate === 0 ? texts('off') : `${rate * 100} %`}</option>`,
    );
    return html`<label>${texts(`fault-${name}`)}<select name="${name}">${options}</select></label>`;
  });
  return html`<section><h2>${texts('faults')}</h2><p class="muted">${texts('faultsHint')}</p>
<form method="post" action="/internals/faults" class="search">${fields}<button type="submit">${texts('setFaults')}</button></form></section>`;
}

function logs(texts: Texts, functions: readonly InternalsFunction[]): Markup {
  return html`<h2>${texts('logs')}</h2>${functions.map(
    ({ name, lines }) => html`<details class="more log"><summary translate="no">${name}</summary>
${
  lines.length === 0
    ? html`<p>${texts('noLines')}</p>`
    : html`<pre lang="en" tabindex="0">${lines.map(
        ({ atMs, text }) => html`<span>${new Date(atMs).toISOString().slice(11, 19)} ${text}</span>
`,
      )}</pre>`
}</details>`,
  )}`;
}
