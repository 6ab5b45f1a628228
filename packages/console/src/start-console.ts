import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import { listLoads } from '@groundcrew/inventory/ledger';
import { createShelfTable } from '@groundcrew/inventory/full';
import { alertRoutes } from './alerts/routes.ts';
import type { Console, ConsoleOptions } from './console.ts';
import { internalsRoutes } from './internals/routes.ts';
import { createLoadsReader } from './loads/recent-loads.ts';
import { loadRoutes } from './loads/routes.ts';
import { html } from './markup.ts';
import { details, emptyState, type Section } from './pages/layout.ts';
import { createRender } from './pages/render.ts';
import { CONSOLE_CSS } from './pages/style.ts';
import { createReportRuns } from './reports/report-runs.ts';
import { reportRoutes } from './reports/routes.ts';
import { rejectsRoutes } from './rejects/routes.ts';
import { createRejectsStore } from './rejects/rejects-store.ts';
import { findRoute, type Route } from './route.ts';
import { hasToken, type Refusal, refusalOf, tokenCookie } from './server/access.ts';
import { createEventHub, type EventHub, type Topic } from './server/event-hub.ts';
import { addressOf, commonHeaders, type PageResponse, seeOther, send, textFile } from './server/http.ts';
import { listenForPages, PING_ANSWER, PING_PATH } from './server/listen.ts';
import { createShelves } from './shelves/routes.ts';
import { createTexts, preferredLanguage, type Texts } from './texts.ts';
import { createLoadFile } from './upload/load-file.ts';
import { uploadRoutes } from './upload/routes.ts';
import { createUploadJobs } from './upload/upload-jobs.ts';

/** Loads that the page shows. */
const MAX_LOADS = 200;
const DEFAULT_MAX_SHELVES = 250_000;
/** Proxies and sleeping laptops end connections on which nothing moves. */
const BEAT_MS = 15_000;
const NOTICE_MS = 200;
/** A page that reads slower than this is behind: it reconnects, and reads everything again. */
const MAX_BEHIND_BYTES = 64 * 1024;

/**
 * Starts the console on 127.0.0.1.
 *
 * @throws GroundcrewError `console.port.taken`, `console.port.refused`
 */
