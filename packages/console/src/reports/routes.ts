import type { IncomingMessage } from 'node:http';
import { render as renderReport } from '@groundcrew/report';
import { html, type Markup, raw } from '../markup.ts';
import { announced, commandLine, emptyState, live, reason } from '../pages/layout.ts';
import type { RenderPage } from '../pages/render.ts';
import type { Request, Route } from '../route.ts';
import { addressOf, type PageResponse, readForm, REFRESH_HEADER, seeOther } from '../server/http.ts';
import type { Texts } from '../texts.ts';
import { optionFields, shellLine, wordsOf } from './option-form.ts';
import { loadCommand, type ReportCommand, type ReportSource } from './report-commands.ts';
import type { ReportRun, ReportRuns } from './report-runs.ts';

export interface ReportRoutesDeps {
  readonly source: ReportSource;
  readonly runs: ReportRuns;
  readonly render: RenderPage;
}

const formats = ['html', 'csv', 'json'] as const;
const types = { html: 'text/html', csv: 'text/csv', json: 'application/json' };

export function reportRoutes({ source, runs, render }: ReportRoutesDeps): readonly Route[] {
  const sections = [...new Set(source.commands.map(({ section }) => section))];

  /** The form and, where the address asks for it, the report: a link to it shows the same. */
  async function show(
    { url, texts, message }: Request,
    section: ReportCommand['section'],
  ): Promise<PageResponse> {
    const commands = source.commands.filter((each) => each.section === section);
    const chosen = commands.find(({ name }) => name === url.searchParams.get('c')) ?? commands[0]!;
    const command = await loadCommand(source, chosen.name);
    const form = url.searchParams;
    const isRun = form.get('run') !== null;
    const words = isRun ? wordsFor(texts, chosen, command, form) : undefined;
    // A page that only looks again runs nothing: requests may cost something.
    const isLookingAgain = message.headers[REFRESH_HEADER] !== undefined;
    const run =
      words && (runs.find(words, isLookingAgain) ?? (isLookingAgain ? undefined : runs.start(words)));
    const body = html`${tabs(texts, commands, chosen)}
<form method="get" action="${section}" class="options">
<input type="hidden" name="c" value="${chosen.name}"><input type="hidden" name="run" value="1">
${optionFields(texts, command, chosen, form)}
<p><button type="submit" class="primary">${texts('makeReport')}</button></p>
</form>
${words && html`<section><h2>${texts('sameInShell')}</h2>${commandLine(texts, shellLine([...words, ...accountWords(chosen, form, source)]))}</section>`}
${live('report', words ? (run ? runBody(texts, run, url) : emptyState(texts('reportGone'))) : html``)}`;
    return render(texts, { title: texts(chosen.title), section, topics: ['reports'], body });
  }

  const commandAt = ({ searchParams }: URL) =>
    source.commands.find(({ name }) => name === searchParams.get('c'));

  return [
    ...sections.map((section): Route => ({
      method: 'GET',
      path: section,
      handle: (request) => show(request, section),
    })),
    {
      method: 'POST',
      path: '/reports/again',
      async handle({ message, texts }) {
        const back = await addressIn(message);
        const chosen = commandAt(back);
        if (!chosen) return seeOther('/shelves');
        runs.start(wordsFor(texts, chosen, await loadCommand(source, chosen.name), back.searchParams));
        return seeOther(`${chosen.section}${back.search}`);
      },
    },
    {
      method: 'POST',
      path: '/reports/:id/stop',
      async handle({ message, params }) {
        runs.stop(params.id ?? '');
        const back = await addressIn(message);
        const chosen = commandAt(back);
        return seeOther(chosen ? `${chosen.section}${back.search}` : '/shelves');
      },
    },
    {
      method: 'GET',
      path: '/reports/:id/page',
      handle(request) {
        const response = fileOf(request, runs, 'html');
        return response ?? missing(request, render);
      },
    },
    {
      method: 'GET',
      path: '/reports/:id/file',
      handle(request) {
        const format = formats.find((each) => each === request.url.searchParams.get('format'));
        const response = format && fileOf(request, runs, format, true);
        return response ?? missing(request, render);
      },
    },
  ];
}

/** The page that a form was sent from, which it goes back to. */
async function addressIn(message: IncomingMessage): Promise<URL> {
  return addressOf((await readForm(message)).get('address') ?? '');
}

