import {
  distributedMapsOf,
  type MapState,
  type State,
  type StateMachineDefinition,
} from '@groundcrew/lambda';
import { choiceOperators } from './choice.ts';
import { invalidDefinition } from './errors.ts';
import { isObject, type JsonObject } from './json.ts';
import { parsePath } from './paths.ts';
import { findTemplateProblems } from './templates.ts';

/** What is wrong with the value of a field, in words that follow its place; none: nothing. */
type Check = (value: unknown, place: string) => string[];

const check =
  (wanted: string, test: (value: unknown) => boolean): Check =>
  (value, place) =>
    test(value) ? [] : [`${place} must be ${wanted}`];

const text = check('a string', (value) => typeof value === 'string');
const name = check('a string of 1 to 80 characters', (value) => {
  return typeof value === 'string' && value.length > 0 && value.length <= 80;
});
const isTrue = check('true', (value) => value === true);
const boolean = check('a boolean', (value) => typeof value === 'boolean');
const number = check('a number', (value) => typeof value === 'number');
const anything: Check = () => [];
const integer = (minimum: number, maximum: number): Check =>
  check(`a whole number from ${minimum} to ${maximum}`, (value) => {
    return Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum;
  });
const numberFrom = (minimum: number, maximum: number): Check =>
  check(`a number from ${minimum} to ${maximum}`, (value) => {
    return typeof value === 'number' && value >= minimum && value <= maximum;
  });
const oneOf = (...values: readonly string[]): Check =>
  check(`one of ${values.join(', ')}`, (value) => typeof value === 'string' && values.includes(value));
const path = check('a path without wildcards and filters', (value) => {
  return typeof value === 'string' && parsePath(value) !== undefined;
});
const pathOrNull: Check = (value, place) => (value === null ? [] : path(value, place));
const resultPath = check("null, or a path of names in the state's input", (value) => {
  if (value === null) return true;
  const parsed = typeof value === 'string' ? parsePath(value) : undefined;
  return parsed !== undefined && !parsed.ofContext && parsed.steps.every((step) => typeof step === 'string');
});
const template: Check = (value, place) =>
  isObject(value) ? findTemplateProblems(value, place) : [`${place} must be an object`];
/** Parameters of an integration: these and no others, each also by a path. */
const parametersOf =
  (names: readonly string[], required: readonly string[]): Check =>
  (value, place) => {
    if (!isObject(value)) return [`${place} must be an object`];
    const given = Object.keys(value).map((key) => key.replace(/\.\$$/, ''));
    return [
      ...required
        .filter((one) => !given.includes(one))
        .map((one) => `The field "${one}" is missing at ${place}`),
      ...given
        .filter((one) => !names.includes(one))
        .map((one) => `Field "${one}" is not supported at ${place}`),
      ...findTemplateProblems(value, place),
    ];
  };
const listOf =
  (item: Check): Check =>
  (value, place) =>
    Array.isArray(value) && value.length > 0
      ? value.flatMap((one, index) => item(one, `${place}[${index}]`))
      : [`${place} must be a list that is not empty`];

/** An object with these fields and no others. */
const fieldsOf =
  (fields: Readonly<Record<string, Check>>, required: readonly string[] = []): Check =>
  (value, place) => {
    if (!isObject(value)) return [`${place} must be an object`];
    return [
      ...required
        .filter((field) => value[field] === undefined)
        .map((field) => `The field "${field}" is missing at ${place}`),
      ...Object.entries(value).flatMap(([field, content]) => {
        const own = Object.hasOwn(fields, field) ? fields[field] : undefined;
        return own === undefined
          ? [`Field "${field}" is not supported at ${place}`]
          : own(content, `${place}/${field}`);
      }),
    ];
  };

const MAX_SECONDS = 99_999_999;
const seconds = integer(1, MAX_SECONDS);
const count = integer(0, Number.MAX_SAFE_INTEGER);

