import { spawn } from 'node:child_process';
import type { Environment, ProcessSource } from '@groundcrew/aws-core/identity';
import { GroundcrewError } from '@groundcrew/errors';
import type { AwsCredentialIdentity } from '@smithy/types';

interface ProcessOptions {
  readonly environment: Environment;
  readonly signal?: AbortSignal | undefined;
  /** Whether a person can answer questions of the program on stdin. */
  readonly isTty: boolean;
}

/**
 * The credentials that a program prints; it is run without a shell, as by `aws`. Format: AWS CLI User Guide, "Sourcing
 * credentials with an external process".
 *
 * @throws GroundcrewError `aws-identity.process-failed` with what the program wrote to stderr
 */
export async function fetchFromProcess(
  source: ProcessSource,
  options: ProcessOptions,
): Promise<AwsCredentialIdentity> {
  const { code, stdout, stderr } = await run(source, options);
  if (code !== 0) {
    const output = lastLines(stderr);
    throw failed(source, `ended with ${code}${output && `: ${output}`}`);
  }
  return credentialsIn(stdout, source);
}

interface Ended {
  /** `exit code 1`, or the signal. */
  readonly code: 0 | string;
  readonly stdout: string;
  readonly stderr: string;
}

function run(source: ProcessSource, { environment, signal, isTty }: ProcessOptions): Promise<Ended> {
  const [program = '', ...words] = source.words;
  return new Promise((resolve, reject) => {
    const child = spawn(program, words, {
      env: environment,
      // Data may be piped into this command: it is not for the program.
      stdio: [isTty ? 'inherit' : 'ignore', 'pipe', 'pipe'],
      windowsHide: true,
      ...(signal && { signal }),
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    child.stdout?.on('data', (chunk: Buffer) => out.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => err.push(chunk));
    child.on('error', (error) => {
      if (signal?.aborted) reject(signal.reason);
      else reject(failed(source, `could not be started: ${error.message}`, error));
    });
    child.on('close', (code, endedBy) =>
      resolve({
        code: code === 0 ? 0 : code === null ? `signal ${endedBy}` : `exit code ${code}`,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(err).toString('utf8'),
      }),
    );
  });
}

function credentialsIn(text: string, source: ProcessSource): AwsCredentialIdentity {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (cause) {
    // Not quoted: it may contain a secret.
    throw failed(source, 'did not print one JSON document', cause);
  }
  const answer = (parsed ?? {}) as Record<string, unknown>;
  if (answer.Version !== 1)
    throw failed(source, `printed Version ${JSON.stringify(answer.Version)} and not 1`);
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer;
  if (typeof AccessKeyId !== 'string' || typeof SecretAccessKey !== 'string') {
    const missing = typeof AccessKeyId === 'string' ? 'SecretAccessKey' : 'AccessKeyId';
    throw failed(source, `printed no ${missing}`);
  }
  const expiration = typeof Expiration === 'string' ? new Date(Expiration) : undefined;
  if (expiration && Number.isNaN(expiration.getTime())) {
    throw failed(source, `printed the Expiration ${JSON.stringify(Expiration)}, which is not a time`);
  }
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    ...(typeof SessionToken === 'string' && SessionToken !== '' && { sessionToken: SessionToken }),
    ...(expiration && { expiration }),
  };
}

function failed({ profile, origin }: ProcessSource, what: string, cause?: unknown): GroundcrewError {
  return new GroundcrewError(
    'aws-identity.process-failed',
    `the credential_process of the profile "${profile}" (${origin}) ${what}`,
    { ...(cause !== undefined && { cause }), details: { profile } },
  );
}

/** Programs end with the reason; what is before it may be long. */
function lastLines(text: string): string {
  const lines = text.trim().split(/\s*\n\s*/);
  return lines.slice(-5).join(' ').slice(-600);
}
