import { isDefault } from '../unsupported-parameters.ts';
import { randomUUID } from 'node:crypto';
import type { JsonAction, JsonInput } from '../json-service.ts';
import { findDefinitionProblems, parseDefinition } from './definition.ts';
import { describeMachine, seconds } from './describe.ts';
import {
  invalidArn,
  invalidLogging,
  invalidName,
  invalidParameter,
  machineExists,
  noSuchMachine,
  noSuchResource,
} from './errors.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { Machine } from './model.ts';
import { reader, type StepFunctionsContext } from './context.ts';

/** "Service quotas": names of state machines and executions. */
export const VALID_NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;

/** "ValidateStateMachineDefinition" of the API reference. */
const MAX_DIAGNOSTICS = 100;

/** What a request may have beside what is carried out here; anything else is refused, not ignored. */
const knownParameters = [
  'name',
  'stateMachineArn',
  'definition',
  'roleArn',
  'type',
  'loggingConfiguration',
  'tracingConfiguration',
  'tags',
];

/** The actions on state machines, and on their tags. */
export function machineActions(context: StepFunctionsContext): Readonly<Record<string, JsonAction>> {
  const { store, arns, registry, now, authorize } = context;

  /** @throws AwsError `StateMachineDoesNotExist` */
  function machineOf(arn: string): Machine {
    const machine = store.machines.get(arns.check(arn, 'stateMachine'));
    if (!machine) throw noSuchMachine(arn);
    return machine;
  }

  function tagsIn(input: JsonInput): Record<string, string> {
    const { tags = [] } = input;
    if (!Array.isArray(tags)) throw invalidParameter('tags must be a list');
    return Object.fromEntries(
      tags.map((tag: unknown) => {
        if (!isObject(tag) || typeof tag['key'] !== 'string') throw invalidParameter('a tag has no key');
        return [tag['key'], String((tag['value'] ?? '') as string)];
      }),
    );
  }

  return {
    async CreateStateMachine(input, request) {
      const name = reader.needText(input, 'name');
      const arn = arns.machine(name);
      const caller = await authorize(request, 'CreateStateMachine', arn);
      refuseUnknown(input);
      if (!VALID_NAME.test(name)) throw invalidName(name);
      const definition = reader.needText(input, 'definition');
      const roleArn = checkRole(reader.needText(input, 'roleArn'));
      const logging = loggingOf(input);
      if ((reader.text(input, 'type') ?? 'STANDARD') !== 'STANDARD') {
        throw invalidParameter('only state machines of the type STANDARD are supported by the embedded AWS');
      }
      const known = store.machines.get(arn);
      if (known) {
        // API reference: idempotent by name, definition, type, logging and tracing; role and tags do not count.
        const isSame =
          known.definition === definition && JSON.stringify(known.logging) === JSON.stringify(logging);
        if (!isSame) throw machineExists(arn);
        return { stateMachineArn: arn, creationDate: seconds(known.createdMs) };
      }
      parseDefinition(definition);
      const tags = tagsIn(input);
      const createdMs = now();
      store.putMachine({ arn, name, roleArn, createdMs, revisionId: randomUUID(), definition, logging });
      if (Object.keys(tags).length > 0) {
        registry.change(arn, { set: tags }, { ...caller, action: 'states:TagResource' });
      }
      return { stateMachineArn: arn, creationDate: seconds(createdMs) };
    },

    async UpdateStateMachine(input, request) {
      const arn = reader.needText(input, 'stateMachineArn');
      await authorize(request, 'UpdateStateMachine', arn);
      refuseUnknown(input);
      const machine = machineOf(arn);
      const definition = reader.text(input, 'definition');
      const roleArn = reader.text(input, 'roleArn');
      if (roleArn !== undefined) checkRole(roleArn);
      const logging = loggingOf(input);
      if (definition === undefined && roleArn === undefined && logging === undefined) {
        throw context.missingParameter(
          'Either the definition, the role ARN, the LoggingConfiguration, or the TracingConfiguration must be specified',
        );
      }
      if (definition !== undefined) parseDefinition(definition);
      const revisionId = randomUUID();
      store.putMachine({
        ...machine,
        ...(definition !== undefined && { definition }),
        ...(roleArn !== undefined && { roleArn }),
        ...(logging !== undefined && { logging }),
        revisionId,
      });
      return { updateDate: seconds(now()), revisionId };
    },

    async DeleteStateMachine(input, request) {
      const arn = reader.needText(input, 'stateMachineArn');
      await authorize(request, 'DeleteStateMachine', arn);
      arns.check(arn, 'stateMachine');
      if (!store.machines.has(arn)) return {};
      // Its executions end with it, as they do on AWS within about a minute.
      for (const execution of store.executions.values()) {
        if (execution.machineArn === arn) context.engine.end(execution, 'ABORTED');
      }
      store.deleteMachine(arn);
      registry.tags.forget(arn);
      return {};
    },

    async DescribeStateMachine(input, request) {
      const arn = reader.needText(input, 'stateMachineArn');
      await authorize(request, 'DescribeStateMachine', arn);
      return describeMachine(machineOf(arn));
    },

    async ValidateStateMachineDefinition(input, request) {
      await authorize(request, 'ValidateStateMachineDefinition', '*');
      const severity = reader.text(input, 'severity') ?? 'ERROR';
      if (severity !== 'ERROR' && severity !== 'WARNING') {
        throw invalidParameter(`severity must be ERROR or WARNING, not ${severity}`);
      }
      const most = reader.number(input, 'maxResults', 0, MAX_DIAGNOSTICS) || MAX_DIAGNOSTICS;
      const problems = findDefinitionProblems(reader.needText(input, 'definition'));
      return {
        result: problems.length === 0 ? 'OK' : 'FAIL',
        diagnostics: problems.slice(0, most).map((problem): JsonObject => {
          const code = /^([A-Z_]+): /.exec(problem)?.[1] ?? 'SCHEMA_VALIDATION_FAILED';
          return { severity: 'ERROR', code, message: problem };
        }),
        truncated: problems.length > most,
      };
    },

    async ListTagsForResource(input, request) {
      const arn = reader.needText(input, 'resourceArn');
      await authorize(request, 'ListTagsForResource', arn);
      if (!store.machines.has(arn)) throw noSuchResource(arn);
      const tags = registry.tags.of(arn, {}, registry.tagReadFor(request, 'ListTagsForResource'));
      return { tags: Object.entries(tags).map(([key, value]) => ({ key, value })) };
    },

    async TagResource(input, request) {
      const arn = reader.needText(input, 'resourceArn');
      const caller = await authorize(request, 'TagResource', arn);
      if (!store.machines.has(arn)) throw noSuchResource(arn);
      registry.change(arn, { set: tagsIn(input) }, { ...caller, action: 'states:TagResource' });
      return {};
    },

    async UntagResource(input, request) {
      const arn = reader.needText(input, 'resourceArn');
      const caller = await authorize(request, 'UntagResource', arn);
      if (!store.machines.has(arn)) throw noSuchResource(arn);
      const remove = reader.texts(input, 'tagKeys', 0, 200) ?? [];
      registry.change(arn, { remove }, { ...caller, action: 'states:UntagResource' });
      return {};
    },
  };
}