const retrierFields = {
  ErrorEquals: listOf(text),
  IntervalSeconds: seconds,
  MaxAttempts: integer(0, MAX_SECONDS),
  BackoffRate: numberFrom(1, Number.MAX_VALUE),
  MaxDelaySeconds: integer(1, 31_622_400),
  JitterStrategy: oneOf('FULL', 'NONE'),
};
const catcherFields = { ErrorEquals: listOf(text), ResultPath: resultPath, Next: name };

const common = { Comment: text, Type: text };
const paths = { InputPath: pathOrNull, OutputPath: pathOrNull };
const transition = { Next: name, End: isTrue };
const errorHandling = {
  Retry: handlers(fieldsOf(retrierFields, ['ErrorEquals'])),
  Catch: handlers(fieldsOf(catcherFields, ['ErrorEquals', 'Next'])),
};
const result = { Parameters: template, ResultSelector: template, ResultPath: resultPath };

const taskFields = {
  ...common,
  ...paths,
  ...transition,
  ...errorHandling,
  ...result,
  Resource: oneOf(
    'arn:aws:states:::lambda:invoke',
    'arn:aws:states:::aws-sdk:dynamodb:describeBulkOperation',
    'arn:aws:states:::aws-sdk:dynamodb:startBulkPutItems',
  ),
  TimeoutSeconds: seconds,
  TimeoutSecondsPath: path,
};

const conditionFields: Readonly<Record<string, Check>> = {
  Variable: path,
  And: listOf((value, place) => condition(value, place)),
  Or: listOf((value, place) => condition(value, place)),
  Not: (value, place) => condition(value, place),
  ...Object.fromEntries(
    Object.entries(choiceOperators).map(([operator, type]) => [
      operator,
      { boolean, number, string: text, path }[type],
    ]),
  ),
};

/** Combines conditions, or compares one variable by one operator. */
function condition(value: unknown, place: string): string[] {
  const problems = fieldsOf(conditionFields)(value, place);
  return problems.length > 0 ? problems : findOperatorProblems(value as JsonObject, place);
}

function findOperatorProblems(value: JsonObject, place: string): string[] {
  const operators = Object.keys(value).filter((key) => key in choiceOperators);
  const combining = Object.keys(value).filter((key) => ['And', 'Or', 'Not'].includes(key));
  const isComparison = 'Variable' in value && operators.length === 1 && combining.length === 0;
  const isCombination = !('Variable' in value) && operators.length === 0 && combining.length === 1;
  return isComparison || isCombination
    ? []
    : [`${place} needs Variable with one comparison operator, or one of And, Or, Not`];
}

const choiceRule: Check = (value, place) => {
  const problems = fieldsOf({ ...conditionFields, Next: name, Comment: text }, ['Next'])(value, place);
  return problems.length > 0 ? problems : findOperatorProblems(value as JsonObject, place);
};

const mapFields = {
  ...common,
  ...paths,
  ...transition,
  ...errorHandling,
  ItemProcessor: anything,
  ItemsPath: path,
  ItemSelector: template,
  MaxConcurrency: count,
  MaxConcurrencyPath: path,
  ResultSelector: template,
  ResultPath: resultPath,
};

const readerFields = {
  Resource: oneOf('arn:aws:states:::s3:listObjectsV2', 'arn:aws:states:::s3:getObject'),
  Parameters: anything,
  ReaderConfig: fieldsOf({
    InputType: oneOf('JSON', 'JSONL'),
    MaxItems: integer(0, 100_000_000),
    MaxItemsPath: path,
  }),
};
const MAX_BATCH_BYTES = 256 * 1024;
const batcherFields = {
  MaxItemsPerBatch: integer(1, 100_000_000),
  MaxItemsPerBatchPath: path,
  MaxInputBytesPerBatch: integer(1, MAX_BATCH_BYTES),
  MaxInputBytesPerBatchPath: path,
  BatchInput: template,
};
const writerFields = {
  Resource: oneOf('arn:aws:states:::s3:putObject'),
  Parameters: parametersOf(['Bucket', 'Prefix'], ['Bucket']),
  WriterConfig: fieldsOf(
    { Transformation: oneOf('NONE', 'COMPACT', 'FLATTEN'), OutputType: oneOf('JSON', 'JSONL') },
    ['Transformation', 'OutputType'],
  ),
};

