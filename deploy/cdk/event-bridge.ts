import type { Undelivered } from '@groundcrew/lambda';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnPermission } from 'aws-cdk-lib/aws-lambda';
import { CfnSchedule } from 'aws-cdk-lib/aws-scheduler';
import { functionName, logicalId } from '../shared/defaults.ts';
import { rulesOf, SCHEDULE_GROUP, type Schedule, schedulesOf } from '../shared/event-bridge.ts';
import { find, type Resources, textOf } from './resources.ts';

/** Schedules, each with a role of its own. L1 constructs: the same as the SAM template. */
export function addSchedules(resources: Resources): void {
  const { stack, manifest, functions } = resources;
  for (const schedule of schedulesOf(manifest)) {
    const { name, description, expression, timeZone, state, undelivered } = schedule;
    const { functionArn } = find(functions, 'function', schedule.functionName);
    new CfnSchedule(stack, `${logicalId(name)}Schedule`, {
      name: functionName(name),
      description,
      scheduleExpression: textOf(resources, expression),
      scheduleExpressionTimezone: textOf(resources, timeZone),
      ...(state !== undefined && { state: textOf(resources, state) }),
      flexibleTimeWindow: { mode: 'OFF' },
      target: {
        arn: functionArn,
        roleArn: addScheduleRole(resources, schedule).roleArn,
        ...undeliveredProperties(resources, undelivered),
      },
    });
  }
}

function addScheduleRole(resources: Resources, { name, functionName: runs, undelivered }: Schedule): Role {
  const { stack, functions, queues } = resources;
  const statement = (action: string, resource: string) =>
    new PolicyStatement({ actions: [action], resources: [resource] });
  return new Role(stack, `${logicalId(name)}ScheduleRole`, {
    description: `What the schedule of ${functionName(name)} may do`,
    assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
      conditions: {
        StringEquals: {
          'aws:SourceAccount': stack.account,
          'aws:SourceArn': `arn:${stack.partition}:scheduler:${stack.region}:${stack.account}:${SCHEDULE_GROUP}`,
        },
      },
    }),
    inlinePolicies: {
      schedule: new PolicyDocument({
        statements: [
          statement('lambda:InvokeFunction', find(functions, 'function', runs).functionArn),
          statement('sqs:SendMessage', find(queues, 'queue', undelivered.failureQueue).queueArn),
        ],
      }),
    },
  });
}

/** Rules on the default event bus, and what lets them run their functions and keep what they could not deliver. */
export function addRules(resources: Resources): void {
  const { stack, manifest, functions, queues } = resources;
  for (const { name, description, trigger } of rulesOf(manifest)) {
    const { functionArn } = find(functions, 'function', name);
    const sourceArn = stack.formatArn({
      service: 'events',
      resource: 'rule',
      resourceName: functionName(name),
    });
    new CfnRule(stack, `${logicalId(name)}Rule`, {
      name: functionName(name),
      description,
      eventPattern: trigger.pattern,
      targets: [
        { id: 'Function', arn: functionArn, ...undeliveredProperties(resources, trigger.undelivered) },
      ],
    });
    new CfnPermission(stack, `${logicalId(name)}InvokePermission`, {
      action: 'lambda:InvokeFunction',
      functionName: functionArn,
      principal: 'events.amazonaws.com',
      sourceArn,
    });
    const queue = find(queues, 'queue', trigger.undelivered.failureQueue);
    queue.addToResourcePolicy(
      new PolicyStatement({
        principals: [new ServicePrincipal('events.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': sourceArn } },
      }),
    );
  }
}

function undeliveredProperties({ queues }: Resources, undelivered: Undelivered) {
  const { maximumRetryAttempts, maximumEventAgeSeconds, failureQueue } = undelivered;
  return {
    retryPolicy: { maximumRetryAttempts, maximumEventAgeInSeconds: maximumEventAgeSeconds },
    deadLetterConfig: { arn: find(queues, 'queue', failureQueue).queueArn },
  };
}
