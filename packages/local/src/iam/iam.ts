import type { AccessKeys } from '../access-keys.ts';
import type { FunctionRole } from '../access/role-policies.ts';
import type { Organization } from '../account/index.ts';
import type { Clock } from '../clock.ts';
import type { Form } from '../form.ts';
import { createQueryService, type QueryAction } from '../query-service.ts';
import { queryAction } from '../listed/index.ts';
import { createListing } from '../listed/list-operation.ts';
import { identityLists } from '../listed/query-lists.ts';
import type { ResourceRegistry } from '../resource-registry/index.ts';
import { keyExpired } from '../resource-registry/access-errors.ts';
import { AwsError, type Service } from '../service.ts';

export interface IamOptions {
  readonly registry: ResourceRegistry;
  readonly organization: Organization;
  readonly keys: AccessKeys;
  readonly clock: Pick<Clock, 'now'>;
  /** The roles of the stack's functions and state machines, by name. */
  readonly roles: () => ReadonlyMap<string, FunctionRole>;
}

/** IAM, limited to the account alias and to reading the roles of functions and state machines. It is a global service. */
export function createIam(options: IamOptions): Service {
  const { organization, keys, registry, roles } = options;
  const listing = createListing(registry, 'ValidationError');

  function roleOf(form: Form): FunctionRole & { readonly name: string } {
    const name = form.text('RoleName') ?? '';
    const role = roles().get(name);
    if (role) return { ...role, name };
    throw noSuchEntity(`The role with name ${name} cannot be found.`);
  }

  return createQueryService({
    name: 'iam',
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    actions: {
      ListAccountAliases: authorized('ListAccountAliases', options, (_form, request) => {
        const { accountId } = keys.identityOf(request);
        const alias = organization.account(accountId)?.alias;
        return { IsTruncated: false, AccountAliases: { member: alias } };
      }),
      GetRole: authorized('GetRole', options, (form) => {
        const { name, arn, service } = roleOf(form);
        return {
          Role: {
            Path: '/',
            RoleName: name,
            // The model asks for at least 16 characters.
            RoleId: 'AROALOCAL00000000000',
            Arn: arn,
            CreateDate: new Date(0).toISOString(),
            AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(trustPolicy(service))),
          },
        };
      }),
      ListRolePolicies: authorized('ListRolePolicies', options, (form) => ({
        IsTruncated: false,
        PolicyNames: { member: roleOf(form).policyName },
      })),
      GetRolePolicy: authorized('GetRolePolicy', options, (form) => {
        const { name, policyName, document } = roleOf(form);
        const wanted = form.text('PolicyName') ?? '';
        if (wanted !== policyName) {
          throw noSuchEntity(`The role policy with name ${wanted} cannot be found.`);
        }
        return {
          RoleName: name,
          PolicyName: policyName,
          PolicyDocument: encodeURIComponent(JSON.stringify(document)),
        };
      }),
      // Roles and users of the account file; policies and groups are not listed.
      GetAccountAuthorizationDetails(form, request) {
        const [kind, ...others] = form.texts('Filter.member');
        if ((kind !== 'Role' && kind !== 'User') || others.length > 0) {
          throw new AwsError(400, 'ValidationError', 'the embedded AWS lists by one Filter: Role, or User');
        }
        return queryAction(listing, 'GetAccountAuthorizationDetails', identityLists[kind])(form, request);
      },
      ListAttachedRolePolicies: authorized('ListAttachedRolePolicies', options, (form) => {
        roleOf(form);
        return { IsTruncated: false, AttachedPolicies: {} };
      }),
    },
  });
}

function trustPolicy(service: FunctionRole['service']): object {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  };
}

function authorized(operation: string, { keys, clock }: IamOptions, act: QueryAction): QueryAction {
  const action = `iam:${operation}`;
  return async (form, request) => {
    const { accountId } = keys.identityOf(request);
    const role = form.text('RoleName');
    const resource = role === undefined ? '*' : `arn:aws:iam::${accountId}:role/${role}`;
    await request.reportCall({ action, resource, operation });
    const expiresAt = keys.expiryOf(request.accessKeyId);
    if (expiresAt !== undefined && expiresAt <= clock.now()) throw keyExpired(action);
    return act(form, request);
  };
}

function noSuchEntity(message: string): AwsError {
  return new AwsError(404, 'NoSuchEntity', message);
}
