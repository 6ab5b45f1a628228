import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { hasDesktop } from './console/open-browser.ts';
import { groundcrew, startStores } from './testing/groundcrew.ts';
import { openConsole, type RunningConsole, startConsoleCommand } from './testing/console.ts';

/** The text of a page without its markup. */
const textOf = (html: string) =>
  html.replace(/<(style|script)[^>]*>.*?<\/\1>/gs, '').replace(/<[^>]+>/g, ' ');

describe('of the stores of an account', () => {
  test('a file is checked, asks, is loaded after it was confirmed, and its rejects are repaired and sent again', async () => {
    const local = await startStores();
    onTestFinished(() => local.close());
    const shop = await startConsoleCommand([
      '--allow-changes',
      '--rejects-bucket',
      local.resources.bucketName('RejectsBucket'),
    ]);
    const csv = 'store,item,On hand,Available\nBerlin,Echo Dot,5,4\nBerlin,Mug,x,oops\n';
    const sent = await shop.post('/upload?name=stock.csv', csv);
    expect(sent.status).toBe(201);
    const { location } = (await sent.json()) as { location: string };
    expect(await shop.until(location, /Which column is the count/)).toContain('value="Available"');

    const answered = await shop.post(
      `${location}/answer`,
      new URLSearchParams({ 'column:count': 'Available' }),
    );
    expect(answered.headers.get('location')).toBe(location);
    const plan = await shop.until(location, /What will happen/);
    expect(textOf(plan)).toMatch(/1 row is ready to be stored\. 1 row needs repair\./);
    expect(plan).toContain('groundcrew inventory load stock.csv --column count=Available');
    expect((await groundcrew(['inventory', 'list', '--output', 'csv'])).out).not.toContain('Echo Dot');

    await shop.post(`${location}/load`);
    const done = await shop.until(location, /1 row is stored/);
    expect((await groundcrew(['inventory', 'list', '--output', 'csv'])).out).toContain('Berlin,Echo Dot,4');

    const rejects = /href="(\/rejects\/file[^"]*)"/.exec(done)![1]!.replaceAll('&amp;', '&');
    const repair = await (await shop.get(rejects)).text();
    expect(textOf(repair)).toContain('The count is not a whole number.');
    expect(repair).toMatch(/name="r0c3" value="oops"[^>]*aria-invalid="true"/);
    const resent = await shop.post(rejects, new URLSearchParams({ r0c3: '7' }));
    const second = resent.headers.get('location')!;
    await shop.until(second, /1 row is ready to be stored/);
    await shop.post(`${second}/load`);
    await shop.until(second, /1 row is stored/);
    expect((await groundcrew(['inventory', 'list', '--output', 'csv'])).out).toContain('Berlin,Mug,7');
    expect(textOf(await (await shop.get('/loads')).text())).toMatch(/stock\.csv\s+loaded/);

    const undo = /href="(\/loads\/undo[^"]*)"/
      .exec(await (await shop.get('/loads')).text())![1]!
      .replaceAll('&amp;', '&');
    expect(textOf(await (await shop.get(undo)).text())).toMatch(/to be removed\s+1/);
    expect(textOf(await (await shop.post(undo)).text())).toContain('The load is undone.');
    const left = (await groundcrew(['inventory', 'list', '--output', 'csv'])).out;
    expect([left.includes('Berlin,Mug,7'), left.includes('Berlin,Echo Dot,4')].filter(Boolean)).toHaveLength(
      1,
    );
    expect(await shop.stop()).toBe(0);
  });

  test('a full export shows what would vanish, and lets much of a store vanish only once that is confirmed', async () => {
    const local = await startStores();
    onTestFinished(() => local.close());
    const shop = await startConsoleCommand([
      '--allow-changes',
      '--rejects-bucket',
      local.resources.bucketName('RejectsBucket'),
    ]);
    const upload = async (csv: string, answer: Record<string, string>) => {
      const sent = await shop.post('/upload?name=all.csv', csv);
      const { location } = (await sent.json()) as { location: string };
      await shop.until(location, /What will happen/);
      await shop.post(`${location}/answer`, new URLSearchParams(answer));
      return location;
    };
    const items = Array.from({ length: 10 }, (_, at) => `Oslo,Item ${at},5\n`).join('');
    const first = await upload(`store,item,count\n${items}`, {});
    await shop.until(first, /10 rows are ready/);
    await shop.post(`${first}/load`);
    await shop.until(first, /10 rows are stored/);

    const second = await upload('store,item,count\nOslo,Item 0,4\n', { full: 'zero', maxVanished: '30' });
    const plan = await shop.until(second, /Set to 0: the file does not name them/);
    expect(textOf(plan)).toMatch(/9 of 10.*That is a large share|That is a large share.*9 of 10/s);
    expect(plan).toContain('groundcrew inventory load all.csv --full --max-vanished 30');
    await shop.post(`${second}/load`);
    expect(textOf(await (await shop.get(second)).text())).toContain('1 row is ready to be stored');
    await shop.post(`${second}/load`, new URLSearchParams({ vanished: 'confirmed' }));
    await shop.until(second, /9 shelves that it does not name are set to 0/);
    const { out } = await groundcrew(['inventory', 'list', '--store', 'Oslo', '--output', 'csv']);
    expect(out).toContain('Oslo,Item 0,4');
    expect(out).toContain('Oslo,Item 9,0');
    // The page of loads puts them back.
    const undo = /href="(\/loads\/undo[^"]*)"/
      .exec(await (await shop.get('/loads')).text())![1]!
      .replaceAll('&amp;', '&');
    await shop.post(undo);
    const back = await groundcrew(['inventory', 'list', '--store', 'Oslo', '--output', 'csv']);
    expect(back.out).toContain('Oslo,Item 9,5');
  });

  test('without --allow-changes a file is checked, and cannot be loaded', async () => {
    const local = await startStores();
    onTestFinished(() => local.close());
    const shop = await startConsoleCommand([]);
    const { location } = (await (
      await shop.post('/upload?name=s.csv', 'store,item,count\nA,x,1\n')
    ).json()) as {
      location: string;
    };
    const plan = await shop.until(location, /What will happen/);
    expect(textOf(plan)).toContain('Read only');
    expect(plan).not.toContain(`${location}/load`);
    expect((await shop.post(`${location}/load`)).status).toBe(403);
    expect((await shop.get('/loads/undo?object=x')).status).toBe(400);
    expect((await shop.post('/loads/undo?object=x')).status).toBe(400);
    expect((await groundcrew(['inventory', 'list', '--output', 'csv'])).out).not.toContain('A,x');
  });
});

