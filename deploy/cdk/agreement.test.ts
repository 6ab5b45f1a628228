import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { stacks } from '@groundcrew/functions/stacks';
import { stack as inventory } from '@groundcrew/functions/stacks/inventory';
import type { StackManifest } from '@groundcrew/lambda';
import { App } from 'aws-cdk-lib';
import { afterAll, describe, expect, test } from 'vitest';
import { addStacks } from './stacks.ts';
import { samTemplate } from '../sam/template.ts';
import { schedulesOf } from '../shared/event-bridge.ts';
import { expandFunctions } from '../testing/expand-sam.ts';
import { normalForm } from '../testing/normal-form.ts';
import { stackWithStateMachine } from '../testing/sample-state-machine.ts';
import {
  findCycle,
  type ResolvedResource,
  resolveTemplate,
  type Template,
} from '../testing/resolve-template.ts';

const work = mkdtempSync(path.join(os.tmpdir(), 'groundcrew-deploy-'));
const bundlesDir = path.join(work, 'dist');
for (const { name } of stacks.flatMap(({ functions }) => functions)) {
  mkdirSync(path.join(bundlesDir, name), { recursive: true });
  writeFileSync(path.join(bundlesDir, name, 'index.mjs'), '');
}
afterAll(() => rmSync(work, { recursive: true }));

const given: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'groundcrew-inventory': {
    StockBucketName: 'acme-stock',
    RejectsBucketName: 'acme-rejects',
    AlertFailuresBucketName: 'acme-alert-failures',
    InventoryTableName: 'Shelves',
    LedgerTableName: 'ShelfLoads',
    AlertsTableName: 'ShelfAlerts',
    NoStockTopicName: 'EmptyShelf',
    AlertEmail: 'shop@example.com',
    OperationsEmail: 'night-shift@example.com',
    Dashboard: 'true',
  },
  'groundcrew-fleet': {
    LookupRegions: 'ap-northeast-2,ap-northeast-3',
    AlarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:night-shift',
  },
  'groundcrew-tags': {
    TagsBucketName: 'acme-tags',
    TagPolicyKey: 'policies/all.yaml',
    AuditSchedule: 'cron(30 7 1 * ? *)',
    AuditScheduleState: 'DISABLED',
    AuditTimeZone: 'Asia/Seoul',
    AuditRegions: 'ap-northeast-2,ap-northeast-3',
    CreatedByKey: 'Owner',
    CreatedAtKey: 'Since',
    TagAuditsTopicName: 'TagsToday',
    TagAuditsEmail: 'shop@example.com',
    AlarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:night-shift',
  },
  'groundcrew-costs': {
    CostsBucketName: 'acme-costs',
    DailyCostsSchedule: 'cron(45 6 ? * MON-FRI *)',
    MonthlyCostsSchedule: 'cron(45 7 5 * ? *)',
    CostsTimeZone: 'Asia/Seoul',
    CostsTagKey: 'Team',
    CostsGroup: 'account',
    CostsMetric: 'net-amortized',
    CostsForecast: 'aws',
    CostsBudget: '1234.50',
    CostsMaxSpendUsd: '4.25',
    CostReportsTopicName: 'MoneyToday',
    CostReportsEmail: 'shop@example.com',
    AlarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:night-shift',
  },
  'groundcrew-schedules': {
    SchedulesBucketName: 'acme-schedules',
    ScheduleKey: 'schedules/all.yaml',
    RunInterval: 'rate(15 minutes)',
    RunState: 'DISABLED',
    ScheduleRegions: 'ap-northeast-2,ap-northeast-3',
    AlertAfterMinutes: '30',
    SchedulesTableName: 'OfficeHours',
    SchedulesTopicName: 'NotRunning',
    SchedulesEmail: 'shop@example.com',
    AlarmTopicArn: 'arn:aws:sns:eu-west-1:123456789012:night-shift',
  },
};

function cdkTemplate(stack: StackManifest, context: Readonly<Record<string, string>>): Template {
  const app = new App({ analyticsReporting: false, outdir: path.join(work, 'cdk.out'), context });
  addStacks(app, [stack], bundlesDir);
  return app.synth().getStackArtifact(stack.name).template;
}

