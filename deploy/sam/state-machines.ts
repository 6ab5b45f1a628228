import {
  type Grant,
  type StackManifest,
  type StateMachineGrant,
  type StateMachineManifest,
  stateMachineGrantsOf,
} from '@groundcrew/lambda';
import { defaults, logicalId } from '../shared/defaults.ts';
import { definitionString, stateMachineLogGroupName, stateMachineName } from '../shared/state-machines.ts';
import { arnHere, getAtt, type Json, type Resource, type Resources, ref } from './intrinsics.ts';
import type { References } from './references.ts';

/**
 * Each state machine with its log group and its role. CloudFormation's own resources: SAM's `StateMachine` splits the
 * definition into pieces, which neither cfn-lint nor the comparison with CDK can check.
 */
export function stateMachineResources(stack: StackManifest, references: References): Resources {
  const resources: Record<string, Resource> = {};
  for (const manifest of stack.stateMachines) {
    const id = logicalId(manifest.name);
    const isLogged = manifest.logging.level !== 'OFF';
    if (isLogged) {
      resources[`${id}Log`] = {
        Type: 'AWS::Logs::LogGroup',
        DeletionPolicy: 'Delete',
        UpdateReplacePolicy: 'Delete',
        Properties: {
          LogGroupName: stateMachineLogGroupName(manifest.name),
          RetentionInDays: defaults.logRetentionDays,
        },
      };
    }
    resources[`${id}Role`] = role(manifest, references);
    resources[`${id}StateMachine`] = {
      Type: 'AWS::StepFunctions::StateMachine',
      Properties: {
        StateMachineName: stateMachineName(manifest.name),
        StateMachineType: 'STANDARD',
        RoleArn: getAtt(`${id}Role`, 'Arn'),
        DefinitionString: definitionString(stack, manifest),
        ...substitutions(manifest, references),
        ...(isLogged && {
          LoggingConfiguration: {
            Level: manifest.logging.level,
            IncludeExecutionData: manifest.logging.includeExecutionData,
            Destinations: [{ CloudWatchLogsLogGroup: { LogGroupArn: getAtt(`${id}Log`, 'Arn') } }],
          },
        }),
      },
    };
  }
  return resources;
}

function substitutions({ substitutions: given }: StateMachineManifest, references: References) {
  const entries = Object.entries(given).map(([name, value]): [string, Json] => [
    name,
    typeof value !== 'string' && 'function' in value
      ? getAtt(`${logicalId(value.function)}Function`, 'Arn')
      : references.value(value),
  ]);
  return entries.length === 0 ? {} : { DefinitionSubstitutions: Object.fromEntries(entries) };
}

function role(manifest: StateMachineManifest, references: References): Resource {
  const name = stateMachineName(manifest.name);
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      Description: `What the state machine ${name} may do`,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'states.amazonaws.com' },
            Action: 'sts:AssumeRole',
            // Step Functions developer guide, "Preventing cross-service confused deputy issue".
            Condition: {
              StringEquals: { 'aws:SourceAccount': ref('AWS::AccountId') },
              ArnLike: { 'aws:SourceArn': arnHere('states', `stateMachine:${name}`) },
            },
          },
        ],
      },
      Policies: [
        {
          PolicyName: 'manifest',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: stateMachineGrantsOf(manifest).map(({ actions, on }) => ({
              Effect: 'Allow',
              Action: [...actions],
              Resource: granted(on, manifest.name, references),
            })),
          },
        },
      ],
    },
  };
}

function granted(on: StateMachineGrant['on'], owner: string, references: References): Json {
  if ('function' in on) return getAtt(`${logicalId(on.function)}Function`, 'Arn');
  if ('machine' in on) return arnHere('states', `stateMachine:${stateMachineName(on.machine)}`);
  if ('executionsOf' in on) {
    const label = on.label === undefined ? '' : `/${on.label}`;
    return arnHere('states', `execution:${stateMachineName(on.executionsOf)}${label}:*`);
  }
  return references.granted(on as Grant['on'], owner);
}
