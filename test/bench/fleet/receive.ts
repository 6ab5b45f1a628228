import { DescribeInstancesCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { createEc2Client, createEc2Limiters } from '@groundcrew/aws/ec2';
import { sleep } from '@groundcrew/async';
import { mergePages } from '@groundcrew/aws-core';
import { type CallCount, countCalls, reportMeasurement } from './count-calls.ts';
import { PAGE_SIZE, regionNames } from './fleet-size.ts';

// A process of its own: the same calls through the same limiters, whose pages are received and thrown away. It shows what
// of a listing's time is the server and the network, which share the machine with it.

const endpointUrl = process.argv[2] ?? '';
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const count: CallCount = { calls: 0, throttles: 0 };
const limiterOf = createEc2Limiters({ now: () => performance.now(), sleep });
/** As many regions as the listing reads concurrently. */
const CONCURRENCY = 8;
/** The token of the next page is in the last bytes of a page. */
const TAIL_BYTES = 1_000;

async function* tokensOf(region: string): AsyncGenerator<string | undefined> {
  const client = createEc2Client({ endpointUrl, credentials, region });
  countCalls(client, count);
  const tails = keepTails(client);
  let token: string | undefined;
  do {
    await limiterOf('123456789012', region).take('filtered');
    await client.send(
      new DescribeInstancesCommand({
        MaxResults: PAGE_SIZE,
        ...(token !== undefined && { NextToken: token }),
      }),
    );
    token = /<nextToken>(.*?)<\/nextToken>/.exec(tails.pop() ?? '')?.[1];
    yield token;
  } while (token !== undefined);
}

/** The last bytes of each response to come; the SDK's deserializer gets an empty one. */
function keepTails(client: EC2Client): string[] {
  const tails: string[] = [];
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const response = result.response as { body: AsyncIterable<Buffer> | Uint8Array };
      let tail = '';
      for await (const chunk of response.body as AsyncIterable<Buffer>) {
        tail = (tail + chunk.toString('latin1', Math.max(0, chunk.length - TAIL_BYTES))).slice(-TAIL_BYTES);
      }
      tails.push(tail);
      response.body = new Uint8Array();
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'keepTails' },
  );
  return tails;
}

await reportMeasurement(count, async () => {
  let pages = 0;
  const sources = regionNames.map((region) => () => tokensOf(region));
  for await (const _ of mergePages(sources, CONCURRENCY)) pages += 1;
  return pages;
});
