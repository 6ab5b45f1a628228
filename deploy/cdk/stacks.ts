import type { StackManifest } from '@groundcrew/lambda';
import { type App, CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { functionName, logicalId } from '../shared/defaults.ts';
import { addAlarms } from './alarms.ts';
import { addDashboard } from './dashboard.ts';
import { addFunctions } from './functions.ts';
import { addApis } from './http-api.ts';
import { addQueues, addTopics } from './messaging.ts';
import { find, type Resources, textOf } from './resources.ts';
import { refuseUnknownSettings, settingsFrom } from './settings.ts';
import { addStateMachines } from './state-machines.ts';
import { addBuckets, addTables } from './storage.ts';
import { addTriggers } from './triggers.ts';

/**
 * Makes the stacks that the manifests describe and has cdk-nag check them when they are synthesized.
 * The settings come from the app's context; one that several stacks have is the same for all of them.
 *
 * @param bundlesDir where `npm run build` put the functions
 */
export function addStacks(app: App, manifests: readonly StackManifest[], bundlesDir: string): Stack[] {
  const context: Readonly<Record<string, unknown>> = app.node.getAllContext() ?? {};
  refuseUnknownSettings(
    manifests.flatMap(({ settings }) => settings),
    context,
  );
  const stacks = manifests.map((manifest) => addStack(app, manifest, context, bundlesDir));
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  return stacks;
}

function addStack(
  app: App,
  manifest: StackManifest,
  context: Readonly<Record<string, unknown>>,
  bundlesDir: string,
): Stack {
  // `cdk deploy` finds a stack by its id in the app.
  const stack = new Stack(app, manifest.name, {
    stackName: manifest.name,
    description: manifest.description,
  });
  const resources: Resources = {
    stack,
    manifest,
    settings: settingsFrom(manifest.settings, context),
    buckets: new Map(),
    tables: new Map(),
    topics: new Map(),
    queues: new Map(),
    apis: new Map(),
    functions: new Map(),
    mappings: new Map(),
    stateMachines: new Map(),
  };
  addBuckets(resources);
  addTables(resources);
  addTopics(resources);
  addQueues(resources);
  addFunctions(resources, bundlesDir);
  addStateMachines(resources);
  addTriggers(resources);
  addApis(resources);
  addAlarms(resources);
  addDashboard(resources);
  addOutputs(resources);
  return stack;
}

function addOutputs(resources: Resources): void {
  const { buckets, tables, topics, queues, apis, functions, stateMachines } = resources.manifest;
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
  for (const { id, description } of apis) {
    add(id, description, find(resources.apis, 'API', id).attrApiEndpoint);
  }
  for (const { name, description } of functions) {
    add(`${logicalId(name)}Function`, description, functionName(name));
  }
  for (const { name, description } of stateMachines) {
    const { ref } = find(resources.stateMachines, 'state machine', name);
    add(`${logicalId(name)}StateMachine`, description, ref);
  }
}
