import type { CredentialSource } from '@groundcrew/aws-core/identity';
import type { Caller, Principal } from './who-am-i.ts';

/**
 * One line for a person who is about to change an account:
 * `account 111122223333 (dal-shop), role admin (session anna), region ap-northeast-2`.
 */
export function callerLine({ accountId, alias, principal }: Caller, region: string): string {
  const account = alias === undefined ? accountId : `${accountId} (${alias})`;
  return `account ${account}, ${principalText(principal)}, region ${region}`;
}

export function principalText({ kind, name, session }: Principal): string {
  if (kind === 'root') return 'the root user';
  if (kind === 'other') return name;
  const text = `${kind === 'federated-user' ? 'federated user' : kind} ${name}`;
  return session === undefined ? text : `${text} (session ${session})`;
}

/** What a source of credentials is, in a few words. Of secrets, nothing; of an access key, its end. */
export function sourceText(source: CredentialSource): string {
  switch (source.kind) {
    case 'keys':
      return `access key ${maskedKey(source.accessKeyId)}`;
    case 'process':
      return `credential_process ${source.words[0]}`;
    case 'role':
      return `role ${source.roleArn}`;
    case 'web-identity':
      return `web identity, role ${source.roleArn}`;
    case 'sso':
      return `IAM Identity Center, role ${source.roleName} in ${source.accountId}`;
    case 'login':
      return `aws login, session ${source.session}`;
    case 'container':
      return 'role of this container';
    case 'instance':
      return 'role of this instance';
  }
}

/** `…CDEF`: as much as `aws configure list` shows. */
export function maskedKey(accessKeyId: string): string {
  return `…${accessKeyId.slice(-4)}`;
}

/** The source, and below it the one whose credentials assume its role, and so on. */
export function chainOf(source: CredentialSource): readonly CredentialSource[] {
  return source.kind === 'role' ? [source, ...chainOf(source.from)] : [source];
}
