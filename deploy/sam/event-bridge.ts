import type { StackManifest, Undelivered } from '@groundcrew/lambda';
import { functionName, logicalId } from '../shared/defaults.ts';
import { rulesOf, SCHEDULE_GROUP, type Schedule, schedulesOf } from '../shared/event-bridge.ts';
import { arnHere, getAtt, type Json, type Resource, type Resources, ref } from './intrinsics.ts';
import type { References } from './references.ts';

/**
 * Schedules and rules. CloudFormation's own resources: SAM's events create an implicit role for the schedule, and a
 * queue policy that replaces the dead-letter queue's own.
 */
export function eventBridgeResources(stack: StackManifest, references: References): Resources {
  return { ...scheduleResources(stack, references), ...ruleResources(stack) };
}

function scheduleResources(stack: StackManifest, references: References): Resources {
  const resources: Record<string, Resource> = {};
  for (const schedule of schedulesOf(stack)) {
    const { name, description, undelivered } = schedule;
    const id = logicalId(name);
    resources[`${id}ScheduleRole`] = scheduleRole(schedule);
    resources[`${id}Schedule`] = {
      Type: 'AWS::Scheduler::Schedule',
      Properties: {
        Name: functionName(name),
        Description: description,
        ScheduleExpression: references.value(schedule.expression),
        ScheduleExpressionTimezone: references.value(schedule.timeZone),
        ...(schedule.state !== undefined && { State: references.value(schedule.state) }),
        FlexibleTimeWindow: { Mode: 'OFF' },
        Target: {
          Arn: getAtt(`${logicalId(schedule.functionName)}Function`, 'Arn'),
          RoleArn: getAtt(`${id}ScheduleRole`, 'Arn'),
          ...undeliveredProperties(undelivered),
        },
      },
    };
  }
  return resources;
}

/** The schedule's permissions: invoke its function, and send undelivered events to its queue. */
function scheduleRole({ name, functionName: runs, undelivered }: Schedule): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      Description: `What the schedule of ${functionName(name)} may do`,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'scheduler.amazonaws.com' },
            Action: 'sts:AssumeRole',
            Condition: {
              StringEquals: {
                'aws:SourceAccount': ref('AWS::AccountId'),
                'aws:SourceArn': arnHere('scheduler', SCHEDULE_GROUP),
              },
            },
          },
        ],
      },
      Policies: [
        {
          PolicyName: 'schedule',
          PolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: ['lambda:InvokeFunction'],
                Resource: getAtt(`${logicalId(runs)}Function`, 'Arn'),
              },
              {
                Effect: 'Allow',
                Action: ['sqs:SendMessage'],
                Resource: getAtt(undelivered.failureQueue, 'Arn'),
              },
            ],
          },
        },
      ],
    },
  };
}

function ruleResources(stack: StackManifest): Resources {
  const resources: Record<string, Resource> = {};
  for (const { name, description, trigger } of rulesOf(stack)) {
    const id = logicalId(name);
    resources[`${id}Rule`] = {
      Type: 'AWS::Events::Rule',
      Properties: {
        Name: functionName(name),
        Description: description,
        EventPattern: trigger.pattern as Json,
        Targets: [
          {
            Id: 'Function',
            Arn: getAtt(`${id}Function`, 'Arn'),
            ...undeliveredProperties(trigger.undelivered),
          },
        ],
      },
    };
    resources[`${id}InvokePermission`] = {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        Action: 'lambda:InvokeFunction',
        FunctionName: getAtt(`${id}Function`, 'Arn'),
        Principal: 'events.amazonaws.com',
        SourceArn: ruleArn(name),
      },
    };
  }
  return resources;
}

function undeliveredProperties(undelivered: Undelivered): Record<string, Json> {
  const { maximumRetryAttempts, maximumEventAgeSeconds, failureQueue } = undelivered;
  return {
    RetryPolicy: {
      MaximumRetryAttempts: maximumRetryAttempts,
      MaximumEventAgeInSeconds: maximumEventAgeSeconds,
    },
    DeadLetterConfig: { Arn: getAtt(failureQueue, 'Arn') },
  };
}

/** Lets the rules send undelivered events to a queue: rules have no role, so the queue policy has to allow it. */
export function rulesMaySend(stack: StackManifest, queueId: string): Json[] {
  return rulesOf(stack)
    .filter(({ trigger }) => trigger.undelivered.failureQueue === queueId)
    .map(({ name }) => ({
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: getAtt(queueId, 'Arn'),
      Condition: { ArnEquals: { 'aws:SourceArn': ruleArn(name) } },
    }));
}

function ruleArn(name: string): Json {
  return arnHere('events', `rule/${functionName(name)}`);
}
