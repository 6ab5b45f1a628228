import {
  type Grant,
  type StateMachineGrant,
  type StateMachineManifest,
  stateMachineGrantsOf,
} from '@groundcrew/lambda';
import { RemovalPolicy } from 'aws-cdk-lib';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { defaults, logicalId } from '../shared/defaults.ts';
import { definitionString, stateMachineLogGroupName, stateMachineName } from '../shared/state-machines.ts';
import { acknowledge, acknowledgeWildcard } from './acknowledge.ts';
import { find, granted, type Resources, textOf } from './resources.ts';

/** Each state machine with its log group and its role. L1 constructs: the same as the SAM template. */
export function addStateMachines(resources: Resources): void {
  const { stack, manifest } = resources;
  for (const one of manifest.stateMachines) {
    const id = logicalId(one.name);
    const { level, includeExecutionData } = one.logging;
    const log =
      level === 'OFF'
        ? undefined
        : new LogGroup(stack, `${id}Log`, {
            logGroupName: stateMachineLogGroupName(one.name),
            retention: defaults.logRetentionDays,
            removalPolicy: RemovalPolicy.DESTROY,
          });
    const substitutions = substitutionsOf(resources, one);
    const machine = new CfnStateMachine(stack, `${id}StateMachine`, {
      stateMachineName: stateMachineName(one.name),
      stateMachineType: 'STANDARD',
      roleArn: addRole(resources, one).roleArn,
      definitionString: definitionString(manifest, one),
      ...(Object.keys(substitutions).length > 0 && { definitionSubstitutions: substitutions }),
      ...(log !== undefined && {
        loggingConfiguration: {
          level,
          includeExecutionData,
          destinations: [{ cloudWatchLogsLogGroup: { logGroupArn: log.logGroupArn } }],
        },
      }),
    });
    resources.stateMachines.set(one.name, machine);
    if (level !== 'ALL') {
      acknowledge(
        machine,
        'AwsSolutions-SF1',
        'Executions keep their history for 90 days; a line in the log for each of its events costs more than the states do.',
      );
    }
    acknowledge(
      machine,
      'AwsSolutions-SF2',
      'Traces of X-Ray are paid for by the state, and the functions have none to join.',
    );
  }
}

function substitutionsOf(
  resources: Resources,
  { substitutions }: StateMachineManifest,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(substitutions).map(([name, value]) => [
      name,
      typeof value !== 'string' && 'function' in value
        ? find(resources.functions, 'function', value.function).functionArn
        : textOf(resources, value),
    ]),
  );
}

function addRole(resources: Resources, manifest: StateMachineManifest): Role {
  const { stack } = resources;
  const name = stateMachineName(manifest.name);
  const grants = stateMachineGrantsOf(manifest).map(({ actions, on }) => ({
    statement: new PolicyStatement({
      actions: [...actions],
      resources: [grantedToMachine(resources, on, manifest.name)],
    }),
    on,
  }));
  const role = new Role(stack, `${logicalId(manifest.name)}Role`, {
    description: `What the state machine ${name} may do`,
    assumedBy: new ServicePrincipal('states.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': statesArn(resources, `stateMachine:${name}`) },
      },
    }),
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

function grantedToMachine(resources: Resources, on: StateMachineGrant['on'], owner: string): string {
  if ('function' in on) return find(resources.functions, 'function', on.function).functionArn;
  if ('machine' in on) return statesArn(resources, `stateMachine:${stateMachineName(on.machine)}`);
  if ('executionsOf' in on) {
    const label = on.label === undefined ? '' : `/${on.label}`;
    return statesArn(resources, `execution:${stateMachineName(on.executionsOf)}${label}:*`);
  }
  return granted(resources, on as Grant['on'], owner);
}

function statesArn({ stack }: Resources, resource: string): string {
  return `arn:${stack.partition}:states:${stack.region}:${stack.account}:${resource}`;
}

/** Why a grant is for more than one named resource; `undefined`: it is not. */
function wildcardReason(on: StateMachineGrant['on']): string | undefined {
  if ('executionsOf' in on)
    return 'The executions of one state machine; Step Functions names those of a Map Run.';
  if ('bucket' in on && on.scope === 'objects') return 'The objects of one bucket, whatever their keys are.';
  return 'reason' in on ? on.reason : undefined;
}
