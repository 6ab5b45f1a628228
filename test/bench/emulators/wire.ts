import { Agent, request } from 'node:http';

/** Calls by bare HTTP, prepared and not signed in earnest: what is measured is the server, not a client. */
export interface Wire {
  send(call: WireCall): Promise<Buffer>;
  close(): void;
}

export interface WireCall {
  readonly service: 's3' | 'dynamodb';
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  /** Of DynamoDB. */
  readonly operation?: string;
  readonly body?: string | Buffer;
}

export const CONCURRENCY = 16;

/** Connects to a server. A status of 300 and more rejects. */
export function connect(endpoint: string): Wire {
  const { hostname, port } = new URL(endpoint);
  const agent = new Agent({ keepAlive: true, maxSockets: CONCURRENCY });
  return {
    send: ({ service, method, path, operation, body = '' }) =>
      new Promise((resolve, reject) => {
        const headers = {
          authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
          'x-amz-date': '20260101T000000Z',
          'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
          'content-length': Buffer.byteLength(body),
          ...(operation !== undefined && {
            'content-type': 'application/x-amz-json-1.0',
            'x-amz-target': `DynamoDB_20120810.${operation}`,
          }),
        };
        const sent = request({ host: hostname, port, method, path, agent, headers }, (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            const answer = Buffer.concat(chunks);
            if (response.statusCode! < 300) resolve(answer);
            else
              reject(
                new Error(`${method} ${path} ${operation ?? ''}: ${response.statusCode} ${String(answer)}`),
              );
          });
          response.on('error', reject);
        });
        sent.on('error', reject);
        sent.end(body);
      }),
    close: () => agent.destroy(),
  };
}

/** Runs `one` for each number below `count`, some at once; returns how many were done in a second. */
export async function rateOf(count: number, one: (index: number) => Promise<void>): Promise<number> {
  const begin = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < count) await one(next++);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, worker));
  return count / ((performance.now() - begin) / 1000);
}
