/**
 * A state machine of Step Functions as plain data: the part of the Amazon States Language (https://states-language.net/spec.html,
 * query language JSONPath) that this project's state machines use, and that the embedded AWS runs. Texts may contain
 * `${Name}`, which stands for a value of {@link StateMachineManifest.substitutions}.
 */
export interface StateMachineDefinition {
  readonly Comment?: string;
  readonly StartAt: string;
  readonly TimeoutSeconds?: number;
  readonly States: Readonly<Record<string, State>>;
}

export type State =
  | TaskState
  | PassState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | MapState
  | ParallelState;

/** Anything that JSON can express; in a template, keys that end in `.$` have paths or intrinsic functions as values. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A payload template. */
export type JsonTemplate = Readonly<Record<string, JsonValue>>;

interface AnyState {
  readonly Comment?: string;
}

/** Exactly one of `Next` and `End`. */
interface Transition {
  readonly Next?: string;
  readonly End?: true;
}

interface PathsOfState {
  readonly InputPath?: string | null;
  readonly OutputPath?: string | null;
}

interface ErrorHandling {
  readonly Retry?: readonly Retrier[];
  readonly Catch?: readonly Catcher[];
}

export interface Retrier {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds?: number;
  readonly MaxAttempts?: number;
  readonly BackoffRate?: number;
  readonly MaxDelaySeconds?: number;
  readonly JitterStrategy?: 'FULL' | 'NONE';
}

export interface Catcher {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath?: string | null;
  readonly Next: string;
}

export interface TaskState extends AnyState, Transition, PathsOfState, ErrorHandling {
  readonly Type: 'Task';
  readonly Resource: 'arn:aws:states:::lambda:invoke' | `arn:aws:states:::aws-sdk:dynamodb:${string}`;
  readonly Parameters?: JsonTemplate;
  readonly ResultSelector?: JsonTemplate;
  readonly ResultPath?: string | null;
  readonly TimeoutSeconds?: number;
  readonly TimeoutSecondsPath?: string;
}

export interface PassState extends AnyState, Transition, PathsOfState {
  readonly Type: 'Pass';
  readonly Parameters?: JsonTemplate;
  readonly Result?: JsonValue;
  readonly ResultPath?: string | null;
}

export interface ChoiceState extends AnyState, PathsOfState {
  readonly Type: 'Choice';
  readonly Choices: readonly ChoiceRule[];
  readonly Default?: string;
}

/** A rule of a Choice state: a condition, and where it leads. */
export type ChoiceRule = ChoiceCondition & { readonly Next: string; readonly Comment?: string };

/** One operator beside `Variable`, or `And`, `Or`, `Not`. */
export interface ChoiceCondition {
  readonly Variable?: string;
  readonly And?: readonly ChoiceCondition[];
  readonly Or?: readonly ChoiceCondition[];
  readonly Not?: ChoiceCondition;
  readonly BooleanEquals?: boolean;
  readonly IsBoolean?: boolean;
  readonly IsNull?: boolean;
  readonly IsNumeric?: boolean;
  readonly IsPresent?: boolean;
  readonly IsString?: boolean;
  readonly NumericEquals?: number;
  readonly NumericEqualsPath?: string;
  readonly NumericGreaterThan?: number;
  readonly NumericGreaterThanPath?: string;
  readonly NumericGreaterThanEquals?: number;
  readonly NumericGreaterThanEqualsPath?: string;
  readonly NumericLessThan?: number;
  readonly NumericLessThanPath?: string;
  readonly NumericLessThanEquals?: number;
  readonly NumericLessThanEqualsPath?: string;
  readonly StringEquals?: string;
  readonly StringEqualsPath?: string;
}

export interface WaitState extends AnyState, Transition, PathsOfState {
  readonly Type: 'Wait';
  readonly Seconds?: number;
  readonly SecondsPath?: string;
}

export interface SucceedState extends AnyState, PathsOfState {
  readonly Type: 'Succeed';
}

export interface FailState extends AnyState {
  readonly Type: 'Fail';
  readonly Error?: string;
  readonly ErrorPath?: string;
  readonly Cause?: string;
  readonly CausePath?: string;
}

export interface ParallelState extends AnyState, Transition, PathsOfState, ErrorHandling {
  readonly Type: 'Parallel';
  readonly Branches: readonly {
    readonly Comment?: string;
    readonly StartAt: string;
    readonly States: Readonly<Record<string, State>>;
  }[];
  readonly Parameters?: JsonTemplate;
  readonly ResultSelector?: JsonTemplate;
  readonly ResultPath?: string | null;
}

export interface MapState extends AnyState, Transition, PathsOfState, ErrorHandling {
  readonly Type: 'Map';
  readonly ItemProcessor: ItemProcessor;
  readonly ItemsPath?: string;
  readonly ItemSelector?: JsonTemplate;
  readonly MaxConcurrency?: number;
  readonly MaxConcurrencyPath?: string;
  readonly ResultSelector?: JsonTemplate;
  readonly ResultPath?: string | null;
  /* Distributed mode only. */
  readonly ItemReader?: ItemReader;
  readonly ItemBatcher?: ItemBatcher;
  readonly ResultWriter?: ResultWriter;
  readonly ToleratedFailureCount?: number;
  readonly ToleratedFailureCountPath?: string;
  readonly ToleratedFailurePercentage?: number;
  readonly ToleratedFailurePercentagePath?: string;
  /** At most 40 characters; part of the names of child executions and map runs. */
  readonly Label?: string;
}

export interface ItemProcessor {
  readonly Comment?: string;
  readonly ProcessorConfig?:
    | { readonly Mode: 'INLINE' }
    | { readonly Mode: 'DISTRIBUTED'; readonly ExecutionType: 'STANDARD' };
  readonly StartAt: string;
  readonly States: Readonly<Record<string, State>>;
}

export interface ItemReader {
  readonly Resource: 'arn:aws:states:::s3:listObjectsV2' | 'arn:aws:states:::s3:getObject';
  readonly Parameters: JsonTemplate;
  readonly ReaderConfig?: {
    /** Of `s3:getObject` only. */
    readonly InputType?: 'JSON' | 'JSONL';
    readonly MaxItems?: number;
    readonly MaxItemsPath?: string;
  };
}

export interface ItemBatcher {
  readonly MaxItemsPerBatch?: number;
  readonly MaxItemsPerBatchPath?: string;
  readonly MaxInputBytesPerBatch?: number;
  readonly MaxInputBytesPerBatchPath?: string;
  readonly BatchInput?: JsonTemplate;
}

export interface ResultWriter {
  readonly Resource: 'arn:aws:states:::s3:putObject';
  readonly Parameters: JsonTemplate;
  readonly WriterConfig?: {
    readonly Transformation: 'NONE' | 'COMPACT' | 'FLATTEN';
    readonly OutputType: 'JSON' | 'JSONL';
  };
}

/** The Map states in distributed mode, wherever they are nested. */
export function distributedMapsOf({ States }: Pick<StateMachineDefinition, 'States'>): {
  readonly name: string;
  readonly state: MapState;
}[] {
  return Object.entries(States).flatMap(([name, state]) => {
    if (state.Type === 'Parallel') return state.Branches.flatMap(distributedMapsOf);
    if (state.Type !== 'Map') return [];
    const own = state.ItemProcessor.ProcessorConfig?.Mode === 'DISTRIBUTED' ? [{ name, state }] : [];
    return [...own, ...distributedMapsOf(state.ItemProcessor)];
  });
}
