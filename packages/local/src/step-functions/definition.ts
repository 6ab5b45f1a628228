import {
  distributedMapsOf,
  type MapState,
  type State,
  type StateMachineDefinition,
} from '@groundcrew/lambda';
import { anything, type Check, fieldsOf, name, oneOf, parametersOf, seconds, text } from './checks.ts';
import { invalidDefinition } from './errors.ts';
import { distributedFields, exclusive, requiredFields, stateFields } from './fields.ts';
import { isNestedDeeper } from '../json-depth.ts';
import { isObject, type JsonObject, MAX_DEPTH } from './json.ts';

function findStateProblems(state: unknown, place: string): string[] {
  if (!isObject(state)) return [`${place} must be an object`];
  const type = state['Type'];
  const fields = typeof type === 'string' && Object.hasOwn(stateFields, type) ? stateFields[type] : undefined;
  if (fields === undefined) {
    return [
      `Type ${JSON.stringify(type)} is not supported at ${place}; supported: ${Object.keys(stateFields).join(', ')}`,
    ];
  }
  const isMap = type === 'Map';
  const isDistributed = isMap && modeOf(state) === 'DISTRIBUTED';
  const known = isDistributed ? { ...fields, ...distributedFields } : fields;
  const problems = fieldsOf(known, requiredFields[type as string])(state, place);
  for (const holder of [
    state,
    state['ItemBatcher'],
    (state['ItemReader'] as JsonObject | undefined)?.['ReaderConfig'],
  ]) {
    if (!isObject(holder)) continue;
    for (const [a, b] of exclusive) {
      if (a in holder && b in holder) problems.push(`${a} and ${b} exclude each other at ${place}`);
    }
  }
  if (state['Resource'] === 'arn:aws:states:::lambda:invoke') {
    const parameters = parametersOf(['FunctionName', 'Payload', 'InvocationType'], ['FunctionName']);
    problems.push(...parameters(state['Parameters'], `${place}/Parameters`));
  }
  if (isMap) problems.push(...findMapProblems(state, place, isDistributed));
  if (type === 'Wait' && !('Seconds' in state) && !('SecondsPath' in state)) {
    problems.push(`Seconds or SecondsPath is missing at ${place}`);
  }
  if ('Next' in fields && 'Next' in state === 'End' in state) {
    problems.push(`${place} needs Next or End, and not both`);
  }
  return problems;
}

function modeOf(state: JsonObject): unknown {
  const processor = state['ItemProcessor'];
  const config = isObject(processor) ? processor['ProcessorConfig'] : undefined;
  return isObject(config) ? config['Mode'] : 'INLINE';
}

function findMapProblems(state: JsonObject, place: string, isDistributed: boolean): string[] {
  const processor = state['ItemProcessor'];
  if (!isObject(processor)) return [`${place}/ItemProcessor must be an object`];
  const { ProcessorConfig: config, ...program } = processor;
  const problems = findProgramProblems(program, `${place}/ItemProcessor`, {});
  if (config !== undefined) {
    const ownFields = isDistributed
      ? fieldsOf({ Mode: oneOf('DISTRIBUTED'), ExecutionType: oneOf('STANDARD') }, ['Mode', 'ExecutionType'])
      : fieldsOf({ Mode: oneOf('INLINE') }, ['Mode']);
    problems.push(...ownFields(config, `${place}/ItemProcessor/ProcessorConfig`));
  }
  const reader = state['ItemReader'];
  const batcher = state['ItemBatcher'];
  if (isObject(reader)) {
    if ('ItemsPath' in state) problems.push(`ItemsPath and ItemReader exclude each other at ${place}`);
    const isListing = reader['Resource'] === 'arn:aws:states:::s3:listObjectsV2';
    const parameters = isListing
      ? parametersOf(['Bucket', 'Prefix'], ['Bucket'])
      : parametersOf(['Bucket', 'Key', 'VersionId'], ['Bucket', 'Key']);
    problems.push(...parameters(reader['Parameters'], `${place}/ItemReader/Parameters`));
    const inputType = isObject(reader['ReaderConfig']) ? reader['ReaderConfig']['InputType'] : undefined;
    if (isListing && inputType !== undefined) {
      problems.push(`InputType is of s3:getObject only at ${place}/ItemReader/ReaderConfig`);
    }
    if (!isListing && inputType === undefined) {
      problems.push(`The field "InputType" is missing at ${place}/ItemReader/ReaderConfig`);
    }
  }
  const limits = [
    'MaxItemsPerBatch',
    'MaxItemsPerBatchPath',
    'MaxInputBytesPerBatch',
    'MaxInputBytesPerBatchPath',
  ];
  if (isObject(batcher) && !limits.some((limit) => limit in batcher)) {
    problems.push(`${place}/ItemBatcher needs one of ${limits.join(', ')}`);
  }
  return problems;
}

