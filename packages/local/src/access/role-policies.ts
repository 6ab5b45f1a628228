import { type NamedPolicy, readPolicyDocument } from '@groundcrew/iam';
import { type FunctionManifest, type Grant, grantsOf, type StackManifest } from '@groundcrew/lambda';
import { functionArn } from '../lambda/function-arn.ts';
import type { StackLocation, StackValues } from '../stack-values.ts';

/** The role of a deployed function: its name is that of the function. */
export interface FunctionRole {
  readonly arn: string;
  /** As the templates name the policy of a role. */
  readonly policyName: 'manifest';
  readonly document: object;
  readonly policy: NamedPolicy;
}

/** The roles of a stack's functions by name, with the grants that the templates give them. */
export function createFunctionRoles(
  stack: StackManifest,
  values: StackValues,
  location: StackLocation,
): ReadonlyMap<string, FunctionRole> {
  return new Map(stack.functions.map((manifest) => [manifest.name, roleOf(manifest, values, location)]));
}

function roleOf(manifest: FunctionManifest, values: StackValues, location: StackLocation): FunctionRole {
  const document = {
    Version: '2012-10-17',
    Statement: grantsOf(manifest).map(({ actions, on, ownAccountOnly }) => ({
      Effect: 'Allow',
      Action: [...actions],
      Resource: resourceOf(on, manifest.name, values, location),
      ...(ownAccountOnly && {
        Condition: { StringEquals: { 's3:ResourceAccount': location.accountId } },
      }),
    })),
  };
  const name = 'manifest';
  return {
    arn: `arn:aws:iam::${location.accountId}:role/${manifest.name}`,
    policyName: name,
    document,
    policy: { name, policy: readPolicyDocument(document, `of the function ${manifest.name}`) },
  };
}

function resourceOf(
  on: Grant['on'],
  owner: string,
  { resolve, bucketName, tableName }: StackValues,
  { region, accountId }: StackLocation,
): string {
  const arnOf = (resource: string) => resolve({ resource, attribute: 'arn' });
  if ('bucket' in on) return `arn:aws:s3:::${bucketName(on.bucket)}${on.scope === 'objects' ? '/*' : ''}`;
  if ('table' in on) return arnOf(on.table);
  if ('topic' in on) return arnOf(on.topic);
  if ('queue' in on) return arnOf(on.queue);
  if ('streamOf' in on) {
    return `arn:aws:dynamodb:${region}:${accountId}:table/${tableName(on.streamOf)}/stream/*`;
  }
  if ('logOf' in on) return `arn:aws:logs:${region}:${accountId}:log-group:/aws/lambda/${on.logOf}:*`;
  if ('role' in on) return `arn:aws:iam::*:role/${resolve(on.role)}`;
  if ('service' in on) {
    return `arn:aws:${on.service}:${on.inEveryRegion ? '*' : region}:${on.withoutAccount ? '' : accountId}:${on.resources}`;
  }
  return 'self' in on ? functionArn(owner, region, accountId) : '*';
}
