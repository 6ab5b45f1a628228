import { messageOf } from '@groundcrew/errors';
import { isPlainObject, type Json, sameJson } from './json.ts';
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

interface ChangeShape {
  id: string;
  field: string;
  target: TargetShape;
  requires?: string[];
  holds?: { field: string }[];
}

interface TargetShape {
  accountId: string;
  region: string;
  resource: string;
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
  const ids = new Set<string>();
  const fieldKeys = new Set<string>();
  for (const { id, field, target } of changes) {
    if (ids.has(id)) return `two changes have the id ${show(id)}`;
    ids.add(id);
    const fieldKey = fieldKeyOf(target, field);
    if (fieldKeys.has(fieldKey)) return `two changes are of ${show(field)} of ${target.resource}`;
    fieldKeys.add(fieldKey);
    if (!known.has(target.accountId)) return `change ${show(id)} is in an account that is not in accounts`;
  }
  for (const { id, target, holds = [] } of changes) {
    const held = holds.find(({ field }) => fieldKeys.has(fieldKeyOf(target, field)));
    if (held) return `holds of change ${show(id)} has ${show(held.field)}, which the plan changes`;
  }
  return problemOfRequirements(changes);
}

const fieldKeyOf = ({ accountId, region, resource }: TargetShape, field: string) =>
  JSON.stringify([accountId, region, resource, field]);

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