function findProgramProblems(
  program: unknown,
  place: string,
  more: Readonly<Record<string, Check>>,
): string[] {
  const problems = fieldsOf({ Comment: text, StartAt: name, States: anything, ...more }, [
    'StartAt',
    'States',
  ])(program, place);
  if (!isObject(program)) return problems;
  const { StartAt: start, States: states } = program;
  if (!isObject(states)) return [...problems, `${place}/States must be an object`];
  const targets = new Set<unknown>([start]);
  for (const [own, state] of Object.entries(states)) {
    const at = `${place}/States/${own}`;
    problems.push(...name(own, at), ...findStateProblems(state, at));
    for (const target of isObject(state) ? targetsOf(state) : []) {
      targets.add(target);
      if (!Object.hasOwn(states, String(target))) {
        problems.push(`MISSING_TRANSITION_TARGET: Missing 'Next' target: ${String(target)} at ${at}`);
      }
    }
  }
  if (typeof start === 'string' && !Object.hasOwn(states, start)) {
    problems.push(`MISSING_TRANSITION_TARGET: Missing target of StartAt: ${start} at ${place}`);
  }
  for (const own of Object.keys(states)) {
    if (!targets.has(own))
      problems.push(`MISSING_TRANSITION_TARGET: State "${own}" is not reachable. at ${place}`);
  }
  return problems;
}

function targetsOf(state: JsonObject): unknown[] {
  const lists = [state['Choices'], state['Catch']].filter(Array.isArray) as unknown[][];
  return [
    state['Next'],
    state['Default'],
    ...lists.flat().map((one) => (isObject(one) ? one['Next'] : undefined)),
  ].filter((target) => target !== undefined);
}

function stateNames(states: StateMachineDefinition['States']): string[] {
  return Object.entries(states).flatMap(([own, state]) =>
    state.Type === 'Map' ? [own, ...stateNames(state.ItemProcessor.States)] : [own],
  );
}

/** Everything that stands against a definition; none: it can be run here, as on AWS. */
export function findDefinitionProblems(source: string): string[] {
  if (isNestedDeeper(source, MAX_DEPTH)) {
    return [`INVALID_JSON_DESCRIPTION: the definition is nested deeper than ${MAX_DEPTH} levels`];
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(source);
  } catch (error) {
    return [`INVALID_JSON_DESCRIPTION: ${(error as Error).message}`];
  }
  if (!isObject(parsed)) return ['INVALID_JSON_DESCRIPTION: the definition is not an object'];
  const problems = findProgramProblems(parsed, '', {
    TimeoutSeconds: seconds,
    Version: oneOf('1.0'),
    QueryLanguage: oneOf('JSONPath'),
  });
  if (problems.length > 0)
    return problems.map((one) => (/^[A-Z_]+: /.test(one) ? one : `SCHEMA_VALIDATION_FAILED: ${one}`));
  const definition = parsed as unknown as StateMachineDefinition;
  const names = stateNames(definition.States);
  const labels = distributedMapsOf(definition).flatMap(({ state }) => state.Label ?? []);
  return [
    ...duplicatesOf(names).map((one) => `DUPLICATE_STATE_NAME: Duplicate state name: ${one}`),
    ...duplicatesOf(labels).map((one) => `DUPLICATE_LABEL_NAME: Duplicate label: ${one}`),
  ];
}

function duplicatesOf(names: readonly string[]): string[] {
  return names.filter((one, index) => names.indexOf(one) !== index);
}

/** @throws AwsError `InvalidDefinition`, which names each field that is not carried out here */
export function parseDefinition(source: string): StateMachineDefinition {
  const problems = findDefinitionProblems(source);
  if (problems.length > 0) throw invalidDefinition(problems.slice(0, 10));
  return JSON.parse(source) as StateMachineDefinition;
}

/** The Map state of a name, wherever it is nested. */
export function findMapState(states: Readonly<Record<string, State>>, wanted: string): MapState | undefined {
  for (const [own, state] of Object.entries(states)) {
    if (state.Type !== 'Map') continue;
    const found = own === wanted ? state : findMapState(state.ItemProcessor.States, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}