export async function startConsole(options: ConsoleOptions): Promise<Console> {
  const { inventory, allowChanges, account, now, version } = options;
  const token = options.token ?? randomBytes(24).toString('base64url');
  const hub = createEventHub(randomBytes(6).toString('hex'));
  const sections: Section[] = [
    { path: '/shelves', title: 'shelvesTitle' },
    { path: '/upload', title: 'uploadTitle' },
    { path: '/rejects', title: 'rejectsTitle' },
    { path: '/alerts', title: 'alertsTitle' },
    { path: '/loads', title: 'loadsTitle' },
    ...sectionsOf(options.reports),
    ...(options.internals ? [{ path: '/internals', title: 'internalsTitle' } as const] : []),
  ];
  const render = createRender({ account, allowChanges, sections, version });
  const access = { port: options.port, token };
  let handle: (request: IncomingMessage, response: ServerResponse) => Promise<void> = async (_, response) => {
    response.writeHead(503).end();
  };
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      options.onError?.(error);
      response.destroy();
    });
  });
  access.port = await listenForPages(server, options.port);

  const shelves = createShelves({
    inventory,
    maxShelves: options.maxShelves ?? DEFAULT_MAX_SHELVES,
    render,
    isWatched: () => hub.size > 0,
    onChange: () => hub.publish('shelves'),
    now,
  });
  const loads = createLoadsReader({
    list: () => listLoads(inventory.dynamodb, { tableName: inventory.ledgerTable, limit: MAX_LOADS }),
    refreshMs: inventory.refreshMs,
    now,
  });
  function onLoaded(): void {
    loads.expire();
    hub.publish('loads');
    hub.publish('rejects');
  }

  const jobs = createUploadJobs({
    load: inventory.load,
    table: createShelfTable(inventory.dynamodb, inventory.table),
    loadFile: createLoadFile(inventory, now),
    createId: () => randomBytes(4).toString('hex'),
    onChange: () => hub.publish('uploads'),
    onLoaded,
    now,
  });
  const runs =
    options.reports &&
    createReportRuns({
      source: options.reports,
      createId: () => randomBytes(4).toString('hex'),
      onChange: () => hub.publish('reports'),
      now,
    });
  const globalWords = options.reports?.globalWords ?? [];
  const routes: readonly Route[] = [
    { method: 'GET', path: '/', handle: () => seeOther('/shelves') },
    { method: 'GET', path: '/assets/console.css', handle: () => textFile('text/css', CONSOLE_CSS) },
    { method: 'GET', path: '/assets/console.js', handle: () => textFile('text/javascript', options.script) },
    ...shelves.routes,
    ...uploadRoutes({ jobs, inventory, index: shelves.index, allowChanges, globalWords, render }),
    ...rejectsRoutes({ store: createRejectsStore(inventory), jobs, allowChanges, render }),
    ...alertRoutes(inventory, render),
    ...loadRoutes({ inventory, loads, allowChanges, render, onLoaded, now }),
    ...(options.internals
      ? internalsRoutes(options.internals, { globalWords, render, onChange: () => hub.publish('internals') })
      : []),
    ...(runs && options.reports ? reportRoutes({ source: options.reports, runs, render }) : []),
  ];

  handle = async (message, out) => {
    const { method = 'GET', headers } = message;
    const url = addressOf(message.url ?? '/');
    const texts = createTexts(options.language ?? preferredLanguage(headers['accept-language']));
    const answer = (response: PageResponse) => send(out, response, method === 'HEAD');
    if (url.pathname === PING_PATH) return await answer(textFile('text/plain', PING_ANSWER));
    const refusal = refusalOf({ method, headers }, access);
    if (refusal === 'no-token' && hasToken(url.searchParams.get('token') ?? undefined, access)) {
      return await answer(seeOther('/shelves', { 'set-cookie': tokenCookie(access) }));
    }
    if (refusal !== undefined) return await answer(refusedPage(texts, refusal));
    // Who is let in already typed the address again.
    if (url.searchParams.has('token')) return await answer(seeOther('/shelves'));
    if (url.pathname === '/events' && method === 'GET') return listen(message, out, hub);
    const leaving = new AbortController();
    out.once('close', () => leaving.abort());
    await answer(await respond());

    async function respond(): Promise<PageResponse> {
      const found = findRoute(routes, method, url.pathname);
      if (!found) {
        const body = emptyState(texts('noSuchPage'), html`<a href="/shelves">${texts('seeShelves')}</a>`);
        return render(texts, { title: texts('noSuchPage'), section: '', body }, 404);
      }
      try {
        const { route, params } = found;
        return await route.handle({ message, url, params, texts, signal: leaving.signal });
      } catch (error) {
        if (!isGroundcrewError(error)) options.onError?.(error);
        const body = html`<div class="verdict out"><p>${texts('pageFailed')}</p></div>${details(texts, messageOf(error))}<p><a class="button" href="">${texts('tryAgain')}</a></p>`;
        const status = isGroundcrewError(error) && error.fault === 'user' ? 400 : 500;
        return render(texts, { title: texts('pageFailedTitle'), section: url.pathname, body }, status);
      }
    }
  };

  const waiting = new Map<Topic, NodeJS.Timeout>();
  /** What happens a thousand times a second is one event in a while. */
  function notify(topic: Topic): void {
    if (topic === 'loads') loads.expire();
    if (waiting.has(topic)) return;
    const timer = setTimeout(() => {
      waiting.delete(topic);
      hub.publish(topic);
    }, NOTICE_MS);
    waiting.set(topic, timer);
  }

  const beat = setInterval(() => hub.beat(), BEAT_MS);
  return {
    address: `http://127.0.0.1:${access.port}/?token=${token}`,
    port: access.port,
    notify,
    async close() {
      clearInterval(beat);
      for (const timer of waiting.values()) clearTimeout(timer);
      shelves.close();
      runs?.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await jobs.close();
    },
  };
}

const reportSections: readonly Section[] = [
  { path: '/costs', title: 'costsTitle' },
  { path: '/tags', title: 'tagsTitle' },
  { path: '/instances', title: 'instancesTitle' },
  { path: '/schedules', title: 'schedulesTitle' },
  { path: '/networks', title: 'networksTitle' },
];

function sectionsOf(reports: ConsoleOptions['reports']): readonly Section[] {
  return reportSections.filter(({ path }) => reports?.commands.some(({ section }) => section === path));
}

/** Nothing of the console: who is not let in learns what to open, and no more. */
function refusedPage(texts: Texts, refusal: Refusal): PageResponse {
  const text = texts(refusal === 'no-token' ? 'openAddress' : 'foreignPage');
  const body = html`<!doctype html><html lang="${texts.language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>groundcrew</title><h1>groundcrew</h1><p>${text}</p></html>`;
  return {
    status: refusal === 'no-token' ? 401 : 403,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: body.text,
  };
}

function listen(message: IncomingMessage, out: ServerResponse, hub: EventHub): void {
  out.writeHead(200, { ...commonHeaders, 'content-type': 'text/event-stream' });
  const lastEventId = message.headers['last-event-id'];
  const remove = hub.add(
    {
      write(chunk) {
        if (out.writableLength > MAX_BEHIND_BYTES) out.destroy();
        else out.write(chunk);
      },
    },
    typeof lastEventId === 'string' ? lastEventId : undefined,
  );
  out.once('close', remove);
}