function refuseUnknown(input: JsonInput): void {
  const unknown = Object.keys(input).find(
    (key) =>
      !knownParameters.includes(key) &&
      input[key] !== undefined &&
      input[key] !== false &&
      !isDefault(key, input[key]),
  );
  if (unknown !== undefined) throw invalidParameter(`${unknown} is not supported by the embedded AWS`);
  const tracing = input['tracingConfiguration'];
  if (isObject(tracing) && tracing['enabled'] === true) {
    throw invalidParameter('tracingConfiguration is not supported by the embedded AWS');
  }
}

/** Rules: "LoggingConfiguration" of the Step Functions API reference: one destination, unless the level is `OFF`. */
function loggingOf(input: JsonInput): JsonObject | undefined {
  const logging = input['loggingConfiguration'] as Json | undefined;
  if (!isObject(logging)) return undefined;
  const { level = 'OFF', destinations = [] } = logging;
  const count = Array.isArray(destinations) ? destinations.length : -1;
  if (
    !['ALL', 'ERROR', 'FATAL', 'OFF'].includes(String(level as string)) ||
    count < 0 ||
    count > 1 ||
    (level !== 'OFF' && count === 0)
  ) {
    throw invalidLogging(JSON.stringify(logging));
  }
  return logging;
}

/** @throws AwsError `InvalidArn` */
function checkRole(arn: string): string {
  if (/^arn:aws[\w-]*:iam::\d{12}:role\/.+$/.test(arn)) return arn;
  throw invalidArn(arn);
}
