import { choiceOperators } from './choice.ts';
import {
  anything,
  boolean,
  type Check,
  check,
  count,
  fieldsOf,
  integer,
  isTrue,
  listOf,
  MAX_SECONDS,
  name,
  number,
  numberFrom,
  oneOf,
  parametersOf,
  path,
  pathOrNull,
  resultPath,
  seconds,
  template,
  text,
} from './checks.ts';
import type { JsonObject } from './json.ts';

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
export const distributedFields = {
  ItemReader: fieldsOf(readerFields, ['Resource', 'Parameters']),
  ItemBatcher: fieldsOf(batcherFields),
  ResultWriter: fieldsOf(writerFields, ['Resource', 'Parameters']),
  ToleratedFailureCount: count,
  ToleratedFailureCountPath: path,
  ToleratedFailurePercentage: numberFrom(0, 100),
  ToleratedFailurePercentagePath: path,
  // Developer guide, "Using Map state in Distributed mode".
  Label: check('at most 40 characters without white space and special characters', (value) => {
    return typeof value === 'string' && /^[^\s?*<>{}[\]:;,\\|^~$#%&`"\p{Cc}]{1,40}$/u.test(value);
  }),
};

/** The fields of each type of state; any other is refused. */
export const stateFields: Readonly<Record<string, Readonly<Record<string, Check>>>> = {
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

export const requiredFields: Readonly<Record<string, readonly string[]>> = {
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
export const exclusive: readonly (readonly [string, string])[] = [
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
