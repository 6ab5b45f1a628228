import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test, vi } from 'vitest';
import { groundcrew } from './testing/groundcrew.ts';

interface Asked {
  readonly form: URLSearchParams;
  readonly request: IncomingMessage;
}

/** An endpoint of every service for a test, found by the SDK, with keys of the environment. */
async function answerWith(answer: (asked: Asked, response: ServerResponse) => void): Promise<void> {
  const server = createServer((request, response) => {
    void text(request).then((body) => answer({ form: new URLSearchParams(body), request }, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const variables = {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_ACCESS_KEY_ID: 'AKIAENV',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_REGION: 'us-east-1',
  };
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  });
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  response.writeHead(status, { 'content-type': 'text/xml' });
  response.end(
    `<Response><Errors><Error><Code>${code}</Code><Message>${message}</Message></Error></Errors><RequestID>r</RequestID></Response>`,
  );
}

function page(response: ServerResponse, count: number, next?: string): void {
  const items = Array.from(
    { length: count },
    (_, index) =>
      `<item><ownerId>111122223333</ownerId><instancesSet><item><instanceId>i-${String(index).padStart(17, '0')}</instanceId>` +
      '<instanceType>m7g.large</instanceType><instanceState><name>running</name></instanceState></item></instancesSet></item>',
  );
  response.writeHead(200, { 'content-type': 'text/xml' });
  response.end(
    `<DescribeInstancesResponse><reservationSet>${items.join('')}</reservationSet>` +
      `${next === undefined ? '' : `<nextToken>${next}</nextToken>`}</DescribeInstancesResponse>`,
  );
}

const list = (...words: string[]) => groundcrew(['ec2', 'list', '--skip-hint', ...words]);

test('AuthFailure in a region that every account has means that the keys are wrong, whichever region was asked', async () => {
  await answerWith((_, response) =>
    refuse(response, 401, 'AuthFailure', 'AWS was not able to validate the provided access credentials'),
  );
  for (const where of [
    ['--region', 'us-east-1'],
    ['--regions', 'all'],
    ['--region', 'ap-northeast-2'],
  ]) {
    const { code, out, err } = await list(...where);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toContain('AWS does not accept these credentials (AuthFailure');
    expect(err).toContain('The credentials are those of AWS_ACCESS_KEY_ID.');
    expect(err).not.toMatch(/enable|instance matches/);
  }
});

test('AuthFailure in a region that has to be enabled may mean that it is not', async () => {
  await answerWith((_, response) => refuse(response, 401, 'AuthFailure', 'not able to validate'));
  const { code, out } = await list('--region', 'ap-east-1');
  expect(code).toBe(3);
  expect(out.replaceAll(/\s+/g, ' ')).toContain('aws account enable-region --region-name ap-east-1');
});

test('a clock that is 20 minutes off is corrected, and the call repeated', async () => {
  const offMs = 20 * 60_000;
  const signedAt: number[] = [];
  await answerWith(({ request }, response) => {
    const date = String(request.headers['x-amz-date']).replace(
      /(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/,
      '$1-$2-$3T$4:$5:$6Z',
    );
    const serviceMs = Date.now() + offMs;
    signedAt.push(Date.parse(date) - serviceMs);
    response.setHeader('date', new Date(serviceMs).toUTCString());
    if (Math.abs(signedAt.at(-1)!) > 300_000) refuse(response, 400, 'RequestExpired', 'Request has expired.');
    else page(response, 1);
  });
  const { code, out } = await list('--output', 'json');
  expect(code).toBe(0);
  expect(JSON.parse(out).instances).toHaveLength(1);
  expect(signedAt).toHaveLength(2);
});

test('a clock that cannot be corrected is named, with its minutes', async () => {
  await answerWith((_, response) => {
    response.setHeader('date', new Date(Date.now() + 20 * 60_000).toUTCString());
    refuse(response, 400, 'RequestExpired', 'Request has expired.');
  });
  const { code, err } = await list();
  expect(code).toBe(1);
  expect(err).toContain('the clock of this machine is 20 minutes behind');
});

test.each([
  [undefined, /the clock of this machine is wrong.*RequestExpired/, /session/],
  ['FwoGZXIv', /the session of these credentials has expired, or the clock of this machine is wrong/, /^$/],
])('a refused time without the time of the response, with the token %s', async (token, text, not) => {
  await answerWith((_, response) => {
    response.sendDate = false;
    refuse(response, 400, 'RequestExpired', 'Request has expired.');
  });
  if (token !== undefined) vi.stubEnv('AWS_SESSION_TOKEN', token);
  const { code, err } = await list();
  expect(code).toBe(1);
  expect(err).toMatch(text);
  expect(err).not.toMatch(not);
});

test('an explicit deny is reported with the kind of its policy', async () => {
  await answerWith((_, response) =>
    refuse(
      response,
      403,
      'UnauthorizedOperation',
      'You are not authorized to perform this operation. User: arn:aws:iam::111122223333:user/anna is not authorized to ' +
        'perform: ec2:DescribeInstances with an explicit deny in a service control policy',
    ),
  );
  const { code, out } = await list('--output', 'json');
  expect(code).toBe(3);
  expect(JSON.parse(out).regions[0].reason).toContain('by an explicit deny in a service control policy');
});

test.each(['json', 'csv'])(
  'a session that ends after 2,000 rows leaves a whole document: %s',
  async (output) => {
    let pages = 0;
    await answerWith((_, response) => {
      pages += 1;
      if (pages <= 2) page(response, 1_000, `page-${pages}`);
      else refuse(response, 400, 'ExpiredToken', 'The security token included in the request is expired');
    });
    const { code, out, err } = await list('--output', output);
    expect(code).toBe(3);
    if (output === 'csv') {
      expect(out.split('\r\n')).toHaveLength(2_002);
      expect(err).toMatch(/^us-east-1: .*the session of these credentials has expired/m);
      return;
    }
    const { instances, regions } = JSON.parse(out);
    expect(instances).toHaveLength(2_000);
    expect(regions).toMatchObject([
      { region: 'us-east-1', status: 'failed', count: 2_000, reason: expect.stringContaining('session') },
    ]);
  },
);

test.each([
  [302, { location: 'https://login.corp.example/' }, 'HTTP 302, a redirect to https://login.corp.example/'],
  [403, { 'content-type': 'text/html', via: '1.1 squid' }, 'HTTP 403, via 1.1 squid)'],
])('HTTP %s of a proxy is reported as such', async (status, headers, reason) => {
  await answerWith((_, response) => {
    response.writeHead(status, headers);
    response.end('<!DOCTYPE html><html><body>Please sign in</body></html>');
  });
  const { code, out } = await list('--output', 'json');
  expect(code).toBe(3);
  expect(JSON.parse(out).regions[0].reason).toContain(reason);
});

test('a page of HTML with status 200 is not an empty list', async () => {
  await answerWith((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end('<!DOCTYPE html><html><body>Please sign in</body></html>');
  });
  const { code, out } = await list('--output', 'json');
  expect(code).toBe(3);
  expect(JSON.parse(out).regions[0].status).toBe('failed');
});

test('an object that a bucket policy denies is reported with its whole name', async () => {
  await answerWith((_, response) => {
    response.writeHead(403, { 'content-type': 'application/xml' });
    response.end(
      '<?xml version="1.0" encoding="UTF-8"?><Error><Code>AccessDenied</Code><Message>User: ' +
        'arn:aws:iam::123456789012:user/jane is not authorized to perform: s3:GetObject on resource: ' +
        '"arn:aws:s3:::shop/2026 spring/a.csv" with an explicit deny in a resource-based policy</Message>' +
        '<RequestId>A</RequestId></Error>',
    );
  });
  const { code, err } = await groundcrew(['inventory', 'load', 's3://shop/2026 spring/a.csv', '--dry-run']);
  expect(code).toBe(1);
  expect(err).toContain(
    'arn:aws:iam::123456789012:user/jane is denied s3:GetObject on arn:aws:s3:::shop/2026 spring/a.csv by an explicit ' +
      'deny in a resource-based policy',
  );
});

test('where nothing could be asked, no instance is reported as missing', async () => {
  await answerWith((_, response) =>
    refuse(response, 403, 'UnauthorizedOperation', 'You are not authorized.'),
  );
  const { code, out } = await list();
  expect(code).toBe(3);
  expect(out).toContain('No region could be listed.');
  expect(out).not.toContain('No instance');
  const lookup = await groundcrew(['ec2', 'lookup', 'web-1']);
  expect(lookup.code).toBe(3);
  expect(lookup.out).toMatch(/^No region could be queried\.\n/);
});
