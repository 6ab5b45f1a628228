import { GroundcrewError } from '@groundcrew/errors';
import type { AccountInstance, LocalAccounts } from './account-file.ts';
import { findDescribedProblem } from './described-resources.ts';
import { findNameOrZoneProblem, findResourceProblem } from './resource-problems.ts';
import { findScheduledProblem } from './scheduled-lists.ts';
import { accountsSchema } from './schema.ts';
import { findProblem, MISSING, type Problem } from './validate.ts';

/**
 * Reads a parsed account file.
 *
 * @param file its name, for messages
 * @throws GroundcrewError `account.file.invalid`, with the path in the document, the value, and the expected value.
 */
export function parseAccounts(json: unknown, file?: string): LocalAccounts {
  const problem = findProblem(json, accountsSchema) ?? findProblemBeyondSchema(json as LocalAccounts);
  if (problem) throw invalid(problem, json, file);
  const { accounts, organization } = json as LocalAccounts;
  return { accounts, ...(organization !== undefined && { organization }) };
}

/** Checks what a schema can't express. */
function findProblemBeyondSchema({ accounts }: LocalAccounts): Problem | undefined {
  const accountIds = new Set<string>();
  const instanceIds = new Set<string>();
  const bucketNames = new Set<string>();
  for (const [accountIndex, { id, regions }] of accounts.entries()) {
    if (accountIds.has(id)) return { path: `accounts[${accountIndex}].id`, value: id, expected: 'unique' };
    accountIds.add(id);
    for (const [name, region] of Object.entries(regions)) {
      const regionPath = `accounts[${accountIndex}].regions["${name}"]`;
      const describedProblem = findDescribedProblem(region, regionPath, bucketNames);
      if (describedProblem) return describedProblem;
      const scheduledProblem = findScheduledProblem(region, regionPath);
      if (scheduledProblem) return scheduledProblem;
      const resourceProblem = findResourceProblem(region, name, regionPath);
      if (resourceProblem) return resourceProblem;
      const { instances = [] } = region;
      for (const [index, instance] of instances.entries()) {
        const path = `${regionPath}.instances[${index}]`;
        const problem = findInstanceProblem(instance, name, path);
        if (problem) return problem;
        if (instance.id === undefined) continue;
        if (instanceIds.has(instance.id)) {
          return { path: `${path}.id`, value: instance.id, expected: 'unique' };
        }
        instanceIds.add(instance.id);
      }
    }
  }
  return undefined;
}

function findInstanceProblem(instance: AccountInstance, region: string, path: string): Problem | undefined {
  const { id, count, privateIps = [], publicIp, launchTime } = instance;
  if (count !== undefined && count > 1) {
    if (id !== undefined) return { path: `${path}.id`, value: id, expected: 'omitted with count' };
    if (privateIps.length > 0) {
      return { path: `${path}.privateIps`, value: privateIps, expected: 'omitted with count' };
    }
    if (typeof publicIp === 'string') {
      return { path: `${path}.publicIp`, value: publicIp, expected: 'true, or omitted, with count' };
    }
  }
  const common = findNameOrZoneProblem(instance, region, path);
  if (common) return common;
  if (launchTime !== undefined && Number.isNaN(Date.parse(launchTime))) {
    return { path: `${path}.launchTime`, value: launchTime, expected: 'a valid date' };
  }
  for (const address of [...privateIps, ...(typeof publicIp === 'string' ? [publicIp] : [])]) {
    if (address.split('.').some((part) => Number(part) > 255)) {
      return { path, value: address, expected: 'an IPv4 address' };
    }
  }
  return undefined;
}

function writeValue(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'nothing';
  } catch {
    // Nested too deep to be written.
    return Array.isArray(value) ? '[…]' : '{…}';
  }
}

/** A short account file. */
const EXAMPLE =
  '{"accounts": [{"id": "111122223333", "regions": {"us-east-1": {"buckets": [{"name": "shop"}]}}}]}';

function invalid(problem: Problem, json: unknown, file?: string): GroundcrewError {
  const place = file === undefined ? 'the account file' : `the account file "${file}"`;
  return new GroundcrewError('account.file.invalid', messageOf(problem, json, place), {
    details: { path: problem.path === '' ? 'the document' : problem.path },
  });
}

function messageOf({ path, value, expected }: Problem, json: unknown, place: string): string {
  if (path === '')
    return `${place} must be ${expected}, not ${quoted(value)}; is it the right file? An example: ${EXAMPLE}`;
  if (path === 'accounts' && expected === MISSING)
    return `${place} has no accounts: ${memberNames(json as object)}; an example: ${EXAMPLE}`;
  if (expected === MISSING) return `${path} is missing in ${place}; add it there`;
  return `${quoted(value)} at ${path} of ${place} must be ${expected}; correct it there`;
}

function memberNames(json: object): string {
  const names = Object.keys(json).slice(0, 5).join(', ');
  return names === '' ? 'it is empty' : `it has ${names}`;
}

function quoted(value: unknown): string {
  const written = writeValue(value);
  return written.length > 80 ? `${written.slice(0, 80)}…` : written;
}
