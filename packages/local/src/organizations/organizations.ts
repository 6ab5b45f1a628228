import type { AccessKeys } from '../access-keys.ts';
import type { LocalAccount, Organization } from '../account/index.ts';
import type { Clock } from '../clock.ts';
import { createPageTokens } from '../ec2/paging.ts';
import { createJsonReader, createJsonService, type JsonAction, type JsonInput } from '../json-service.ts';
import { keyExpired } from '../resource-registry/access-errors.ts';
import { AwsError, type Service } from '../service.ts';

export interface OrganizationsOptions {
  readonly organization: Organization;
  readonly keys: AccessKeys;
  readonly clock: Pick<Clock, 'now'>;
}

const ID = 'o-local000000';
/** Of a page, with or without MaxResults: "ListAccounts" of the API reference. */
const MAX_RESULTS = 20;

/**
 * AWS Organizations, limited to ListAccounts and DescribeOrganization. The first account is the management account; there are no
 * delegated administrators. It is a global service.
 */
export function createOrganizations(options: OrganizationsOptions): Service {
  const { organization, keys } = options;
  const tokens = createPageTokens();
  const { accounts } = organization;
  const management = accounts[0]!;

  /** @throws AwsError `AWSOrganizationsNotInUseException` */
  function checkInUse(): void {
    if (organization.isOrganization) return;
    throw new AwsError(
      400,
      'AWSOrganizationsNotInUseException',
      'Your account is not a member of an organization.',
    );
  }

  return createJsonService({
    name: 'organizations',
    protocol: 'json-1.1',
    targetPrefix: 'AWSOrganizationsV20161128.',
    actions: {
      ListAccounts: authorized('ListAccounts', options, (input, request) => {
        checkInUse();
        if (keys.identityOf(request).accountId !== management.id) {
          throw new AwsError(
            400,
            'AccessDeniedException',
            "You don't have permissions to access this resource.",
          );
        }
        const limit = reader.number(input, 'MaxResults', 1, MAX_RESULTS) ?? MAX_RESULTS;
        const from = positionOf(input, (token) => tokens.read('ListAccounts', token));
        const next = from + limit;
        return {
          Accounts: accounts.slice(from, next).map((account) => describe(account, management.id)),
          ...(next < accounts.length && { NextToken: tokens.write('ListAccounts', next) }),
        };
      }),
      DescribeOrganization: authorized('DescribeOrganization', options, () => {
        checkInUse();
        return {
          Organization: {
            Id: ID,
            Arn: `arn:aws:organizations::${management.id}:organization/${ID}`,
            FeatureSet: 'ALL',
            MasterAccountArn: arnOf(management.id, management.id),
            MasterAccountId: management.id,
            MasterAccountEmail: emailOf(management),
            AvailablePolicyTypes: [],
          },
        };
      }),
    },
  });
}

const invalidInput = (message: string) => new AwsError(400, 'InvalidInputException', message);
const reader = createJsonReader(invalidInput);

function positionOf(input: JsonInput, read: (token: string) => number): number {
  const token = reader.text(input, 'NextToken');
  if (token === undefined) return 0;
  try {
    return read(token);
  } catch (error) {
    if (error instanceof AwsError) throw invalidInput('You specified an invalid value for nextToken.');
    throw error;
  }
}

function describe(account: LocalAccount, managementId: string): object {
  const status = account.status ?? 'ACTIVE';
  return {
    Id: account.id,
    Arn: arnOf(account.id, managementId),
    Email: emailOf(account),
    Name: account.name ?? account.alias ?? account.id,
    Status: status,
    State: status,
    JoinedMethod: account.id === managementId ? 'INVITED' : 'CREATED',
    JoinedTimestamp: 1_600_000_000,
  };
}

function arnOf(accountId: string, managementId: string): string {
  return `arn:aws:organizations::${managementId}:account/${ID}/${accountId}`;
}

function emailOf({ id, alias }: LocalAccount): string {
  return `${alias ?? id}@example.com`;
}

function authorized(operation: string, { keys, clock }: OrganizationsOptions, act: JsonAction): JsonAction {
  const action = `organizations:${operation}`;
  return async (input, request) => {
    await request.reportCall({ action, resource: '*', operation });
    const expiresAt = keys.expiryOf(request.accessKeyId);
    if (expiresAt !== undefined && expiresAt <= clock.now()) throw keyExpired(action);
    return await act(input, request);
  };
}
