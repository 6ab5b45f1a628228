import { sqlText } from './dialect.ts';

/** Names of the same provider: FOCUS 1.0 to 1.2 have AWS's as `AWS`, later ones as `Amazon Web Services`. */
const names: readonly (readonly string[])[] = [
  ['aws', 'amazon', 'amazon web services'],
  ['microsoft', 'azure', 'microsoft azure'],
  ['google', 'google cloud', 'google cloud platform', 'gcp'],
  ['oracle', 'oci', 'oracle cloud', 'oracle cloud infrastructure'],
];

/** How charges without a provider are asked for. */
const NO_PROVIDER = '(none)';

/** The condition that the provider's name is one of those wanted, in any case and by any of its names. */
export function providerCondition(sql: string, wanted: readonly string[]): string {
  const texts = new Set(wanted.flatMap((name) => alikeNames(plainName(name))));
  const isNamed = `lower(trim(${sql})) IN (${[...texts].map(sqlText).join(', ')})`;
  return texts.has(NO_PROVIDER) ? `(${isNamed} OR ${sql} IS NULL)` : isNamed;
}

/** Whether a provider of a bill is one of those wanted; null: a charge without one, wanted as `(none)`. */
export function isWantedProvider(provider: string | null, wanted: readonly string[]): boolean {
  const name = provider === null ? NO_PROVIDER : plainName(provider);
  return wanted.some((each) => alikeNames(plainName(each)).includes(name));
}

/** One name of each provider of a bill: `AWS` and `Amazon Web Services` are the same. */
export function differentProviders(billed: readonly string[]): readonly string[] {
  const byName = new Map<string, string>();
  for (const provider of billed) {
    const [key] = alikeNames(plainName(provider));
    if (!byName.has(key!)) byName.set(key!, provider);
  }
  return [...byName.values()];
}

/** Providers that were asked for, in a sentence: `"AWS" or "Oracle"`. */
export function wantedText(wanted: readonly string[]): string {
  return wanted.map((name) => JSON.stringify(name)).join(' or ');
}

function plainName(name: string): string {
  return name.trim().toLowerCase();
}

function alikeNames(name: string): readonly string[] {
  const own = names.find((alike) => alike.includes(name)) ?? [name];
  // AWS's companies, as invoices have them.
  return own.includes('aws')
    ? [...own, 'amazon web services, inc.', 'amazon web services emea sarl', 'amazon web services korea llc']
    : own;
}
