import { GroundcrewError } from '@groundcrew/errors';
import type { CostFilter, Dimension } from '../model.ts';

/** Names of accounts by their ids. */
export type AccountNames = ReadonlyMap<string, string>;

const ID = /^\d{12}$/;

/**
 * Reads the names of accounts: CSV with the id and the name, a JSON object of them, or the output of `aws organizations
 * list-accounts`.
 *
 * @throws GroundcrewError `cost.account-names.invalid`
 */
export function parseAccountNames(text: string, where: string): AccountNames {
  const trimmed = text.replace(/^\uFEFF/, '').trim();
  const pairs = /^[[{]/.test(trimmed) ? pairsOfJson(trimmed, where) : pairsOfCsv(trimmed, where);
  const names = new Map<string, string>();
  for (const [id, name] of pairs) {
    const known = names.get(id);
    if (known !== undefined && known !== name)
      throw invalid(
        where,
        `the account ${id} has two names, ${JSON.stringify(known)} and ${JSON.stringify(name)}`,
      );
    names.set(id, name);
  }
  return names;
}

/** `shop-prod (444455556666)`; the id alone without a name. */
export function accountLabel(id: string, names: AccountNames | undefined): string {
  const name = names?.get(id);
  return name === undefined || name === '' ? id : `${name} (${id})`;
}

/**
 * The filters with account ids in place of names, which sources don't know. A name of several accounts stands for all of
 * them.
 */
export function idsOfAccounts(filters: readonly CostFilter[], names: AccountNames): CostFilter[] {
  return filters.map((filter) => {
    if (filter.dimension !== ('account' satisfies Dimension)) return filter;
    const values = filter.values.flatMap((value) => {
      if (value === null || ID.test(value)) return [value];
      const ids = [...names].filter(([, name]) => name === value).map(([id]) => id);
      return ids.length === 0 ? [value] : ids;
    });
    return { ...filter, values: [...new Set(values)] };
  });
}

function pairsOfJson(text: string, where: string): [string, string][] {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw invalid(where, 'it is not JSON');
  }
  const list = Array.isArray(json) ? json : (json as { Accounts?: unknown }).Accounts;
  const entries: (readonly [unknown, unknown])[] = Array.isArray(list)
    ? list.map((account: { Id?: unknown; Name?: unknown }) => [account?.Id, account?.Name])
    : Object.entries(json as object);
  return entries.map(([id, name]) => pairOf(id, name, where));
}

function pairsOfCsv(text: string, where: string): [string, string][] {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  return lines.flatMap((line, index) => {
    const [, id = '', rest = ''] = /^\s*"?([^",;\t]*)"?\s*[,;\t](.*)$/.exec(line) ?? [];
    const written = rest.trim();
    const name = /^".*"$/.test(written) ? written.slice(1, -1).replaceAll('""', '"') : written;
    // A heading.
    if (index === 0 && !/^\d/.test(id.trim())) return [];
    return [pairOf(id.trim(), name, `line ${index + 1} of ${where}`)];
  });
}

function pairOf(id: unknown, name: unknown, where: string): [string, string] {
  if (typeof id !== 'string' || !ID.test(id))
    throw invalid(where, `${JSON.stringify(id ?? null)} is not the 12 digits of an account`);
  if (typeof name !== 'string' || name.trim() === '') throw invalid(where, `the account ${id} has no name`);
  return [id, name.trim()];
}

function invalid(where: string, what: string): GroundcrewError {
  return new GroundcrewError(
    'cost.account-names.invalid',
    `the account names of ${where} can't be read: ${what}; write a line ID,NAME for each account, or pass the output of "aws organizations list-accounts"`,
  );
}