describe('on the wire', () => {
  let shop: RunningConsole;
  let local: Awaited<ReturnType<typeof startStores>>;
  beforeAll(async () => {
    local = await startStores();
    shop = await openConsole([]);
  });
  afterAll(async () => {
    await shop.stop();
    await local.close();
  });

  test('nothing is shown without the token, to pages of other origins, or under another name', async () => {
    const bare = await fetch(`${shop.origin}/shelves`);
    expect(bare.status).toBe(401);
    const text = await bare.text();
    expect(text).toContain('Open the address');
    expect(text).not.toMatch(/000000000000|Shelves/);
    expect((await fetch(`${shop.origin}/?token=wrong`)).status).toBe(401);
    expect((await shop.get('/shelves', { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await shop.get('/events', { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await shop.post('/upload?name=x', 'x', { origin: 'http://127.0.0.1:1' })).status).toBe(403);
  });

  test('the token in the address becomes a cookie, and is not in the address any more', async () => {
    const entered = await fetch(shop.address, { redirect: 'manual' });
    expect(entered.status).toBe(303);
    expect(entered.headers.get('location')).toBe('/shelves');
    expect(entered.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
    expect(
      (await shop.get(`/?token=${new URL(shop.address).searchParams.get('token')}`)).headers.get('location'),
    ).toBe('/shelves');
  });

  test('no page runs a script of its own, and none may be framed by others', async () => {
    const page = await shop.get('/shelves');
    const policy = page.headers.get('content-security-policy');
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    const html = await page.text();
    expect(html).not.toMatch(/<script(?![^>]* src="\/assets\/)[^>]*>/);
    expect(html).not.toMatch(/ on[a-z]+="/);
  });

  test.each([
    '/nothing',
    '/upload/none',
    '/rejects/file?at=s3://other/x.rejects.csv',
    '/rejects/note',
    '/reports/x/page',
  ])('what does not exist is answered with a page for that: %s', async (path) => {
    expect((await shop.get(path)).status).toBe(404);
  });

  test('a request whose target is not an address is answered as any other', async () => {
    const sent = request({ port: new URL(shop.origin).port, host: '127.0.0.1', path: '//' }).end();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(401);
    response.resume();
  });

  test('a file that is too large is refused before it is sent', async () => {
    const headers = { cookie: shop.cookie, origin: shop.origin, 'content-length': String(5 * 1024 ** 3) };
    const sent = request(`${shop.origin}/upload?name=x.csv`, { method: 'POST', headers });
    sent.flushHeaders();
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(400);
    expect(await text(response)).toContain('the file has more than 4 GiB');
    sent.destroy();
  });

  test('a table that is not there is reported on the page, in the language of the browser', async () => {
    const ghost = await startConsoleCommand(['--table', 'Ghost']);
    const text = await vi.waitUntil(
      async () => {
        const html = await (await ghost.get('/shelves', { 'accept-language': 'ko' })).text();
        return html.includes('테이블을 읽을 수 없습니다.') && html;
      },
      { timeout: 30_000 },
    );
    expect(text).toContain('<html lang="ko">');
    expect(text).toContain('Ghost');
  });

  test('a second console on the port is named in the error, and so is another program', async () => {
    const { port } = new URL(shop.origin);
    const second = await groundcrew(['console', '--port', port, '--no-open']);
    expect(second.code).toBe(1);
    expect(second.err).toMatch(
      /another groundcrew console listens on port \d+ .*open the address that it printed/,
    );
    const other = createServer((_, response) => response.end('hello'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void other.close());
    const third = await groundcrew([
      'console',
      '--port',
      String((other.address() as AddressInfo).port),
      '--no-open',
    ]);
    expect(third.err).toMatch(/another program listens on port \d+ .*\[console\.port\.taken\]/);
  });

  test('pages are notified of changes, with ids by which they continue', async () => {
    const leaving = new AbortController();
    const stream = await fetch(`${shop.origin}/events`, {
      headers: { cookie: shop.cookie },
      signal: leaving.signal,
    });
    expect(stream.headers.get('content-type')).toBe('text/event-stream');
    const reader = stream.body!.getReader();
    const text = Buffer.from((await reader.read()).value!).toString();
    expect(text).toMatch(/^retry: \d+\n/);
    leaving.abort();
  });
});

test('a browser is opened where there is a desktop, and only there', () => {
  expect(hasDesktop({}, 'darwin')).toBe(true);
  expect(hasDesktop({ DISPLAY: ':0' }, 'linux')).toBe(true);
  expect(hasDesktop({}, 'linux')).toBe(false);
  expect(hasDesktop({ DISPLAY: ':0', SSH_CONNECTION: 'x' }, 'linux')).toBe(false);
  expect(hasDesktop({ CI: 'true' }, 'darwin')).toBe(false);
});