function cdkSettled(stack: StackManifest, settings: Readonly<Record<string, string>>): ResolvedResource[] {
  return normalForm(resolveTemplate(cdkTemplate(stack, settings)));
}

function samSettled(stack: StackManifest, settings: Readonly<Record<string, string>>): ResolvedResource[] {
  return normalForm(expandFunctions(resolveTemplate(samTemplate(stack), settings)));
}

describe.each(stacks.map((stack) => [stack.name, stack] as const))('%s', (name, stack) => {
  const settings = given[name] ?? {};

  // cdkTemplate throws on a cdk-nag finding that is not acknowledged: each of these tests that, too.
  test.each([
    ['the defaults', {}],
    ['other settings', settings],
  ])('SAM and CDK create the same resources from %s', (_, chosen) => {
    const cdk = cdkSettled(stack, chosen);
    expect(cdk).toEqual(samSettled(stack, chosen));
    expect(cdk.filter(({ type }) => type === 'AWS::IAM::Role')).toHaveLength(
      stack.functions.length + schedulesOf(stack).length + stack.stateMachines.length,
    );
  });

  test('SAM and CDK have the same outputs', () => {
    const { Outputs: fromCdk = {} } = cdkTemplate(stack, {});
    expect(Object.keys(fromCdk).toSorted()).toEqual(Object.keys(samTemplate(stack).Outputs).toSorted());
  });

  test('no resources depend on each other in a cycle', () => {
    expect(findCycle(samTemplate(stack))).toBeUndefined();
    expect(findCycle(cdkTemplate(stack, {}))).toBeUndefined();
  });

  test('names from settings are used everywhere', () => {
    const text = JSON.stringify(samSettled(stack, settings));
    const left = stack.settings
      // A switch is not a name.
      .filter(
        ({ name: setting, default: standard }) =>
          setting in settings && !['', 'true', 'false'].includes(standard),
      )
      .filter(({ default: standard }) => new RegExp(`[:/"]${standard}["/]`).test(text));
    const missing = Object.values(settings).filter((value) => !text.includes(value));
    expect({ left, missing }).toEqual({ left: [], missing: [] });
  });
});

test('SAM and CDK create the same state machine, its role and its log', () => {
  const cdk = cdkSettled(stackWithStateMachine, {});
  expect(cdk).toEqual(samSettled(stackWithStateMachine, {}));
  expect(cdk.filter(({ type }) => type === 'AWS::StepFunctions::StateMachine')).toHaveLength(
    stackWithStateMachine.stateMachines.length,
  );
  expect(findCycle(samTemplate(stackWithStateMachine))).toBeUndefined();
});

test('each stack has test settings', () => {
  expect(Object.keys(given)).toEqual(stacks.map(({ name }) => name));
});

test('one app contains all stacks, and accepts the settings of all of them', () => {
  const context = { AlertEmail: 'shop@example.com', LookupRegions: 'all' };
  const app = new App({ analyticsReporting: false, outdir: path.join(work, 'all.out'), context });

  addStacks(app, stacks, bundlesDir);

  expect(
    app
      .synth()
      .stacks.map(({ hierarchicalId }) => hierarchicalId)
      .toSorted(),
  ).toEqual(stacks.map(({ name }) => name).toSorted());
});

test("cdk-nag's findings stop the synthesis unless they are acknowledged", () => {
  const loose = {
    ...inventory,
    functions: inventory.functions.map((one) => ({
      ...one,
      permissions: [
        ...one.permissions,
        { actions: ['s3:*'], on: { bucket: 'StockBucket', scope: 'bucket' } as const },
      ],
    })),
  };
  const app = new App({ analyticsReporting: false, outdir: path.join(work, 'loose.out') });
  addStacks(app, [loose], bundlesDir);
  expect(() => app.synth()).toThrow('AwsSolutions-IAM5[Action::s3:*]');
});

test('a function that is not built stops the synthesis with a hint', () => {
  const app = new App({ analyticsReporting: false, outdir: path.join(work, 'empty.out') });
  expect(() => addStacks(app, stacks, path.join(work, 'nowhere'))).toThrow('run "npm run build" first');
});
