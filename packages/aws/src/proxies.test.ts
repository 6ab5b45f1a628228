import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { wrapServiceError } from '@groundcrew/aws-core';
import type { NetworkSettings } from '@groundcrew/aws-core/identity';
import { expect, test } from 'vitest';
import { serviceConfig } from './client-settings.ts';

const proxied: NetworkSettings = {
  proxyEnv: { HTTP_PROXY: 'http://127.0.0.1:9' },
  proxies: [{ variable: 'http_proxy', host: '127.0.0.1', port: 9 }],
};

/** What the error of a call is to users; nothing listens at its port. */
async function failureOf(network: NetworkSettings): Promise<string> {
  const client = new STSClient(
    serviceConfig('sts', {
      region: 'eu-west-1',
      credentials: { accessKeyId: 'A', secretAccessKey: 'B' },
      endpointUrl: 'http://127.0.0.1:9',
      maxAttempts: 1,
      network,
    }),
  );
  try {
    await client.send(new GetCallerIdentityCommand({}));
    return 'done';
  } catch (error) {
    return wrapServiceError(error, { code: 'aws-sts.caller-identity-failed', doing: 'ask' }).message;
  } finally {
    client.destroy();
  }
}

test('an error has the proxies of its own client, whatever others of the process have', async () => {
  const [first, direct, second] = await Promise.all([failureOf(proxied), failureOf({}), failureOf(proxied)]);

  expect(first).toContain('the proxy 127.0.0.1:9 (http_proxy) cannot be reached');
  expect(second).toBe(first);
  expect(direct).toContain('127.0.0.1:9 cannot be reached');
  expect(direct).not.toContain('http_proxy');
});
