import { createQueryService } from '../query-service.ts';
import type { Service, ServiceContext } from '../service.ts';

/** STS, as far as telling callers who they are: the account's root, or the role of the function that asks. */
export function createSts({ accountId }: Pick<ServiceContext, 'accountId'>): Service {
  return createQueryService({
    name: 'sts',
    namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
    actions: {
      async GetCallerIdentity(_form, request) {
        await request.announce({
          action: 'sts:GetCallerIdentity',
          resource: '*',
          operation: 'GetCallerIdentity',
        });
        const isExternal = request.caller === 'external';
        return {
          Arn: isExternal
            ? `arn:aws:iam::${accountId}:root`
            : `arn:aws:sts::${accountId}:assumed-role/${request.caller}/${request.caller}`,
          UserId: isExternal ? accountId : `AROALOCAL:${request.caller}`,
          Account: accountId,
        };
      },
    },
  });
}
