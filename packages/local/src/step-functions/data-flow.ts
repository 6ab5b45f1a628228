import type { MapState } from '@groundcrew/lambda';
import { StatesError } from './errors.ts';
import type { Json, JsonObject } from './json.ts';
import type { Execution, Frame } from './model.ts';
import { nodeAt, parsePath, withNode } from './paths.ts';
import { fillTemplate } from './templates.ts';

/*
 * What a state makes of its input: developer guide, "Processing input and output in Step Functions".
 */

/** The items of a Map state without a reader. */
export function itemsOf(state: MapState, input: Json, context: JsonObject): readonly Json[] {
  const items = state.ItemsPath === undefined ? input : nodeAt(parsePath(state.ItemsPath)!, input, context);
  if (Array.isArray(items)) return items as readonly Json[];
  throw new StatesError('States.Runtime', `Reference path "${state.ItemsPath ?? '$'}" must point to array.`);
}

/** Each item, and what `ItemSelector` makes of it. */
export function mapItems(
  { ItemSelector: selector }: MapState,
  items: readonly Json[],
  input: Json,
  context: JsonObject,
): { readonly value: Json; readonly selected: Json }[] {
  return items.map((value, index) => ({
    value,
    selected:
      selector === undefined
        ? value
        : fillTemplate(selector, input, { ...context, Map: { Item: { Index: index, Value: value } } }),
  }));
}

/** 0: as many as there may be. */
export function concurrencyOf(state: MapState, input: Json, context: JsonObject): number {
  return state.MaxConcurrencyPath === undefined
    ? (state.MaxConcurrency ?? 0)
    : numberAt(state.MaxConcurrencyPath, input, context);
}

/** @throws StatesError `States.Runtime`: there is no number that is not negative */
export function numberAt(path: string, input: Json, context: JsonObject): number {
  const value = nodeAt(parsePath(path)!, input, context);
  if (typeof value === 'number' && value >= 0) return value;
  throw new StatesError('States.Runtime', `The path '${path}' must lead to a number that is not negative.`);
}

/** What is at an `InputPath` or `OutputPath`; `null` stands for an empty object. */
export function pathed(path: string | null | undefined, document: Json, context: JsonObject): Json {
  if (path === undefined) return document;
  return path === null ? {} : nodeAt(parsePath(path)!, document, context);
}

/** The input of a state with its result at `ResultPath`; `null`: the input alone. */
export function placed(path: string | null | undefined, raw: Json, result: Json): Json {
  if (path === undefined) return result;
  return path === null ? raw : withNode(parsePath(path)!, raw, result);
}

/** Developer guide, "Accessing execution data from the Context object". */
export function contextOf(execution: Execution, frame: Frame): JsonObject {
  const { arn, name, input, roleArn, startMs, redriveCount, redriveMs, machineArn } = execution;
  return {
    Execution: {
      Id: arn,
      Input: JSON.parse(input) as Json,
      Name: name,
      RoleArn: roleArn,
      StartTime: new Date(startMs).toISOString(),
      RedriveCount: redriveCount,
      ...(redriveMs !== undefined && { RedriveTime: new Date(redriveMs).toISOString() }),
    },
    State: {
      EnteredTime: new Date(frame.enteredMs).toISOString(),
      Name: frame.state,
      RetryCount: Object.values(frame.retries).reduce((sum, one) => sum + one, 0),
    },
    StateMachine: { Id: machineArn, Name: machineArn.split(':').at(-1)! },
    ...(frame.mapItem !== undefined && { Map: { Item: frame.mapItem as unknown as Json } }),
  };
}

/**
 * The parameters of a reader or writer, all of which are texts.
 *
 * @throws StatesError `States.Runtime` for one that is not
 */
export function textsOf(
  template: JsonObject,
  input: Json,
  context: JsonObject,
): Readonly<Record<string, string>> {
  const filled = fillTemplate(template, input, context) as JsonObject;
  return Object.fromEntries(Object.entries(filled).map(([name, value]) => [name, textOf(name, value)]));
}

/** @throws StatesError `States.Runtime` */
export function textOf(name: string, value: Json): string {
  if (typeof value === 'string') return value;
  throw new StatesError('States.Runtime', `${name} must be a string, not ${JSON.stringify(value)}`);
}
