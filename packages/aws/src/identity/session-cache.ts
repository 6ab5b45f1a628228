import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RoleSource } from '@groundcrew/aws-core/identity';
import type { AwsCredentialIdentity } from '@smithy/types';

/** Sessions that end sooner are not used: a command may take some minutes. */
const USABLE_MS = 15 * 60_000;

/**
 * Sessions of roles that need a code of an MFA device, shared with `aws`, so that the code is asked for once an hour and
 * not once a command: files of the folder, name and content that the command uses (`~/.aws/cli/cache`; AWS CLI User Guide,
 * "Using an IAM role in the AWS CLI", the section about cached credentials).
 */
export interface SessionCache {
  read(source: RoleSource): Promise<AwsCredentialIdentity | undefined>;
  /** Failures are ignored: the session is valid without the file, too. */
  write(source: RoleSource, credentials: AwsCredentialIdentity): Promise<void>;
}

export function createSessionCache(home: string, now: () => number): SessionCache {
  const folder = join(home, '.aws', 'cli', 'cache');
  const pathOf = (source: RoleSource) => join(folder, `${cacheKeyOf(source)}.json`);
  return {
    async read(source) {
      const text = await readFile(pathOf(source), 'utf8').catch(() => undefined);
      const session = text === undefined ? undefined : sessionIn(text);
      const endsAtMs = session?.expiration?.getTime() ?? 0;
      return endsAtMs - now() >= USABLE_MS ? session : undefined;
    },
    async write(source, { accessKeyId, secretAccessKey, sessionToken, expiration }) {
      if (!expiration) return;
      const document = {
        Credentials: {
          AccessKeyId: accessKeyId,
          SecretAccessKey: secretAccessKey,
          SessionToken: sessionToken,
          Expiration: expiration.toISOString().replace(/\.\d+Z$/, 'Z'),
        },
        ProviderType: 'assume-role',
      };
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        await writeFile(pathOf(source), JSON.stringify(document), { mode: 0o600 });
      } catch {
        // A read-only home.
      }
    },
  };
}

/** The SHA-1 of the call's parameters as Python writes them in JSON, in the order of their names. */
function cacheKeyOf({ roleArn, sessionName, externalId, mfaSerial, durationSeconds }: RoleSource): string {
  const entries: [string, string | number | undefined][] = [
    ['DurationSeconds', durationSeconds],
    ['ExternalId', externalId],
    ['RoleArn', roleArn],
    ['RoleSessionName', sessionName],
    ['SerialNumber', mfaSerial],
  ];
  const text = entries
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `"${key}": ${asciiJson(value!)}`)
    .join(', ');
  return createHash('sha1').update(`{${text}}`).digest('hex');
}

function asciiJson(value: string | number): string {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function sessionIn(text: string): AwsCredentialIdentity | undefined {
  try {
    const { Credentials } = JSON.parse(text) as { Credentials?: Record<string, string> };
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = Credentials ?? {};
    if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) return undefined;
    // `aws` writes either form of UTC.
    const expiration = new Date(Expiration.replace(/UTC$/, 'Z'));
    return Number.isNaN(expiration.getTime())
      ? undefined
      : {
          accessKeyId: AccessKeyId,
          secretAccessKey: SecretAccessKey,
          sessionToken: SessionToken,
          expiration,
        };
  } catch {
    return undefined;
  }
}
