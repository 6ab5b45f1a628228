import { sqlText } from './dialect.ts';

/** Names of the same provider: FOCUS 1.0 to 1.2 have AWS's as `AWS`, later ones as `Amazon Web Services`. */
const names: readonly (readonly string[])[] = [
  ['aws', 'amazon', 'amazon web services'],
  ['microsoft', 'azure', 'microsoft azure'],
  ['google', 'google cloud', 'google cloud platform', 'gcp'],
  ['oracle', 'oci', 'oracle cloud', 'oracle cloud infrastructure'],
];

/** The condition that the provider's name is one of those wanted, in any case and by any of its names. */
export function providerCondition(sql: string, wanted: readonly string[]): string {
  const texts = new Set(wanted.flatMap((name) => alikeNames(name.trim().toLowerCase())));
  return `lower(trim(${sql})) IN (${[...texts].map(sqlText).join(', ')})`;
}

/** Whether a provider of a bill is one of those wanted. */
export function isWantedProvider(provider: string | null, wanted: readonly string[]): boolean {
  if (provider === null) return false;
  const name = provider.trim().toLowerCase();
  return wanted.some((each) => alikeNames(each.trim().toLowerCase()).includes(name));
}

function alikeNames(name: string): readonly string[] {
  const own = names.find((alike) => alike.includes(name)) ?? [name];
  // AWS's companies, as invoices have them.
  return own.includes('aws')
    ? [...own, 'amazon web services, inc.', 'amazon web services emea sarl', 'amazon web services korea llc']
    : own;
}
