import { GroundcrewError } from '@groundcrew/errors';
import { UNKNOWN } from '../details/detail.ts';
import type { InstanceFacts } from '../instance.ts';
import { splitCsvLine } from './split-csv-line.ts';

/** What an hour of an instance costs, from a file. */
export interface PriceList {
  /**
   * For a month of 730 hours, with two decimals; `unknown` if the list does not have it; `null` of an instance that does not
   * run, which costs no hours.
   */
  monthlyPrice(
    facts: Pick<InstanceFacts, 'instanceType' | 'lifecycle' | 'platform' | 'region' | 'state'>,
  ): string | null;
}

/** AWS's own figure for a month (AWS Pricing Calculator). */
const HOURS_A_MONTH = 730;

const DEFAULT_PLATFORM = 'linux/unix';
const DEFAULT_LIFECYCLE = 'on-demand';

/** Headings by what they mean, in lower case and without blanks and marks. */
const headings: Readonly<Record<Field, readonly string[]>> = {
  type: ['type', 'instancetype'],
  region: ['region', 'regioncode', 'regionid'],
  hourly: ['hourly', 'hourlyprice', 'priceperhour', 'price'],
  platform: ['platform', 'operatingsystem', 'os'],
  lifecycle: ['lifecycle', 'purchaseoption'],
};

type Field = 'type' | 'region' | 'hourly' | 'platform' | 'lifecycle';

/**
 * Reads a list of prices: lines of `type,region,hourly` below a line with these names, optionally with `platform` (`Linux/UNIX`
 * where it is left out) and `lifecycle` (`on-demand`). Prices are for shared hardware.
 *
 * @param path for messages
 * @throws GroundcrewError `fleet.prices.malformed`
 */
export function parsePriceList(text: string, path: string): PriceList {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const first = lines.findIndex((line) => line.trim() !== '');
  const positions = positionsIn(splitCsvLine(lines[first] ?? ''), `${path}:${first + 1}`);
  const prices = new Map<string, { readonly hourly: number; readonly origin: string }>();
  for (const [index, line] of lines.entries()) {
    if (index <= first || line.trim() === '') continue;
    const origin = `${path}:${index + 1}`;
    const cells = splitCsvLine(line);
    if (cells === undefined) throw malformed(origin, 'has a quote that is not closed');
    const cell = (field: Field) => (cells[positions[field] ?? -1] ?? '').trim();
    const key = keyOf({
      instanceType: cell('type'),
      region: cell('region'),
      platform: cell('platform'),
      lifecycle: cell('lifecycle'),
    });
    if (cell('type') === '' || cell('region') === '') throw malformed(origin, 'has no type, or no region');
    const hourly = hourlyOf(cell('hourly'), origin);
    const before = prices.get(key);
    if (before !== undefined && before.hourly !== hourly) {
      throw malformed(
        origin,
        `has another price for ${cell('type')} in ${cell('region')} than ${before.origin}; leave one out, or tell them ` +
          'apart by the columns platform and lifecycle',
      );
    }
    prices.set(key, { hourly, origin });
  }
  if (prices.size === 0) throw malformed(path, 'contains no price');
  return {
    monthlyPrice(facts) {
      if (facts.state !== 'running' && facts.state !== 'pending') return null;
      const found = prices.get(keyOf(facts));
      return found === undefined ? UNKNOWN : (found.hourly * HOURS_A_MONTH).toFixed(2);
    },
  };
}

function positionsIn(cells: readonly string[] | undefined, origin: string): Partial<Record<Field, number>> {
  const names = (cells ?? []).map((name) => name.toLowerCase().replaceAll(/[^a-z]/g, ''));
  const positions: Partial<Record<Field, number>> = {};
  for (const [field, known] of Object.entries(headings) as [Field, readonly string[]][]) {
    const found = names.flatMap((name, index) => (known.includes(name) ? [index] : []));
    if (found.length > 1) throw malformed(origin, `has several columns that could be ${field}`);
    if (found.length === 1) positions[field] = found[0]!;
    else if (field === 'type' || field === 'region' || field === 'hourly') {
      throw malformed(origin, `has no column ${field}; the first line has to be type,region,hourly`);
    }
  }
  return positions;
}

/** A plain number: what else there may be, such as a currency or a comma, is not guessed. */
function hourlyOf(text: string, origin: string): number {
  const number = /^\d+(?:\.\d+)?(?:e-?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw malformed(origin, `has the price "${text.slice(0, 40)}"; write it as a plain number: 0.0816`);
}

function keyOf({
  instanceType,
  region,
  platform,
  lifecycle,
}: {
  readonly instanceType: string;
  readonly region: string;
  readonly platform: string | null;
  readonly lifecycle: string | null;
}): string {
  const plain = (text: string | null, usual: string) => (text || usual).toLowerCase();
  const system = plain(platform, DEFAULT_PLATFORM);
  return JSON.stringify([
    instanceType.toLowerCase(),
    region.toLowerCase(),
    system === 'linux' ? DEFAULT_PLATFORM : system,
    plain(lifecycle, DEFAULT_LIFECYCLE),
  ]);
}

function malformed(origin: string, what: string): GroundcrewError {
  return new GroundcrewError('fleet.prices.malformed', `the price file ${origin} ${what}`);
}
