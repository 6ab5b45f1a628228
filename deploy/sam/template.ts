import type { StackManifest } from '@groundcrew/lambda';
import { logicalId } from '../shared/defaults.ts';
import { alarmResources } from './alarms.ts';
import { dashboardResources } from './dashboard.ts';
import { eventBridgeResources } from './event-bridge.ts';
import { functionResources } from './functions.ts';
import { apiResources } from './http-api.ts';
import { getAtt, type Json, type Resources, ref } from './intrinsics.ts';
import { queueResources, topicResources } from './messaging.ts';
import { conditionOf, createReferences, trueConditionOf } from './references.ts';
import { stateMachineResources } from './state-machines.ts';
import { bucketResources, tableResources } from './storage.ts';

export interface SamTemplate {
  readonly AWSTemplateFormatVersion: '2010-09-09';
  readonly Transform: 'AWS::Serverless-2016-10-31';
  readonly Description: string;
  readonly Parameters: Readonly<Record<string, Parameter>>;
  readonly Conditions: Readonly<Record<string, Json>>;
  readonly Resources: Resources;
  readonly Outputs: Readonly<Record<string, Json>>;
}

interface Parameter {
  readonly Type: 'String';
  readonly Description: string;
  readonly Default: string;
  readonly AllowedPattern?: string;
}

/** The path of a stack's committed template: `deploy/sam/fleet.yaml` for `groundcrew-fleet`. */
export function templateFile({ name }: StackManifest): URL {
  return new URL(`${name.replace(/^groundcrew-/, '')}.yaml`, import.meta.url);
}

/** The SAM template for a stack's manifest. */
export function samTemplate(stack: StackManifest): SamTemplate {
  const references = createReferences(stack);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Transform: 'AWS::Serverless-2016-10-31',
    Description: stack.description,
    Parameters: Object.fromEntries(
      stack.settings.map(({ name, description, default: standard, pattern }) => [
        name,
        {
          Type: 'String' as const,
          Description: description,
          Default: standard,
          ...(pattern !== undefined && { AllowedPattern: pattern }),
        },
      ]),
    ),
    Conditions: conditions(stack),
    Resources: {
      ...bucketResources(stack, references),
      ...tableResources(stack, references),
      ...topicResources(stack, references),
      ...queueResources(stack, references),
      ...functionResources(stack, references),
      ...stateMachineResources(stack, references),
      ...apiResources(stack),
      ...eventBridgeResources(stack, references),
      ...alarmResources(stack),
      ...dashboardResources(stack),
    },
    Outputs: outputs(stack),
  };
}

/** Of the settings that may be empty, those on which a name or a resource depends. */
function conditions(stack: StackManifest): Record<string, Json> {
  const deciding = new Set([
    ...stack.buckets.map(({ name }) => (typeof name !== 'string' && 'setting' in name ? name.setting : '')),
    ...stack.topics.map(({ emailSetting }) => emailSetting),
    typeof stack.alarmTopic === 'string' ? '' : stack.alarmTopic.setting,
  ]);
  const { dashboard } = stack;
  return {
    ...Object.fromEntries(
      stack.settings
        .filter((setting) => setting.default === '' && deciding.has(setting.name))
        .map(({ name }) => [conditionOf(name), { 'Fn::Not': [{ 'Fn::Equals': [ref(name), ''] }] }]),
    ),
    ...(dashboard && {
      [trueConditionOf(dashboard.setting)]: { 'Fn::Equals': [ref(dashboard.setting), 'true'] },
    }),
  };
}

function outputs(stack: StackManifest): Record<string, Json> {
  const described = [...stack.buckets, ...stack.tables, ...stack.topics, ...stack.queues];
  return Object.fromEntries([
    ...described.map(({ id, description }) => [id, { Description: description, Value: ref(id) }]),
    ...stack.apis.map(({ id, description }) => [
      id,
      { Description: description, Value: getAtt(id, 'ApiEndpoint') },
    ]),
    ...stack.functions.map(({ name, description }) => [
      `${logicalId(name)}Function`,
      { Description: description, Value: ref(`${logicalId(name)}Function`) },
    ]),
    // Its `Ref` is its ARN.
    ...stack.stateMachines.map(({ name, description }) => [
      `${logicalId(name)}StateMachine`,
      { Description: description, Value: ref(`${logicalId(name)}StateMachine`) },
    ]),
  ]);
}