/** Of Map states in distributed mode only. */
const distributedFields = {
  ItemReader: fieldsOf(readerFields, ['Resource', 'Parameters']),
  ItemBatcher: fieldsOf(batcherFields),
  ResultWriter: fieldsOf(writerFields, ['Resource', 'Parameters']),
  ToleratedFailureCount: count,
  ToleratedFailureCountPath: path,
  ToleratedFailurePercentage: numberFrom(0, 100),
  ToleratedFailurePercentagePath: path,
  // Developer guide, "Using Map state in Distributed mode".
  Label: check('at most 40 characters without white space and special characters', (value) => {
    return (
      typeof value === 'string' &&
      /^[^\s?*<>{}[\]:;,\\|^~$#%&`"\u0000-\u001f\u007f-\u009f]{1,40}$/.test(value)
    );
  }),
};

/** The fields of each type of state; any other is refused. */
const stateFields: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
  Task: taskFields,
  Pass: {
    ...common,
    ...paths,
    ...transition,
    Parameters: template,
    Result: anything,
    ResultPath: resultPath,
  },
  Choice: { ...common, ...paths, Choices: listOf(choiceRule), Default: name },
  Wait: { ...common, ...paths, ...transition, Seconds: integer(0, MAX_SECONDS), SecondsPath: path },
  Succeed: { ...common, ...paths },
  Fail: { ...common, Error: text, ErrorPath: path, Cause: text, CausePath: path },
  Map: mapFields,
};

const requiredFields: Readonly<Record<string, readonly string[]>> = {
  Task: ['Resource'],
  Choice: ['Choices'],
  Map: ['ItemProcessor'],
};

/** What is carried out here, by where it stands: the names of fields. For the documentation, and for tests. */
export const supportedFields: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  Object.entries({
    ...stateFields,
    'Map (distributed)': distributedFields,
    Retry: retrierFields,
    Catch: catcherFields,
    ItemReader: readerFields,
    ItemBatcher: batcherFields,
    ResultWriter: writerFields,
    'Choice rule': { ...conditionFields, Next: name },
  }).map(([place, fields]) => [place, Object.keys(fields).toSorted()]),
);

/** Pairs of which a state has at most one. */
const exclusive: readonly (readonly [string, string])[] = [
  ['TimeoutSeconds', 'TimeoutSecondsPath'],
  ['Seconds', 'SecondsPath'],
  ['MaxConcurrency', 'MaxConcurrencyPath'],
  ['ToleratedFailureCount', 'ToleratedFailureCountPath'],
  ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
  ['Error', 'ErrorPath'],
  ['Cause', 'CausePath'],
  ['MaxItems', 'MaxItemsPath'],
  ['MaxItemsPerBatch', 'MaxItemsPerBatchPath'],
  ['MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath'],
];

function handlers(item: Check): Check {
  return (value, place) => {
    const problems = listOf(item)(value, place);
    if (problems.length > 0) return problems;
    const all = value as readonly { readonly ErrorEquals: readonly string[] }[];
    return all.flatMap(({ ErrorEquals }, index) =>
      ErrorEquals.includes('States.ALL') && (ErrorEquals.length > 1 || index < all.length - 1)
        ? [`States.ALL must stand alone, and in the last one, at ${place}[${index}]`]
        : [],
    );
  };
}

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
    const isListing = String(reader['Resource']).endsWith(':listObjectsV2');
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
  if (!Object.hasOwn(states, String(start))) {
    problems.push(`MISSING_TRANSITION_TARGET: Missing target of StartAt: ${String(start)} at ${place}`);
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
