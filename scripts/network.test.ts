import type { RequestListener } from 'node:http';
import { createImds } from '@groundcrew/aws/imds';
import { expect, onTestFinished, test, vi } from 'vitest';
import { join } from 'node:path';
import { readFile, writeFile } from 'node:fs/promises';
import {
  certificatePath,
  startForwardProxy,
  startPlainEndpoint,
  startTlsEndpoint,
} from './testing/forward-proxy.ts';
import { groundcrew, temporaryFolder } from './testing/groundcrew.ts';

const identity: RequestListener = (request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'text/xml' });
    response.end(
      '<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>arn:aws:iam::111122223333:user/anna</Arn>' +
        '<Account>111122223333</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
    );
  });
};

const proxyVariables = ['HTTPS_PROXY', 'HTTP_PROXY', 'NO_PROXY', 'ALL_PROXY'];
const networkVariables = [
  ...proxyVariables.flatMap((name) => [name, name.toLowerCase()]),
  ...['AWS_CA_BUNDLE', 'REQUESTS_CA_BUNDLE'],
];

function whoami(environment: Readonly<Record<string, string>>, words: readonly string[] = []) {
  const keys = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 's', AWS_REGION: 'us-east-1' };
  // As in the process of a user; unset by Vitest after the test.
  for (const name of networkVariables) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries({ ...keys, ...environment })) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
  return groundcrew(['whoami', '--output', 'json', ...words]);
}

test('requests to a TLS endpoint go through the proxy, and trust the bundle', async () => {
  const port = await startTlsEndpoint(identity);
  const proxy = await startForwardProxy(port);
  const { code, out, err } = await whoami({
    HTTPS_PROXY: proxy.url,
    AWS_CA_BUNDLE: certificatePath,
    AWS_ENDPOINT_URL: 'https://sts.example.test',
  });
  expect(err).toBe('');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ caller: { accountId: '111122223333', user: 'anna' } });
  expect(new Set(proxy.seen)).toEqual(new Set(['CONNECT sts.example.test:443']));
});

test('requests without TLS go through HTTP_PROXY, whose name and password are sent to it alone', async () => {
  const port = await startPlainEndpoint((request, response) => {
    expect(request.headers['proxy-authorization']).toBeUndefined();
    identity(request, response);
  });
  const proxy = await startForwardProxy(port);
  const { code, out } = await whoami({
    http_proxy: proxy.url.replace('http://', 'http://anna:p%40ss@'),
    AWS_ENDPOINT_URL: 'http://sts.example.test',
  });
  expect(code).toBe(0);
  expect(proxy.seen).toContain('POST http://sts.example.test/');
  expect(proxy.authorizations[0]).toBe(`Basic ${Buffer.from('anna:p@ss').toString('base64')}`);
  expect(out).not.toContain('p@ss');
});

test.each(['localhost', '127.0.0.1', '*'])('NO_PROXY=%s is reached directly', async (direct) => {
  const port = await startTlsEndpoint(identity);
  const proxy = await startForwardProxy(port);
  const host = direct === '127.0.0.1' ? direct : 'localhost';
  const { code } = await whoami({
    HTTPS_PROXY: proxy.url,
    NO_PROXY: `other.example.test, ${direct}`,
    AWS_CA_BUNDLE: certificatePath,
    AWS_ENDPOINT_URL: `https://${host}:${port}`,
  });
  expect(code).toBe(0);
  expect(proxy.seen).toEqual([]);
});

test('a name in NO_PROXY includes the names below it', async () => {
  const port = await startTlsEndpoint(identity);
  const proxy = await startForwardProxy(port);
  const { code, err } = await whoami({
    HTTPS_PROXY: proxy.url,
    NO_PROXY: 'example.test',
    AWS_CA_BUNDLE: certificatePath,
    AWS_ENDPOINT_URL: 'https://sts.example.test',
  });
  // The name exists for the proxy only: a direct request can't find it.
  expect(code).toBe(1);
  expect(err).toContain('sts.example.test cannot be reached');
  expect(proxy.seen).toEqual([]);
});

test.each([
  ['EXAMPLE.TEST', 'direct'],
  ['.example.test', 'direct'],
  ['*.example.test', 'direct'],
  ['sts.example.test', 'direct'],
  ['sts.example.test:443', 'direct'],
  // As for aws: no part of a name, and no block of addresses.
  ['ample.test', 'proxy'],
  ['test.example', 'proxy'],
  ['10.0.0.0/8', 'proxy'],
])('NO_PROXY=%s: %s', async (direct, way) => {
  const proxy = await startForwardProxy(await startTlsEndpoint(identity));
  const { code } = await whoami({
    https_proxy: proxy.url,
    no_proxy: direct,
    AWS_CA_BUNDLE: certificatePath,
    AWS_ENDPOINT_URL: 'https://sts.example.test',
  });
  expect(code).toBe(way === 'proxy' ? 0 : 1);
  expect(proxy.seen.length > 0).toBe(way === 'proxy');
});

test('ALL_PROXY is not used, as by aws', async () => {
  const port = await startTlsEndpoint(identity);
  const proxy = await startForwardProxy(port);
  const { code } = await whoami({
    ALL_PROXY: proxy.url,
    AWS_CA_BUNDLE: certificatePath,
    AWS_ENDPOINT_URL: `https://localhost:${port}`,
  });
  expect(code).toBe(0);
  expect(proxy.seen).toEqual([]);
});

