import { existsSync } from 'node:fs';
import path from 'node:path';
import { GroundcrewError } from '@groundcrew/errors';
import { type FunctionManifest, type Grant, grantsOf } from '@groundcrew/lambda';
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  RecursiveLoop,
  Runtime,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { defaults, functionName, logGroupName, logicalId } from '../shared/defaults.ts';
import { acknowledgeWildcard } from './acknowledge.ts';
import { granted, type Resources, textOf } from './resources.ts';

/** Each function with its log group and its role. */
export function addFunctions(resources: Resources, bundlesDir: string): void {
  const { stack, manifest } = resources;
  for (const one of manifest.functions) {
    const id = logicalId(one.name);
    const lambda = new LambdaFunction(stack, `${id}Function`, {
      functionName: functionName(one.name),
      description: one.description,
      code: Code.fromAsset(bundleOf(one.name, bundlesDir)),
      handler: 'index.handler',
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: one.memoryMb,
      timeout: Duration.seconds(one.timeoutSeconds),
      ...(one.reservedConcurrency !== undefined && { reservedConcurrentExecutions: one.reservedConcurrency }),
      ...(one.recursiveLoop !== undefined && { recursiveLoop: RecursiveLoop.ALLOW }),
      environment: Object.fromEntries(
        Object.entries(one.environment).map(([name, value]) => [name, textOf(resources, value)]),
      ),
      role: addRole(resources, one).withoutPolicyUpdates(),
      logGroup: new LogGroup(stack, `${id}Log`, {
        logGroupName: logGroupName(one.name),
        retention: defaults.logRetentionDays,
        removalPolicy: RemovalPolicy.DESTROY,
      }),
    });
    resources.functions.set(one.name, lambda);
  }
}

/** The role, its policy written out: CDK's own `grant…` methods give more than is needed. */
function addRole(resources: Resources, manifest: FunctionManifest): Role {
  const { name } = manifest;
  const grants = grantsOf(manifest).map(({ actions, on, ownAccountOnly }) => ({
    statement: new PolicyStatement({
      actions: [...actions],
      resources: [granted(resources, on, name)],
      ...(ownAccountOnly && {
        conditions: { StringEquals: { 's3:ResourceAccount': resources.stack.account } },
      }),
    }),
    on,
  }));
  const role = new Role(resources.stack, `${logicalId(name)}Role`, {
    description: `What ${functionName(name)} may do`,
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      manifest: new PolicyDocument({ statements: grants.map(({ statement }) => statement) }),
    },
  });
  for (const { statement, on } of grants) {
    const reason = wildcardReason(on);
    if (reason === undefined) continue;
    for (const resource of statement.resources) acknowledgeWildcard(role, resource, reason);
  }
  return role;
}

/** Why a grant is for more than one named resource; `undefined`: it is not. */
function wildcardReason(on: Grant['on']): string | undefined {
  if ('bucket' in on && on.scope === 'objects') return 'The objects of one bucket, whatever their keys are.';
  if ('logOf' in on) return "The log streams of the function's own log group; Lambda names them.";
  return 'reason' in on ? on.reason : undefined;
}

function bundleOf(name: string, bundlesDir: string): string {
  const directory = path.join(bundlesDir, name);
  if (existsSync(directory)) return directory;
  throw new GroundcrewError(
    'deploy.bundle.missing',
    `there is no ${directory}: the function ${JSON.stringify(name)} is not built; run "npm run build" first`,
  );
}