/** Pages ask for their own language where the command has it. */
function wordsFor(
  texts: Texts,
  chosen: ReportCommand,
  command: Awaited<ReturnType<typeof loadCommand>>,
  form: URLSearchParams,
): string[] {
  const words = [...chosen.name.split(' '), ...wordsOf(command, chosen, form)];
  const isAsked =
    Object.hasOwn(command.options, 'language') && !form.get('language') && texts.language !== 'en';
  return isAsked ? [...words, '--language', texts.language] : words;
}

function missing({ texts }: Request, render: RenderPage): PageResponse {
  return render(
    texts,
    { title: texts('noSuchPage'), section: '', body: emptyState(texts('reportGone')) },
    404,
  );
}

function tabs(texts: Texts, commands: readonly ReportCommand[], chosen: ReportCommand): Markup {
  if (commands.length < 2) return html``;
  return html`<nav class="tabs" aria-label="${texts('reports')}"><ul>${commands.map(({ name, title, section }) => html`<li><a href="${section}?c=${encodeURIComponent(name)}"${raw(name === chosen.name ? ' aria-current="page"' : '')}>${texts(title)}</a></li>`)}</ul></nav>`;
}

function runBody(texts: Texts, { id, state, messages, atMs }: ReportRun, url: URL): Markup {
  const printed =
    messages.trim() !== '' &&
    html`<details class="more"${raw(state.step === 'done' ? '' : ' open')}><summary>${texts('printed')}</summary><pre lang="en">${messages
      .trim()
      .split('\n')
      .map(
        (line) => html`<span>${line}</span>
`,
      )}</pre></details>`;
  const address = html`<input type="hidden" name="address" value="${url.pathname}${url.search}">`;
  const again = html`<form method="post" action="/reports/again">${address}<button type="submit">${texts('runAgain')}</button></form>`;
  switch (state.step) {
    case 'running':
      return html`<div class="verdict"><p>${texts('reportRuns')}</p></div>${printed}<form method="post" action="/reports/${encodeURIComponent(id)}/stop">${address}<button type="submit">${texts('stop')}</button></form>`;
    case 'stopped':
      return html`<div class="verdict low"><p>${texts('reportStopped')}</p></div>${again}`;
    case 'failed':
      return html`<div class="verdict out"><p>${texts('reportFailed')}</p></div><p>${reason(texts, state.message)}</p>${printed}${again}${announced(texts('reportFailed'))}`;
    case 'done':
      return html`<div class="actions"><span class="muted">${texts('reportOf', { time: texts.time(atMs) })}</span>
${formats.map((format) => html`<a class="button" href="/reports/${encodeURIComponent(id)}/file?format=${format}" translate="no" download>${format.toUpperCase()}</a>`)}
${again}</div>
${printed}
${state.report ? html`<iframe class="report" src="/reports/${encodeURIComponent(id)}/page" title="${state.report.title}" data-fit></iframe>` : emptyState(texts('noReport'))}
${announced(texts('reportReady'))}`;
  }
}

/** What the shown command needs to be about the same account: nothing, if it reads saved networks. */
function accountWords(
  { section }: ReportCommand,
  form: URLSearchParams,
  { globalWords }: ReportSource,
): readonly string[] {
  const isSaved = section === '/networks' && (form.get('from') ?? '').trim() !== '';
  return isSaved ? [] : globalWords;
}

/** The report as the command prints it: a page of its own, that runs no script and asks for nothing. */
function fileOf(
  { params }: Request,
  runs: ReportRuns,
  format: (typeof formats)[number],
  isDownload = false,
): PageResponse | undefined {
  const run = runs.get(params.id ?? '');
  if (run?.state.step !== 'done' || !run.state.report) return undefined;
  const name = `${run.words
    .filter((word) => /^[a-z0-9-]+$/i.test(word))
    .slice(0, 2)
    .join('-')}.${format}`;
  return {
    status: 200,
    headers: {
      'content-type': `${types[format]}; charset=utf-8`,
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
      'x-frame-options': 'SAMEORIGIN',
      ...(isDownload && { 'content-disposition': `attachment; filename="${name}"` }),
    },
    body: renderReport(run.state.report, format),
  };
}
