/**
 * An endpoint that answers at once, as a process of its own so that its work is not counted as the
 * writer's. Prints its port; ends when its standard input does.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const allProcessed = Buffer.from('{"UnprocessedItems":{}}');
const allWritten = Buffer.from('{}');

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const isBatch = String(request.headers['x-amz-target'] ?? 'BatchWriteItem').endsWith('BatchWriteItem');
  const answer = isBatch ? allProcessed : allWritten;
  request.resume();
  request.on('end', () => {
    response.writeHead(200, {
      'content-type': 'application/x-amz-json-1.0',
      'content-length': answer.byteLength,
      'x-amzn-requestid': 'BENCH',
    });
    response.end(answer);
  });
});

server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
process.stdin.resume();
process.stdin.on('end', () => process.exit());
