import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { groundcrew, startStores, temporaryFolder } from './testing/groundcrew.ts';
import { openShop } from './testing/shop.ts';

const line = /^In account \d{12}(?: \([\w-]+\))?, .+, region [a-z0-9-]+\n/m;

async function stockFile(): Promise<string> {
  const path = join(await temporaryFolder(), 'stock.csv');
  await writeFile(path, 'store,item,count\nBerlin,Echo,3\n');
  return path;
}

test('a load shows first in which account it writes, and a dry run needs none', async () => {
  const local = await startStores();
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await local.close();
  });
  const path = await stockFile();
  const loaded = await groundcrew(['inventory', 'load', path]);
  expect(loaded.code).toBe(0);
  expect(loaded.err).toMatch(line);
  vi.stubEnv('AWS_PROFILE', 'nosuch');
  const checked = await groundcrew(['inventory', 'load', path, '--dry-run']);
  expect(checked.code).toBe(0);
  expect(checked.err).not.toMatch(line);
  const refused = await groundcrew(['inventory', 'load', path]);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('the profile "nosuch" of AWS_PROFILE');
});

test('a load into a service without an STS beside it is not stopped by that', async () => {
  const local = await startStores();
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await local.close();
  });
  const { url } = await recordingEndpoint();
  vi.stubEnv('AWS_ENDPOINT_URL_STS', url);
  const { code, err } = await groundcrew(['inventory', 'load', await stockFile()]);
  expect(code).toBe(0);
  expect(err).toMatch(/^In an unknown account, region us-east-1: could not get the identity/);
  expect(err).toMatch(/^Requests to other services go to \S+ \(AWS_ENDPOINT_URL\), unlike those to STS: /m);
});

test('an apply shows account, alias and role of each account first, a check does not', async () => {
  const shop = await openShop();
  const plan = shop.file('plan.json');
  const scope = [
    '--regions',
    'us-east-1',
    '--accounts',
    '444455556666',
    '--role',
    'tagger',
    '--external-id',
    'x-1',
  ];
  const planned = await groundcrew(['tags', 'plan', '--policy', shop.policy, ...scope, '--out', plan]);
  expect(planned).toMatchObject({ code: 0 });
  const reach = ['--role', 'tagger', '--external-id', 'x-1'];
  expect((await groundcrew(['tags', 'apply', plan, ...reach])).err).not.toMatch(line);
  const { err } = await groundcrew(['tags', 'apply', plan, ...reach, '--apply', '--yes']);
  expect(err).toMatch(
    /^In account 444455556666 \(dal-lab\), role tagger \(session groundcrew\), region us-east-1\n/m,
  );
});

test('--debug shows it for every command', async () => {
  await openShop();
  expect((await groundcrew(['ec2', 'list', '--debug'])).err).toMatch(
    /^In account 111122223333 \(dal-shop\), .+, region us-east-1\n/,
  );
  expect((await groundcrew(['ec2', 'list'])).err).not.toMatch(line);
});

/** An STS that records what it is asked for, and then knows nobody. */
async function recordingEndpoint(): Promise<{ readonly url: string; readonly bodies: string[] }> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => bodies.push(body));
    response.writeHead(403, { 'content-type': 'text/xml' });
    response.end(
      '<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error><RequestId>r</RequestId></ErrorResponse>',
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodies };
}

test.each([
  ['cn-north-1', 'arn:aws-cn:iam::222233334444:role/auditor'],
  ['us-gov-west-1', 'arn:aws-us-gov:iam::222233334444:role/auditor'],
  ['eu-west-1', 'arn:aws:iam::222233334444:role/auditor'],
])('in %s the role of another account is one of that partition', async (region, arn) => {
  const { url, bodies } = await recordingEndpoint();
  const words = ['ec2', 'list', '--region', region, '--accounts', '222233334444', '--role', 'auditor'];
  const variables = { AWS_ENDPOINT_URL: url, AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 's' };
  // The endpoint is read by the SDK itself.
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  await groundcrew(words);
  expect(bodies.map((body) => new URLSearchParams(body).get('RoleArn'))).toContain(arn);
});
