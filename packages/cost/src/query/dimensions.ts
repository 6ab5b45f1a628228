import { didYouMean, GroundcrewError } from '@groundcrew/errors';
import { costText, type CostTextKey, type Language } from '@groundcrew/report/cost-messages';
import type { Charge, Dimension, Metric } from '../model.ts';
import { splitQuoted, unquote } from './quoted.ts';

const titles = {
  service: 'service',
  account: 'account',
  region: 'region',
  'usage-type': 'usageType',
  resource: 'resource',
  charge: 'charge',
} as const satisfies Partial<Record<Dimension, CostTextKey>>;

const names = Object.keys(titles);

/** Every kind of charge, in the order of reports. */
export const charges = [
  'usage',
  'support',
  'fee',
  'tax',
  'credit',
  'refund',
  'discount',
  'adjustment',
] as const satisfies readonly Charge[];

/** Every metric; the first is the default. */
export const metrics = [
  'unblended',
  'amortized',
  'net-unblended',
  'net-amortized',
  'blended',
  'list',
] as const satisfies readonly Metric[];

/**
 * One dimension: `service`, `account`, `region`, `usage-type`, `resource`, `charge`, `tag:Project`,
 * `cost-category:Team`.
 *
 * @throws GroundcrewError `cost.dimension.invalid`
 */
export function parseDimension(text: string): Dimension {
  const name = unquote(text);
  if (name in titles && Object.hasOwn(titles, name)) return name as keyof typeof titles;
  const [, kind, key] = /^(tag|cost-category):(.*)$/s.exec(name) ?? [];
  if (kind !== undefined && key !== undefined) {
    if (key.trim() !== '') return `${kind as 'tag' | 'cost-category'}:${key}`;
    throw invalid(name, 'has no key', `write ${kind}:KEY, such as ${kind}:Project`);
  }
  const near = didYouMean(name, names);
  throw invalid(name, 'is not known', `write ${names.join(', ')}, tag:KEY or cost-category:NAME${near}`);
}

/**
 * None, one or two dimensions, with commas between them: `tag:Project,service`. A key with a comma is quoted:
 * `"tag:Cost, center"`.
 *
 * @throws GroundcrewError `cost.dimension.invalid`
 */
export function parseDimensions(text: string | undefined): Dimension[] {
  if (text === undefined || text.trim() === '') return [];
  const dimensions = splitQuoted(text, ',').map(parseDimension);
  if (dimensions.length > 2)
    throw invalid(
      text,
      `names ${dimensions.length} of them`,
      'name two at most: Cost Explorer allows no more',
    );
  if (dimensions[0] === dimensions[1])
    throw invalid(text, 'names the same one twice', `write ${dimensions[0]} once`);
  return dimensions;
}

/** Heading for people: `Service`, `Project` for `tag:Project`. */
export function dimensionTitle(dimension: Dimension, language?: Language): string {
  if (Object.hasOwn(titles, dimension)) return costText(titles[dimension as keyof typeof titles], language);
  return dimension.slice(dimension.indexOf(':') + 1);
}

/** Whether people assign the dimension, so that a charge may lack it: a tag or a cost category. */
export function isLabel(dimension: Dimension): boolean {
  return dimension.includes(':');
}

/** @throws GroundcrewError `cost.metric.invalid` */
export function parseMetric(text: string | undefined): Metric {
  const name = text?.trim() ?? metrics[0];
  const metric = metrics.find((each) => each === name);
  if (metric !== undefined) return metric;
  throw new GroundcrewError(
    'cost.metric.invalid',
    `metric ${JSON.stringify(name)} is not known; write ${metrics.join(', ')}${didYouMean(name, metrics)}`,
    { details: { metric: name } },
  );
}

function invalid(text: string, what: string, advice: string): GroundcrewError {
  return new GroundcrewError(
    'cost.dimension.invalid',
    `dimension ${JSON.stringify(text)} ${what}; ${advice}`,
    {
      details: { dimension: text },
    },
  );
}
