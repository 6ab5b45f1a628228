import type { StackManifest } from '@groundcrew/lambda';
import { type App, CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { functionName, logicalId } from '../shared/choices.ts';
import { addAlarms } from './alarms.ts';
import { addFunctions } from './functions.ts';
import { addQueues, addTopics } from './messaging.ts';
import { type Resources, textOf } from './resources.ts';
import { settingsFrom } from './settings.ts';
import { addBuckets, addTables } from './storage.ts';
import { addTriggers } from './triggers.ts';

/**
 * Makes the stack that `manifest` describes and has cdk-nag check it when it is synthesized.
 * The settings come from the app's context.
 *
 * @param bundlesDir where `npm run build` put the functions
 */
export function addInventoryStack(app: App, manifest: StackManifest, bundlesDir: string): Stack {
  const stack = new Stack(app, 'Inventory', {
    stackName: manifest.name,
    description: manifest.description,
  });
  const resources: Resources = {
    stack,
    manifest,
    settings: settingsFrom(manifest.settings, app.node.getAllContext() ?? {}),
    buckets: new Map(),
    tables: new Map(),
    topics: new Map(),
    queues: new Map(),
    functions: new Map(),
  };
  addBuckets(resources);
  addTables(resources);
  addTopics(resources);
  addQueues(resources);
  addFunctions(resources, bundlesDir);
  addTriggers(resources);
  addAlarms(resources);
  addOutputs(resources);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return stack;
}

function addOutputs(resources: Resources): void {
  const { buckets, tables, topics, queues, functions } = resources.manifest;
  const add = (id: string, description: string, value: string) =>
    new CfnOutput(resources.stack, `${id}Output`, { key: id, description, value });
  for (const { id, description } of [...buckets, ...tables]) {
    add(id, description, textOf(resources, { resource: id, attribute: 'name' }));
  }
  for (const { id, description } of topics) {
    add(id, description, textOf(resources, { resource: id, attribute: 'arn' }));
  }
  for (const { id, description } of queues) {
    add(id, description, textOf(resources, { resource: id, attribute: 'url' }));
  }
  for (const { name, description } of functions) {
    add(`${logicalId(name)}Function`, description, functionName(name));
  }
}
