import Big from 'big.js';
import { invalid } from '../errors.ts';
import type { AttributeValue, Item } from '../item.ts';
import { checkedNumber, typeOf } from '../values.ts';
import { valueAt } from './evaluate-condition.ts';
import type { Path, UpdateAction, UpdateOperand } from './syntax.ts';

/** A value that may still be changed: a copy of what the paths of an update lead through. */
type Draft =
  | { M: Map<string, Draft> }
  | { L: (Draft | undefined)[]; appended: Map<number, Draft> }
  | { value: AttributeValue };

/**
 * An item after an update. All operands are read from the item as it was before; `item` is not changed.
 *
 * @throws AwsError `ValidationException` where an operand is missing or has another type, or a path leads nowhere.
 */
export function applyUpdate(item: Item, actions: readonly UpdateAction[]): Item {
  const values = actions.map((action) => newValue(item, action));
  const draft = draftOf({ M: item }) as { M: Map<string, Draft> };
  for (const [index, { path }] of actions.entries()) write(draft, path, values[index]);
  return finish(draft).M!;
}

/** What an action stores at its path; `undefined`: nothing stays there. */
function newValue(item: Item, action: UpdateAction): AttributeValue | undefined {
  switch (action.type) {
    case 'set':
      return operandValue(item, action.operand);
    case 'remove':
      return undefined;
    case 'add': {
      const current = valueAt(item, action.path);
      const type = typeOf(action.value);
      if (current === undefined) return action.value;
      if (typeOf(current) !== type) throw wrongType();
      if (type === 'N') return { N: add(current.N!, action.value.N!) };
      return withMembers(type, [...new Set([...members(current), ...members(action.value)])]);
    }
    case 'delete': {
      const current = valueAt(item, action.path);
      if (current === undefined) return undefined;
      if (typeOf(current) !== typeOf(action.value)) throw wrongType();
      const gone = new Set(members(action.value));
      const left = members(current).filter((member) => !gone.has(member));
      return left.length > 0 ? withMembers(typeOf(current), left) : undefined;
    }
  }
}

function operandValue(item: Item, operand: UpdateOperand): AttributeValue {
  switch (operand.type) {
    case 'value':
      return operand.value;
    case 'path': {
      const value = valueAt(item, operand.path);
      if (value) return value;
      throw invalid('The provided expression refers to an attribute that does not exist in the item');
    }
    case 'if_not_exists':
      return valueAt(item, operand.path) ?? operandValue(item, operand.fallback);
    case 'list_append': {
      const first = operandValue(item, operand.first);
      const second = operandValue(item, operand.second);
      if (!first.L || !second.L) throw wrongType();
      return { L: [...first.L, ...second.L] };
    }
    case 'arithmetic': {
      const left = operandValue(item, operand.left);
      const right = operandValue(item, operand.right);
      if (left.N === undefined || right.N === undefined) throw wrongType();
      return {
        N: operand.operator === '+' ? add(left.N, right.N) : checkedNumber(new Big(left.N).minus(right.N)),
      };
    }
  }
}

function add(a: string, b: string): string {
  return checkedNumber(new Big(a).plus(b));
}

function members(value: AttributeValue): readonly string[] {
  return (value.SS ?? value.NS ?? value.BS)!;
}

function withMembers(type: string, list: readonly string[]): AttributeValue {
  return { [type]: list };
}

function wrongType() {
  return invalid('An operand in the update expression has an incorrect data type');
}

function invalidPath() {
  return invalid('The document path provided in the update expression is invalid for update');
}

function draftOf(value: AttributeValue): Draft {
  if (value.M) {
    return { M: new Map(Object.entries(value.M).map(([name, member]) => [name, { value: member }])) };
  }
  if (value.L) return { L: value.L.map((member) => ({ value: member })), appended: new Map() };
  return { value };
}

function write(root: { M: Map<string, Draft> }, path: Path, value: AttributeValue | undefined): void {
  let parent: Draft = root;
  for (const step of path.slice(0, -1)) {
    const child: Draft | undefined = childOf(parent, step);
    if (!child) {
      // Nothing to remove where there is no parent; to store there is an error.
      throw invalidPath();
    }
    const opened = 'value' in child ? draftOf(child.value) : child;
    setChild(parent, step, opened);
    parent = opened;
  }
  const last = path.at(-1)!;
  if ('M' in parent && typeof last === 'string') {
    if (value) parent.M.set(last, { value });
    else parent.M.delete(last);
    return;
  }
  if (!('L' in parent) || typeof last !== 'number') throw invalidPath();
  if (last < parent.L.length) parent.L[last] = value && { value };
  else if (value) parent.appended.set(last, { value });
}

function childOf(parent: Draft, step: string | number): Draft | undefined {
  if ('M' in parent) return typeof step === 'string' ? parent.M.get(step) : undefined;
  return 'L' in parent && typeof step === 'number' ? parent.L[step] : undefined;
}

function setChild(parent: Draft, step: string | number, child: Draft): void {
  if ('M' in parent) parent.M.set(step as string, child);
  else if ('L' in parent) parent.L[step as number] = child;
}

/** Removed members close up; those set beyond the end follow in the order of their indexes. */
function finish(draft: Draft): AttributeValue {
  if ('M' in draft) {
    return { M: Object.fromEntries([...draft.M].map(([name, member]) => [name, finish(member)])) };
  }
  if ('L' in draft) {
    const appended = [...draft.appended].sort(([a], [b]) => a - b).map(([, member]) => member);
    const all = [...draft.L.filter((member) => member !== undefined), ...appended];
    return { L: all.map(finish) };
  }
  return draft.value;
}
