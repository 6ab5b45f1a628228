import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

/** DynamoDB and SNS that know nothing and take everything, at once. */
export async function startEndpoint(): Promise<{ readonly url: string; close(): void }> {
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const isDynamoDB = request.headers['x-amz-target'] !== undefined;
      response.writeHead(200, { 'content-type': isDynamoDB ? 'application/x-amz-json-1.0' : 'text/xml' });
      response.end(isDynamoDB ? '{}' : snsAnswer(new URLSearchParams(body)));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8')) body += chunk;
  return body;
}

function snsAnswer(parameters: URLSearchParams): string {
  if (parameters.get('Action') === 'Publish') {
    return '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>';
  }
  const ids = [...parameters].flatMap(([name, value]) =>
    /^PublishBatchRequestEntries\.member\.\d+\.Id$/.test(name) ? [value] : [],
  );
  const members = ids.map((id) => `<member><Id>${id}</Id><MessageId>m</MessageId></member>`).join('');
  return `<PublishBatchResponse><PublishBatchResult><Failed/><Successful>${members}</Successful></PublishBatchResult></PublishBatchResponse>`;
}
