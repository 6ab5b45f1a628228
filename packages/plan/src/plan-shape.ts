import { messageOf } from '@groundcrew/errors';
import { compareText, isPlainObject, type Json, sameJson } from './json.ts';
import { problemOfRequirements } from './requirements.ts';

const ACCOUNT_ID = /^\d{12}$/;
const UTC_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/**
 * The problem of the body of a plan, with its place (`changes[3].field …`); `undefined`: none, except for values that
 * JSON can't represent, which computing its hash shows.
 */
export function problemOfPlan(plan: unknown): string | undefined {
  if (!isPlainObject(plan)) return 'it is not an object';
  const { kind, createdAt, accounts, scope, changes, findings } = plan;
  if (!isName(kind)) return `kind ${show(kind)} is not a name`;
  if (typeof createdAt !== 'string' || !UTC_TIME.test(createdAt) || Number.isNaN(Date.parse(createdAt))) {
    return `createdAt ${show(createdAt)} is not a UTC time such as 2027-01-31T09:00:00.000Z`;
  }
  if (!isPlainObject(scope) || !isCount(scope.examined)) return 'scope.examined is not a count';
  if (!isOptionalText(scope.command)) return `scope.command ${show(scope.command)} is not a string`;
  const { ids, owner } = scope;
  if (ids !== undefined && !(isPlainObject(ids) && Object.values(ids).every(isName))) {
    return 'scope.ids has something that is not an id';
  }
  if (owner !== undefined && !isName(owner)) return `scope.owner ${show(owner)} is not a name`;
  if (!Array.isArray(accounts)) return 'accounts is not a list';
  if (!Array.isArray(changes)) return 'changes is not a list';
  if (!Array.isArray(findings)) return 'findings is not a list';
  return (
    firstProblem(accounts, 'accounts', problemOfAccount) ??
    firstProblem(changes, 'changes', problemOfChange) ??
    firstProblem(findings, 'findings', problemOfFinding) ??
    problemAcrossChanges(changes as ChangeShape[], accounts as { id: string }[])
  );
}

/** The problem of one change. */
export function problemOfChange(change: unknown): string | undefined {
  const problem = problemOfFinding(change);
  if (problem !== undefined || !isPlainObject(change)) return problem;
  if (!isName(change.id)) return `id ${show(change.id)} is not a name`;
  if (!isOptionalText(change.source)) return `source ${show(change.source)} is not a string`;
  const { requires } = change;
  if (requires !== undefined && !(Array.isArray(requires) && requires.every(isName))) {
    return `requires ${show(requires)} is not a list of ids`;
  }
  if (requires !== undefined && new Set(requires).size < requires.length) {
    return `requires ${show(requires)} names a change twice`;
  }
  const holdsProblem = problemOfHolds(change.holds, change.field);
  if (holdsProblem !== undefined) return holdsProblem;
  if (change.before === undefined) return 'before is missing; null means absent';
  if (change.after === undefined) return 'after is missing; null means removed';
  try {
    const isSame = sameJson(change.before as Json, change.after as Json);
    return isSame ? `before and after of ${show(change.id)} are the same` : undefined;
  } catch (thrown) {
    return messageOf(thrown);
  }
}

function problemOfHolds(holds: unknown, changed: unknown): string | undefined {
  if (holds === undefined) return undefined;
  if (!Array.isArray(holds)) return `holds ${show(holds)} is not a list`;
  const fields = new Set<unknown>([changed]);
  for (const held of holds) {
    if (!isPlainObject(held) || !isName(held.field)) return `holds has ${show(held)}, which names no field`;
    if (held.value === undefined) return `holds has ${show(held.field)} without a value; null means absent`;
    if (fields.has(held.field)) return `holds has ${show(held.field)} twice, or the field of the change`;
    fields.add(held.field);
  }
  return undefined;
}

interface FieldShape {
  readonly field: string;
  readonly target: TargetShape;
}

interface ChangeShape extends FieldShape {
  id: string;
  requires?: string[];
  holds?: { field: string }[];
}

interface TargetShape {
  readonly accountId: string;
  readonly region: string;
  readonly resource: string;
}

function problemOfFinding(finding: unknown): string | undefined {
  if (!isPlainObject(finding)) return 'is not an object';
  const { target, field, reason } = finding;
  if (!isPlainObject(target)) return 'target is not an object';
  if (typeof target.accountId !== 'string' || !ACCOUNT_ID.test(target.accountId)) {
    return `target.accountId ${show(target.accountId)} is not twelve digits`;
  }
  if (!isName(target.region)) return `target.region ${show(target.region)} is not a name`;
  if (!isName(target.resource)) return `target.resource ${show(target.resource)} is not a name`;
  if (!isOptionalText(target.label)) return `target.label ${show(target.label)} is not a string`;
  const { managedBy } = target;
  if (managedBy !== undefined && !(Array.isArray(managedBy) && managedBy.every(isName))) {
    return `target.managedBy ${show(managedBy)} is not a list of names`;
  }
  // AWS accepts tag keys of blanks only, so any text is a field.
  if (!isName(field)) return `field ${show(field)} is not a name`;
  if (typeof reason !== 'string') return `reason ${show(reason)} is not a string`;
  return undefined;
}