test('the name and password of a proxy are sent to it, and shown nowhere', async () => {
  const port = await startTlsEndpoint(identity);
  const refusing = await startForwardProxy(port, { refuse: 407 });
  const withPassword = (url: string) => url.replace('http://', 'http://anna:hunter%232@');
  const refused = await whoami(
    { HTTPS_PROXY: withPassword(refusing.url), AWS_ENDPOINT_URL: 'https://sts.example.test' },
    ['--debug'],
  );
  expect(refused.code).toBe(1);
  expect(refusing.authorizations[0]).toBe(`Basic ${Buffer.from('anna:hunter#2').toString('base64')}`);
  expect(refused.err).toContain('name and password');
  expect(refused.out + refused.err).not.toContain('hunter');
});

test.each([
  ['HTTPS_PROXY', 'http://127.0.0.1:9', 'https', '127.0.0.1:9', 'ECONNREFUSED'],
  ['HTTP_PROXY', 'http://localhost:9', 'http', 'localhost:9', 'ECONNREFUSED'],
  ['http_proxy', 'nowhere.invalid:3128', 'http', 'nowhere.invalid:3128', '(?:ENOTFOUND|EAI_AGAIN)'],
])(
  'a proxy of %s, %s, that nobody listens at is named by its variable',
  async (name, url, scheme, host, why) => {
    const { code, err } = await whoami({ [name]: url, AWS_ENDPOINT_URL: `${scheme}://sts.example.test` });
    expect(code).toBe(1);
    expect(err).toMatch(
      new RegExp(`the proxy ${host} \\(${name}\\) cannot be reached \\(${why}\\); correct or unset ${name}`),
    );
  },
);

test('an endpoint that does not speak TLS is reported as such', async () => {
  const port = await startPlainEndpoint(identity);
  const { code, err } = await whoami({ AWS_ENDPOINT_URL: `https://127.0.0.1:${port}` });
  expect(code).toBe(1);
  expect(err).toMatch(/does not speak TLS/);
});

test('the profile may name the bundle, and --profile which profile', async () => {
  const folder = await temporaryFolder();
  const config = join(folder, 'config');
  await writeFile(
    config,
    `[profile corp]\nregion = us-east-1\nca_bundle = ${certificatePath}\naws_access_key_id = AKIACORP\n` +
      'aws_secret_access_key = s\n',
  );
  const port = await startTlsEndpoint(identity);
  const { code, out } = await whoami(
    { AWS_CONFIG_FILE: config, AWS_ENDPOINT_URL: `https://localhost:${port}` },
    ['--profile', 'corp'],
  );
  expect(code).toBe(0);
  expect((JSON.parse(out) as { sources: { part: string; from: string }[] }).sources).toContainEqual(
    expect.objectContaining({ part: 'certificates', value: certificatePath, from: `${config}:3` }),
  );
});

test('a certificate of an unknown authority is refused, with the setting that names one', async () => {
  const port = await startTlsEndpoint(identity);
  const { code, err } = await whoami({ AWS_ENDPOINT_URL: `https://localhost:${port}` });
  expect(code).toBe(1);
  expect(err).toMatch(/the certificate of the endpoint is not trusted \(.*AWS_CA_BUNDLE/);
});

test.each([
  [
    { AWS_CA_BUNDLE: '/nowhere/ca.pem' },
    'the file of certificates "/nowhere/ca.pem" (AWS_CA_BUNDLE) can\'t be read',
  ],
  [{ AWS_CA_BUNDLE: join(import.meta.dirname, 'whoami.ts') }, 'contains no certificate in PEM form'],
  [{ AWS_CA_BUNDLE: import.meta.dirname }, "can't be read"],
  [{ HTTPS_PROXY: 'http://proxy:port' }, 'HTTPS_PROXY is not the URL of a proxy'],
  [{ HTTPS_PROXY: 'http://anna:p#ss@proxy:1' }, 'such as %23 for #'],
  [{ HTTPS_PROXY: 'socks5://127.0.0.1:1080' }, 'HTTPS_PROXY names a socks5 proxy'],
])('%o is refused before anything is sent', async (environment, message) => {
  const { code, err } = await whoami(environment);
  expect(code).toBe(1);
  expect(err).toContain(message);
});

test('a bundle with a malformed certificate is refused, with its number', async () => {
  const folder = await temporaryFolder();
  const bundle = join(folder, 'ca.pem');
  const good = await readFile(certificatePath, 'utf8');
  await writeFile(
    bundle,
    `${good}# corp\n-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n`,
  );
  const { code, err } = await whoami({ AWS_CA_BUNDLE: bundle });
  expect(code).toBe(1);
  expect(err).toContain('has a malformed certificate, number 2 of 2');
});

test('a proxy that refuses is named as what refuses', async () => {
  const port = await startTlsEndpoint(identity);
  const proxy = await startForwardProxy(port, { refuse: 407 });
  const { code, err } = await whoami({
    HTTPS_PROXY: proxy.url,
    AWS_CA_BUNDLE: certificatePath,
    AWS_ENDPOINT_URL: 'https://sts.example.test',
  });
  expect(code).toBe(1);
  expect(err).toMatch(/the proxy does not let the request through \(.*407.*HTTPS_PROXY/);
});

test('the metadata service is reached directly, also if Node itself uses the proxy', async () => {
  const port = await startPlainEndpoint((request, response) => {
    response.end(request.method === 'PUT' ? 'token' : 'eu-west-1');
  });
  const proxy = await startForwardProxy(port);
  vi.stubEnv('HTTP_PROXY', proxy.url);
  vi.stubEnv('NODE_USE_ENV_PROXY', '1');
  onTestFinished(() => void vi.unstubAllEnvs());
  const imds = createImds({ endpoint: `http://127.0.0.1:${port}` });
  expect(await imds.get('meta-data/placement/region')).toBe('eu-west-1');
  expect(proxy.seen).toEqual([]);
});
