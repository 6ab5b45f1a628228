import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** STS, IAM Identity Center, a metadata service and a container's service at one address, which record who signs. */
export interface IdentityEndpoint {
  readonly url: string;
  /** The access keys that signed GetCallerIdentity, in the order of arrival. */
  readonly callers: readonly string[];
  reset(): void;
  close(): Promise<void>;
}

const expiration = '2099-01-01T00:00:00Z';

/**
 * Starts it. The key of a role's session shows who assumed it: role `deploy`, assumed with the key `AKIADEV`, is
 * `ASIA.deploy.AKIADEV`. The role `denied` can't be assumed, and the
 * session of the key `ASIAEXPIRED` has ended.
 */
export async function startIdentityEndpoint(): Promise<IdentityEndpoint> {
  const callers: string[] = [];
  const server = createServer((request, response) => {
    void answer(request, callers).then(({ status, body, type }) => {
      response.writeHead(status, { 'content-type': type });
      response.end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    callers,
    reset: () => void callers.splice(0),
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly type: string;
}

const json = (value: unknown, status = 200): Answer => ({
  status,
  body: JSON.stringify(value),
  type: 'application/json',
});
const xml = (body: string, status = 200): Answer => ({ status, body, type: 'text/xml' });
const plain = (body: string, status = 200): Answer => ({ status, body, type: 'text/plain' });

async function answer(request: IncomingMessage, callers: string[]): Promise<Answer> {
  const { method = '', url = '', headers } = request;
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  if (pathname.startsWith('/latest/')) return metadata(method, pathname, headers);
  if (pathname === '/v1/latest/meta-data/iam/security-credentials/') return plain('old-role');
  if (pathname.startsWith('/v1/')) return metadataV1(method, pathname.slice(3));
  if (pathname === '/federation/credentials') return ssoCredentials(searchParams, headers);
  if (pathname === '/container') return containerCredentials(headers);
  if (pathname === '/failing') return plain('broken', 500);
  return sts(new URLSearchParams(await text(request)), keyOf(headers), callers);
}

function keyOf({ authorization }: IncomingMessage['headers']): string {
  return /Credential=([^/]+)\//.exec(authorization ?? '')?.[1] ?? 'nobody';
}

function sts(form: URLSearchParams, key: string, callers: string[]): Answer {
  const action = form.get('Action');
  const role = form.get('RoleArn')?.split('/').at(-1) ?? '';
  if (action === 'AssumeRole' && role === 'denied') return stsError('AccessDenied', 403, 'is not authorized');
  if (action === 'AssumeRole') return session(action, `ASIA.${role}.${key}`);
  if (action === 'AssumeRoleWithWebIdentity') return session(action, `ASIA.${role}.web`);
  if (key === 'ASIAEXPIRED' && action === 'DescribeInstances') return ec2Expired();
  if (key === 'ASIAEXPIRED')
    return stsError('ExpiredToken', 403, 'The security token included in the request is expired');
  if (action !== 'GetCallerIdentity') return stsError('InvalidAction', 400, 'not here');
  callers.push(key);
  return xml(
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>' +
      `<Arn>arn:aws:iam::111122223333:user/${key}</Arn><UserId>${key}</UserId><Account>111122223333</Account>` +
      '</GetCallerIdentityResult></GetCallerIdentityResponse>',
  );
}

function session(action: string, key: string): Answer {
  return xml(
    `<${action}Response xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><${action}Result><Credentials>` +
      `<AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken>` +
      `<Expiration>${expiration}</Expiration></Credentials></${action}Result></${action}Response>`,
  );
}

function ec2Expired(): Answer {
  return xml(
    '<Response><Errors><Error><Code>RequestExpired</Code><Message>Request has expired.</Message></Error></Errors>' +
      '<RequestID>r</RequestID></Response>',
    400,
  );
}

function stsError(code: string, status: number, message: string): Answer {
  return xml(
    `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code>` +
      `<Message>${message}</Message></Error><RequestId>r</RequestId></ErrorResponse>`,
    status,
  );
}

function ssoCredentials(query: URLSearchParams, headers: IncomingMessage['headers']): Answer {
  if (headers['x-amz-sso_bearer_token'] !== 'valid-token')
    return json({ message: 'Session token not valid' }, 401);
  return json({
    roleCredentials: {
      accessKeyId: `ASIA.${query.get('role_name')}.sso`,
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: Date.parse(expiration),
    },
  });
}

function containerCredentials({ authorization }: IncomingMessage['headers']): Answer {
  return json({
    AccessKeyId: authorization === undefined ? 'ASIA.container' : `ASIA.container.${authorization}`,
    SecretAccessKey: 's',
    Token: 't',
    Expiration: expiration,
  });
}

function metadata(method: string, path: string, headers: IncomingMessage['headers']): Answer {
  if (method === 'PUT') return plain('token');
  if (headers['x-aws-ec2-metadata-token'] !== 'token') return plain('', 401);
  if (path === '/latest/meta-data/iam/security-credentials/') return plain('instance-role');
  if (path === '/latest/meta-data/iam/security-credentials/instance-role')
    return instanceKeys('ASIA.instance');
  if (path === '/latest/meta-data/placement/region') return plain('eu-north-1');
  if (path === '/latest/meta-data/placement/availability-zone/') return plain('eu-north-1a');
  return plain('', 404);
}

/** A service of before session tokens. */
function metadataV1(method: string, path: string): Answer {
  if (method === 'PUT') return plain('', 404);
  if (path === '/latest/meta-data/iam/security-credentials/old-role') return instanceKeys('ASIA.old');
  return plain('ok', path === '/latest/meta-data/' ? 200 : 404);
}

function instanceKeys(key: string): Answer {
  return plain(
    JSON.stringify({
      Code: 'Success',
      AccessKeyId: key,
      SecretAccessKey: 's',
      Token: 't',
      Expiration: expiration,
      LastUpdated: '2026-01-01T00:00:00Z',
      Type: 'AWS-HMAC',
    }),
  );
}
