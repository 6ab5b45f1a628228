import { isAccountId } from '@groundcrew/aws-core';
import { GroundcrewError } from '@groundcrew/errors';

const PLACEHOLDER = '{account}';

/**
 * The ARN of a role in an account. `role` is a name (`auditor`), a name with its path (`ops/auditor`), or an ARN with a
 * placeholder for the account: `arn:aws:iam::{account}:role/auditor`.
 *
 * Characters of names and paths: IAM API reference, "Role".
 *
 * @param partition of a role without an ARN: `aws-cn` in China
 * @throws GroundcrewError `aws-sts.account.invalid`, `aws-sts.role.invalid`
 */
export function roleArnOf(accountId: string, role: string, partition?: string): string {
  if (!isAccountId(accountId)) {
    throw new GroundcrewError(
      'aws-sts.account.invalid',
      `"${accountId}" is not the id of an account; it has twelve digits: 123456789012`,
    );
  }
  const arn = role.startsWith('arn:')
    ? role.replace(PLACEHOLDER, accountId)
    : `arn:${partition ?? 'aws'}:iam::${accountId}:role/${role.replace(/^\//, '')}`;
  const [, ownPartition = partition] = /^arn:([^:]*):/.exec(role) ?? [];
  if (partition !== undefined && ownPartition !== partition) {
    throw new GroundcrewError(
      'aws-sts.role.invalid',
      `the role "${role}" is of the partition ${ownPartition}, and the region of ${partition}; write the role by its name`,
    );
  }
  const named = /^arn:aws[a-z-]*:iam::(\d{12}):role\/(?:[!-.0-~]+\/)*[\w+=,.@-]{1,64}$/.exec(arn)?.[1];
  if (named === undefined) {
    throw new GroundcrewError(
      'aws-sts.role.invalid',
      `"${role}" is not the name of a role; write auditor, ops/auditor or arn:aws:iam::${PLACEHOLDER}:role/auditor`,
    );
  }
  if (named !== accountId) {
    throw new GroundcrewError(
      'aws-sts.role.invalid',
      `the role "${role}" is in account ${named}, not in ${accountId}; write ${PLACEHOLDER} in place of the account`,
    );
  }
  return arn;
}
