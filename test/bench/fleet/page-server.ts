import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bucketRate, PAGE_SIZE } from './fleet-size.ts';
import { pageKey, type RecordedPages } from './recorded-pages.ts';

/**
 * Serves recorded pages through EC2's token buckets, and sends all other calls on: what a page takes to write is not part of
 * what is measured, as AWS does not write it on the same machine.
 */
export async function startPageServer(pages: RecordedPages, otherCallsUrl: string) {
  const takeOf = new Map<string, () => boolean>();

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const form = new URLSearchParams(body);
    const authorization = request.headers.authorization ?? '';
    if (form.get('Action') !== 'DescribeInstances') {
      const other = await fetch(otherCallsUrl, { method: 'POST', body: form, headers: { authorization } });
      response.writeHead(other.status, { 'content-type': 'text/xml;charset=UTF-8' }).end(await other.text());
      return;
    }
    const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(authorization)?.[1] ?? '';
    const page = pages.get(pageKey(region, form.get('NextToken') ?? ''));
    if (page === undefined || !isForAll(form)) {
      response.writeHead(400).end(`not recorded: ${region} ${body}`);
      return;
    }
    const take = takeOf.get(region) ?? createBucket();
    takeOf.set(region, take);
    if (!take()) {
      const code = 'RequestLimitExceeded';
      response
        .writeHead(503, { 'content-type': 'text/xml;charset=UTF-8' })
        .end(
          `<Response><Errors><Error><Code>${code}</Code><Message>${code}</Message></Error></Errors></Response>`,
        );
      return;
    }
    // As AWS: with the id of the request.
    const headers = { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': randomUUID() };
    response.writeHead(200, headers).end(page);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => server.close().closeAllConnections(),
  };
}

/** Whether it asks for what was recorded: a listing leaves out terminated instances, and there are none. */
function isForAll(form: URLSearchParams): boolean {
  return (
    form.get('MaxResults') === String(PAGE_SIZE) &&
    !form.has('Filter.2.Name') &&
    (form.get('Filter.1.Name') ?? 'instance-state-name') === 'instance-state-name'
  );
}

/** A bucket for paged calls, full at first; returns whether there was a token. */
function createBucket(): () => boolean {
  const { capacity, refillPerSecond } = bucketRate;
  let tokens: number = capacity;
  let filledAt = performance.now();
  return () => {
    const now = performance.now();
    tokens = Math.min(capacity, tokens + ((now - filledAt) / 1_000) * refillPerSecond);
    filledAt = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
}
