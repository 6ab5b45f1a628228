import { join } from 'node:path';
import { createRandom } from '@groundcrew/async';
import { messageOf } from '@groundcrew/errors';
import type { Activity } from '../activity.ts';
import { createJsonService } from '../json-service.ts';
import { createListing, type ListedItem } from '../listed/list-operation.ts';
import { stateMachineLists } from '../listed/json-lists.ts';
import type { ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type Service, type ServiceContext } from '../service.ts';
import type { ServiceCaller } from '../service-caller.ts';
import { createArns } from './arns.ts';
import type { StepFunctionsContext } from './context.ts';
import { parseDefinition } from './definition.ts';
import { createEngine } from './engine.ts';
import { executionActions } from './execution-actions.ts';
import { machineActions } from './machine-actions.ts';
import { createStore } from './store.ts';

export interface StepFunctionsOptions extends ServiceContext {
  readonly registry: ResourceRegistry;
  readonly activity: Activity;
  readonly caller: ServiceCaller;
  /** The access key that calls of states are made with, of a role. */
  readonly keyOf: (roleArn: string) => string;
  readonly startDelayMs: () => number;
  readonly onBug: (message: string) => void;
}

export interface StepFunctions extends Service {
  /**
   * Creates a state machine, or changes it to this.
   *
   * @throws AwsError `InvalidDefinition`
   */
  deploy(machine: { readonly name: string; readonly definition: string; readonly roleArn: string }): void;
  /** Goes on with the executions of a former process. To be called when the state machines' functions are there. */
  resume(): void;
  /** Leaves executions as they are, to be called before their functions end: a Task that is under way has not failed. */
  suspend(): void;
}

/** Step Functions with an interpreter of its own, in memory or in `dataDir`/step-functions.jsonl. */
export function createStepFunctions(options: StepFunctionsOptions): StepFunctions {
  const { region, accountId, clock, dataDir, registry, activity, caller, keyOf } = options;
  const store = createStore(dataDir && join(dataDir, 'step-functions.jsonl'));
  const arns = createArns({ region, accountId });
  const engine = createEngine({
    store,
    region,
    clock,
    activity,
    random: createRandom(1),
    caller,
    keyOf,
    startDelayMs: options.startDelayMs,
    onBug: options.onBug,
  });
  const context: StepFunctionsContext = {
    store,
    engine,
    arns,
    registry,
    now: () => clock.now(),
    authorize: (request, operation, resource) =>
      registry.authorize(request, { action: `states:${operation}`, resource, operation }),
    missingParameter: (message) => new AwsError(400, 'MissingRequiredParameter', message),
  };
  const original = { tags: {}, everTagged: false };
  registry.tags.addSource({
    find: (arn) => (store.machines.has(arn) ? original : undefined),
    resources(owner, place) {
      const own = owner === accountId && place === region ? [...store.machines.keys()].toSorted() : [];
      return {
        size: own.length,
        at: (position) => {
          const arn = own[position];
          return arn === undefined ? undefined : { arn, type: 'states:stateMachine', original };
        },
      };
    },
  });
  const listing = createListing(registry, 'ValidationException');
  const ownItems = (): ListedItem[] =>
    [...store.machines.values()].map(({ arn, name, createdMs }) => ({
      arn,
      name,
      attributes: {},
      links: {},
      createdAt: new Date(createdMs).toISOString(),
      tags: {},
    }));
  const service = createJsonService({
    name: 'states',
    protocol: 'json-1.0',
    targetPrefix: 'AWSStepFunctions.',
    actions: {
      ...machineActions(context),
      ...executionActions(context),
      ListStateMachines(input, request) {
        const isHome = (caller: { readonly accountId: string; readonly region: string }) =>
          caller.accountId === accountId && caller.region === region;
        const text = (name: string) => {
          const value = input[name];
          return value === undefined || value === null ? undefined : String(value as string | number);
        };
        const operation = stateMachineLists['ListStateMachines']!;
        return listing.answer(
          'ListStateMachines',
          { ...operation, own: (scope) => (isHome(scope) ? ownItems() : []) },
          { text },
          request,
        );
      },
    },
  });
  return {
    ...service,
    deploy({ name, definition, roleArn }) {
      parseDefinition(definition);
      const arn = arns.machine(name);
      const known = store.machines.get(arn);
      if (known?.definition === definition && known.roleArn === roleArn) return;
      store.putMachine({
        arn,
        name,
        roleArn,
        createdMs: known?.createdMs ?? clock.now(),
        revisionId: crypto.randomUUID(),
        definition,
        logging: undefined,
      });
    },
    resume() {
      try {
        engine.resume();
      } catch (error) {
        options.onBug(messageOf(error));
      }
    },
    suspend: () => engine.close(),
    async close() {
      engine.close();
      store.close();
    },
  };
}
