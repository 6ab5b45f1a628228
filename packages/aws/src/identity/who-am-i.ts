import { type ConnectionSettings, parseArn } from '@groundcrew/aws-core';
import { accountAlias, createIamClient } from '../iam/index.ts';
import { callerIdentity, createStsClient } from '../sts/index.ts';

/** Whom AWS takes the caller for. */
export interface Caller {
  /** Twelve digits. */
  readonly accountId: string;
  readonly arn: string;
  /** Of the account, if it has one that the caller may read. */
  readonly alias?: string;
  readonly principal: Principal;
}

export interface Principal {
  readonly kind: 'role' | 'user' | 'federated-user' | 'root' | 'other';
  /** Of the role or user, without its path. */
  readonly name: string;
  /** Of a role. */
  readonly session?: string;
}

/** IAM may be out of reach of a network that reaches the rest; the account's number will do. */
const ALIAS_TIMEOUT_MS = 5_000;

/**
 * Asks STS whose credentials these are, and IAM for the account's alias.
 *
 * @throws GroundcrewError `aws-sts.caller-identity-failed`, and those of the credentials
 */
export async function whoAmI(connection: ConnectionSettings, signal?: AbortSignal): Promise<Caller> {
  const sts = createStsClient(connection);
  const iam = createIamClient({ ...connection, maxAttempts: 1, requestTimeoutMs: ALIAS_TIMEOUT_MS });
  try {
    const alias = accountAlias(iam, signal).catch(() => undefined);
    const { accountId, arn } = await callerIdentity(sts, signal);
    const known = await alias;
    return { accountId, arn, principal: principalOf(arn), ...(known !== undefined && { alias: known }) };
  } finally {
    sts.destroy();
    iam.destroy();
  }
}

/** The role or user of an ARN (IAM User Guide, "IAM identifiers"). */
export function principalOf(arn: string): Principal {
  const resource = parseArn(arn)?.resource ?? arn;
  if (resource === 'root') return { kind: 'root', name: 'root' };
  const [kind = '', ...rest] = resource.split('/');
  const last = rest.at(-1) ?? '';
  if (kind === 'assumed-role') return { kind: 'role', name: rest[0] ?? '', session: last };
  if (kind === 'user') return { kind: 'user', name: last };
  if (resource.startsWith('federated-user')) return { kind: 'federated-user', name: last };
  return { kind: 'other', name: resource };
}
