import type { AccessKeys } from '../access-keys.ts';
import type { Organization } from '../account/index.ts';
import type { Clock } from '../clock.ts';
import { createQueryService } from '../query-service.ts';
import { keyExpired } from '../resource-registry/access-errors.ts';
import type { Service } from '../service.ts';

export interface IamOptions {
  readonly organization: Organization;
  readonly keys: AccessKeys;
  readonly clock: Pick<Clock, 'now'>;
}

/** IAM, limited to the account alias. It is a global service. */
export function createIam({ organization, keys, clock }: IamOptions): Service {
  return createQueryService({
    name: 'iam',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    actions: {
      async ListAccountAliases(_form, request) {
        const operation = 'ListAccountAliases';
        const action = `iam:${operation}`;
        await request.reportCall({ action, resource: '*', operation });
        const expiresAt = keys.expiryOf(request.accessKeyId);
        if (expiresAt !== undefined && expiresAt <= clock.now()) throw keyExpired(action);
        const { accountId } = keys.identityOf(request);
        const alias = organization.account(accountId)?.alias;
        return { IsTruncated: false, AccountAliases: { member: alias } };
      },
    },
  });
}
