import { attributesOf } from '@groundcrew/account';
import { list, tagFields } from '../fields.ts';
import { defineList, type FoundResource, type ListType, tagsFrom } from '../list-call.ts';

const identityFields = { Arn: 'text', Path: 'text', CreateDate: 'date', Tags: list(tagFields) } as const;

interface Identity {
  readonly Arn?: string;
  readonly Path?: string;
  readonly CreateDate?: Date;
  readonly Tags?: readonly { readonly Key?: string; readonly Value?: string }[];
}

function identityOf(
  { Arn: arn, Path: path, CreateDate: createdAt, Tags }: Identity,
  id: string | undefined,
): FoundResource | undefined {
  if (arn === undefined || id === undefined) return undefined;
  return {
    arn,
    id,
    ...(createdAt && { createdAt }),
    tags: tagsFrom(Tags),
    attributes: attributesOf({ path }),
  };
}

/**
 * API reference of IAM, "GetAccountAuthorizationDetails": the only list that has tags, and the tagging API does not return
 * users and roles. Their policies, which it has as well, are not read.
 */
const details = {
  service: 'iam',
  operation: 'GetAccountAuthorizationDetails',
  permissions: ['iam:GetAccountAuthorizationDetails'],
  token: 'Marker',
} as const;

const roles = defineList({
  ...details,
  input: () => ({ Filter: ['Role'], MaxItems: 1_000 }),
  response: { Marker: 'text', RoleDetailList: list({ RoleName: 'text', ...identityFields }) },
  items: ({ RoleDetailList }) => RoleDetailList,
  next: ({ Marker }) => Marker,
  resource: (role) => identityOf(role, role.RoleName),
});

const users = defineList({
  ...details,
  input: () => ({ Filter: ['User'], MaxItems: 1_000 }),
  response: { Marker: 'text', UserDetailList: list({ UserName: 'text', ...identityFields }) },
  items: ({ UserDetailList }) => UserDetailList,
  next: ({ Marker }) => Marker,
  resource: (user) => identityOf(user, user.UserName),
});

/** API reference of AWS KMS, "ListKeys". */
const keys = defineList({
  service: 'kms',
  operation: 'ListKeys',
  permissions: ['kms:ListKeys'],
  input: () => ({ Limit: 1_000 }),
  token: 'Marker',
  response: { NextMarker: 'text', Keys: list({ KeyId: 'text', KeyArn: 'text' }) },
  items: ({ Keys }) => Keys,
  next: ({ NextMarker }) => NextMarker,
  resource: ({ KeyArn: arn, KeyId: id }) => (arn === undefined || id === undefined ? undefined : { arn, id }),
});

/** The same, "ListAliases": those of keys that AWS manages, which nobody can tag. */
const awsManagedKeys = defineList({
  service: 'kms',
  operation: 'ListAliases',
  permissions: ['kms:ListAliases'],
  input: () => ({ Limit: 100 }),
  token: 'Marker',
  response: {
    NextMarker: 'text',
    Aliases: list({ AliasName: 'text', AliasArn: 'text', TargetKeyId: 'text' }),
  },
  items: ({ Aliases }) => Aliases,
  next: ({ NextMarker }) => NextMarker,
  resource: ({ AliasName: name = '', AliasArn: arn, TargetKeyId: id }) =>
    arn === undefined || id === undefined || !name.startsWith('alias/aws/') ? undefined : { arn, id },
});

/** API reference of AWS Secrets Manager, "ListSecrets": without those that are to be deleted. */
const secrets = defineList({
  service: 'secrets-manager',
  operation: 'ListSecrets',
  permissions: ['secretsmanager:ListSecrets'],
  input: () => ({ MaxResults: 100 }),
  token: 'NextToken',
  response: {
    NextToken: 'text',
    SecretList: list({
      ARN: 'text',
      Name: 'text',
      Description: 'text',
      CreatedDate: 'date',
      OwningService: 'text',
      Tags: list(tagFields),
    }),
  },
  items: ({ SecretList }) => SecretList,
  next: ({ NextToken }) => NextToken,
  resource: ({ ARN: arn, Name: name, Description: description, CreatedDate: createdAt, ...found }) =>
    arn === undefined
      ? undefined
      : {
          arn,
          ...(createdAt && { createdAt }),
          tags: tagsFrom(found.Tags),
          attributes: attributesOf({ description, managedBy: found.OwningService, name }),
        },
});

export const securityTypes = {
  'iam:role': { title: 'roles', calls: [roles] },
  'iam:user': { title: 'users', calls: [users] },
  'kms:key': { title: 'keys of KMS', calls: [keys], except: awsManagedKeys },
  'secretsmanager:secret': { title: 'secrets', calls: [secrets] },
} as const satisfies Readonly<Record<string, ListType>>;
