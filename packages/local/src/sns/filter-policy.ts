import { isGroundcrewError } from '@groundcrew/errors';
import { compileEventPattern, type JsonObject } from '../event-bus/event-pattern.ts';
import { isNestedDeeper } from '../json-depth.ts';
import { isJsonObject } from '../json-object.ts';
import { checkRule } from './filter-rules.ts';
import { type NewMessage, textFor } from './message.ts';
import type { Attributes, Subscription } from './topics.ts';

export type FilterPolicyScope = 'MessageAttributes' | 'MessageBody';

const MAX_BYTES = 256 * 1024;
const MAX_KEYS = 5;
const MAX_COMBINATIONS = 150;
const MAX_DEPTH = 100;

/**
 * The problem of a filter policy; `undefined`: SNS would accept it.
 *
 * Rules: "Amazon SNS subscription filter policies" of the SNS developer guide, with its page of constraints: five keys, 150 combinations
 * (each level of nesting multiplies them; those of `$or` are added, which the page does not state).
 */
export function findPolicyProblem(text: string, scope: FilterPolicyScope): string | undefined {
  try {
    checkPolicy(text, scope);
    return undefined;
  } catch (error) {
    if (error instanceof PolicyProblem) return error.message;
    if (isGroundcrewError(error)) return `FilterPolicy: ${error.message}`;
    throw error;
  }
}

/** A refused policy; its message begins with the attribute's name. */
class PolicyProblem extends Error {}

function problem(message: string): PolicyProblem {
  return new PolicyProblem(`FilterPolicy: ${message}`);
}

function checkPolicy(text: string, scope: FilterPolicyScope): void {
  if (Buffer.byteLength(text) > MAX_BYTES) throw problem(`Filter policy is longer than ${MAX_BYTES} bytes`);
  if (isNestedDeeper(text, MAX_DEPTH)) throw problem('Filter policy is too complex');
  const policy = parseJson(text);
  if (policy === undefined) throw problem('failed to parse JSON.');
  if (!isJsonObject(policy)) throw problem('Filter policy must be a JSON object');
  if (Object.keys(policy).length === 0) return;
  if (Object.keys(policy).length > MAX_KEYS) {
    throw problem(`Filter policy cannot have more than ${MAX_KEYS} keys`);
  }
  if (combinationsOf(policy, scope, 1) > MAX_COMBINATIONS) throw problem('Filter policy is too complex');
  compileEventPattern(policy);
}

function combinationsOf(fields: JsonObject, scope: FilterPolicyScope, depth: number): number {
  let combinations = 1;
  for (const [key, value] of Object.entries(fields)) {
    if (key === '$or' && Array.isArray(value) && value.length > 1 && value.every(isJsonObject)) {
      combinations *= value.reduce<number>((sum, one) => sum + combinationsOf(one, scope, depth), 0);
    } else if (Array.isArray(value)) {
      if (value.length === 0) throw problem('Empty arrays are not allowed');
      for (const rule of value) {
        const refused = checkRule(rule);
        if (refused !== undefined) throw problem(refused);
      }
      combinations *= value.length * depth;
    } else if (isJsonObject(value)) {
      if (scope === 'MessageAttributes') {
        throw problem('Filter policy scope MessageAttributes does not support nested filter policy');
      }
      combinations *= combinationsOf(value, scope, depth + 1);
    } else {
      throw problem(`"${key}" must be an object or an array`);
    }
  }
  return combinations;
}

type Accepts = (message: NewMessage, protocol: string) => boolean;

/** By the attributes that they were compiled from: a change of them is another object. */
const compiled = new WeakMap<Attributes, Accepts>();

/** Whether a subscription's filter policy lets a message pass. */
export function acceptsMessage({ attributes, protocol }: Subscription, message: NewMessage): boolean {
  let accepts = compiled.get(attributes);
  if (!accepts) compiled.set(attributes, (accepts = compile(attributes)));
  return accepts(message, protocol);
}

function compile({ FilterPolicy, FilterPolicyScope }: Attributes): Accepts {
  const policy = FilterPolicy === undefined ? undefined : (parseJson(FilterPolicy) as JsonObject);
  if (policy === undefined || Object.keys(policy).length === 0) return () => true;
  const matches = compileEventPattern(policy);
  if (FilterPolicyScope !== 'MessageBody') return (message) => matches(attributeValues(message));
  return (message, protocol) => {
    const text = textFor(protocol, message);
    const body = isNestedDeeper(text, MAX_DEPTH) ? undefined : parseJson(text);
    // What is not an object has no properties that could match.
    return isJsonObject(body) && matches(body);
  };
}

/** "Amazon SNS ignores message attributes with the Binary data type." */
function attributeValues({ attributes }: NewMessage): JsonObject {
  const entries = Object.entries(attributes).flatMap(([name, { type, value }]): [string, unknown][] => {
    if (type === 'Number') return [[name, Number(value)]];
    if (type === 'String.Array') {
      const list = isNestedDeeper(value, 1) ? undefined : parseJson(value);
      return Array.isArray(list) ? [[name, list]] : [];
    }
    return type === 'String' ? [[name, value]] : [];
  });
  return Object.fromEntries(entries);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