function problemOfAccount(account: unknown): string | undefined {
  if (!isPlainObject(account)) return 'is not an object';
  if (typeof account.id !== 'string' || !ACCOUNT_ID.test(account.id)) {
    return `id ${show(account.id)} is not twelve digits`;
  }
  return isOptionalText(account.alias) ? undefined : `alias ${show(account.alias)} is not a string`;
}

/** The problem of changes in combination. */
function problemAcrossChanges(
  changes: readonly ChangeShape[],
  accounts: readonly { id: string }[],
): string | undefined {
  const known = new Set(accounts.map(({ id }) => id));
  const ids = indexIds(changes);
  if (ids.twice !== undefined) return `two changes have the id ${show(ids.twice)}`;
  for (const { id, target } of changes) {
    if (!known.has(target.accountId)) return `change ${show(id)} is in an account that is not in accounts`;
  }
  return problemOfFields(changes) ?? problemOfHeldFields(changes) ?? problemOfRequirements(changes, ids);
}

interface IdIndex {
  /** An id that is there twice. */
  readonly twice: string | undefined;
  has(id: string): boolean;
}

/** Ids begin with the resource, so that those of a plan mostly ascend: then they need no index of their own. */
function indexIds(changes: readonly ChangeShape[]): IdIndex {
  const isAscending = changes.every(({ id }, index) => index === 0 || changes[index - 1]!.id < id);
  if (isAscending) {
    return {
      twice: undefined,
      has(id) {
        let [from, to] = [0, changes.length];
        while (from < to) {
          const middle = (from + to) >>> 1;
          if (changes[middle]!.id < id) from = middle + 1;
          else to = middle;
        }
        return changes[from]?.id === id;
      },
    };
  }
  const ids = new Set<string>();
  for (const { id } of changes) {
    if (ids.has(id)) return { twice: id, has: () => true };
    ids.add(id);
  }
  return { twice: undefined, has: (id) => ids.has(id) };
}

/** A plan has its changes in order, so that two of one field are side by side; one that does not is sorted first. */
function problemOfFields(changes: readonly ChangeShape[]): string | undefined {
  const isSorted = changes.every(
    (change, index) => index === 0 || compareFields(changes[index - 1]!, change) <= 0,
  );
  const sorted = isSorted ? changes : changes.toSorted(compareFields);
  const twice = sorted.find((change, index) => index > 0 && compareFields(sorted[index - 1]!, change) === 0);
  return twice && `two changes are of ${show(twice.field)} of ${twice.target.resource}`;
}

/** The order of changes in a plan. */
export function compareFields(one: FieldShape, other: FieldShape): number {
  return (
    compareText(one.target.accountId, other.target.accountId) ||
    compareText(one.target.region, other.target.region) ||
    compareText(one.target.resource, other.target.resource) ||
    compareText(one.field, other.field)
  );
}

/** A precondition is of a field that the plan does not change. Few changes have one. */
function problemOfHeldFields(changes: readonly ChangeShape[]): string | undefined {
  const holding = changes.filter(({ holds }) => holds !== undefined && holds.length > 0);
  if (holding.length === 0) return undefined;
  const fields = new Map<string, ChangeShape[]>(holding.map(({ target }) => [target.resource, []]));
  for (const change of changes) fields.get(change.target.resource)?.push(change);
  for (const { id, target, holds = [] } of holding) {
    const changed = fields.get(target.resource)!;
    const held = holds.find(({ field }) =>
      changed.some((change) => compareFields(change, { target, field }) === 0),
    );
    if (held) return `holds of change ${show(id)} has ${show(held.field)}, which the plan changes`;
  }
  return undefined;
}

function firstProblem(
  items: readonly unknown[],
  name: string,
  problemOf: (item: unknown) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const problem = problemOf(item);
    if (problem !== undefined) return `${name}[${index}]: ${problem}`;
  }
  return undefined;
}

const isName = (value: unknown): value is string => typeof value === 'string' && value !== '';
const isOptionalText = (value: unknown): boolean => value === undefined || typeof value === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const show = (value: unknown): string => JSON.stringify(value)?.slice(0, 120) ?? String(value);
