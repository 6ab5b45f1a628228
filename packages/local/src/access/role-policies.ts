import { type NamedPolicy, readPolicyDocument } from '@groundcrew/iam';
import {
  type FunctionManifest,
  type Grant,
  grantsOf,
  type StackManifest,
  type StateMachineGrant,
  type StateMachineManifest,
  stateMachineGrantsOf,
} from '@groundcrew/lambda';
import { functionArn } from '../lambda/function-arn.ts';
import type { StackLocation, StackValues } from '../stack-values.ts';

/** The role of a deployed function, whose name is that of the function, or of a state machine. */
export interface FunctionRole {
  readonly arn: string;
  /** The service that may assume it. */
  readonly service: 'lambda.amazonaws.com' | 'states.amazonaws.com';
  /** As the templates name the policy of a role. */
  readonly policyName: 'manifest';
  readonly document: object;
  readonly policy: NamedPolicy;
}

/** The name of the role of a state machine, by which its calls are recorded. */
export function stateMachineRoleName(name: string): string {
  return `states-${name}`;
}

/** The roles of a stack's functions and state machines by name, with the grants that the templates give them. */
export function createFunctionRoles(
  stack: StackManifest,
  values: StackValues,
  location: StackLocation,
): ReadonlyMap<string, FunctionRole> {
  return new Map([
    ...stack.functions.map((one): [string, FunctionRole] => [one.name, roleOf(one, values, location)]),
    ...stack.stateMachines.map((one): [string, FunctionRole] => [
      stateMachineRoleName(one.name),
      stateMachineRoleOf(one, values, location),
    ]),
  ]);
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
  return namedRole(manifest.name, 'lambda', document, `of the function ${manifest.name}`, location);
}

function stateMachineRoleOf(
  manifest: StateMachineManifest,
  values: StackValues,
  location: StackLocation,
): FunctionRole {
  const document = {
    Version: '2012-10-17',
    Statement: stateMachineGrantsOf(manifest).map(({ actions, on }) => ({
      Effect: 'Allow',
      Action: [...actions],
      Resource: stateMachineResourceOf(on, manifest.name, values, location),
    })),
  };
  const name = stateMachineRoleName(manifest.name);
  return namedRole(name, 'states', document, `of the state machine ${manifest.name}`, location);
}

function namedRole(
  roleName: string,
  service: 'lambda' | 'states',
  document: object,
  place: string,
  { accountId }: StackLocation,
): FunctionRole {
  const name = 'manifest';
  return {
    arn: `arn:aws:iam::${accountId}:role/${roleName}`,
    service: `${service}.amazonaws.com`,
    policyName: name,
    document,
    policy: { name, policy: readPolicyDocument(document, place) },
  };
}

function stateMachineResourceOf(
  on: StateMachineGrant['on'],
  owner: string,
  values: StackValues,
  location: StackLocation,
): string {
  const { region, accountId } = location;
  if ('function' in on) return functionArn(on.function, region, accountId);
  if ('machine' in on) return `arn:aws:states:${region}:${accountId}:stateMachine:${on.machine}`;
  if ('executionsOf' in on) {
    const label = on.label === undefined ? '' : `/${on.label}`;
    return `arn:aws:states:${region}:${accountId}:execution:${on.executionsOf}${label}:*`;
  }
  return resourceOf(on as Grant['on'], owner, values, location);
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
