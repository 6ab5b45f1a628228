import type { AccessKeys } from '../access-keys.ts';
import type { Organization } from '../account/index.ts';
import type { Clock } from '../clock.ts';
import { createQueryService } from '../query-service.ts';
import { AwsError, type Service } from '../service.ts';
import { assumeRole } from './assume-role.ts';

export interface StsOptions {
  readonly organization: Organization;
  readonly keys: AccessKeys;
  readonly clock: Clock;
}

/** @throws AwsError `ExpiredTokenException` */
function checkNotExpired(expiresAt: number | undefined, nowMs: number): void {
  if (expiresAt === undefined || expiresAt > nowMs) return;
  throw new AwsError(403, 'ExpiredTokenException', 'The security token included in the request is expired');
}

/** STS, limited to GetCallerIdentity (the account's root, a function's role, a role) and AssumeRole. */
export function createSts({ organization, keys, clock }: StsOptions): Service {
  return createQueryService({
    name: 'sts',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    unsigned: ['AssumeRoleWithSAML', 'AssumeRoleWithWebIdentity'],
    actions: {
      async GetCallerIdentity(_form, request) {
        await request.reportCall({
          action: 'sts:GetCallerIdentity',
          resource: '*',
          operation: 'GetCallerIdentity',
        });
        checkNotExpired(keys.expiryOf(request.accessKeyId), clock.now());
        const { arn, userId, accountId } = keys.identityOf(request);
        return { Arn: arn, UserId: userId, Account: accountId };
      },
      async AssumeRole(form, request) {
        const resource = form.text('RoleArn') ?? '*';
        await request.reportCall({ action: 'sts:AssumeRole', resource, operation: 'AssumeRole' });
        checkNotExpired(keys.expiryOf(request.accessKeyId), clock.now());
        return assumeRole(form, request, { organization, keys, nowMs: clock.now() });
      },
    },
  });
}
