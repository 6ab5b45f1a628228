import { UNKNOWN } from '../details/detail.ts';
import type { InstanceFacts } from '../instance.ts';
import { type CsvRecord, plainNames } from './csv-records.ts';
import { malformed } from './malformed.ts';

/** What instances cost, from a file. */
export interface PriceList {
  /**
   * For a month of 730 hours, with two decimals; `unknown` if the file does not state it; `null` of an instance that does not
   * run, which costs no hours.
   */
  monthlyPrice(facts: PricedFacts): string | null;
}

export type PricedFacts = Pick<
  InstanceFacts,
  'instanceId' | 'instanceType' | 'lifecycle' | 'platform' | 'region' | 'state'
>;

/** AWS's own figure for a month (AWS Pricing Calculator). */
const HOURS_A_MONTH = 730;

/** A list of what an hour of each instance costs; `undefined`: it is not known. */
export function createPriceList(hourlyOf: (facts: PricedFacts) => number | undefined): PriceList {
  return {
    monthlyPrice(facts) {
      if (facts.state !== 'running' && facts.state !== 'pending') return null;
      const hourly = hourlyOf(facts);
      return hourly === undefined ? UNKNOWN : (hourly * HOURS_A_MONTH).toFixed(2);
    },
  };
}

const DEFAULT_PLATFORM = 'linux/unix';
const DEFAULT_LIFECYCLE = 'on-demand';

/** Headings by what they mean, in the form of {@link plainNames}. */
const headings: Readonly<Record<Field, readonly string[]>> = {
  type: ['type', 'instancetype'],
  region: ['region', 'regioncode', 'regionid'],
  hourly: ['hourly', 'hourlyprice', 'priceperhour', 'price'],
  platform: ['platform', 'operatingsystem', 'os'],
  lifecycle: ['lifecycle', 'purchaseoption'],
};

type Field = 'type' | 'region' | 'hourly' | 'platform' | 'lifecycle';

/**
 * Reads a list of prices by type: records of `type,region,hourly`, optionally with `platform` (`Linux/UNIX` where it is left out)
 * and `lifecycle` (`on-demand`). Prices are for shared hardware.
 *
 * @throws GroundcrewError `fleet.prices.malformed`
 */
export async function readTypePrices(
  header: CsvRecord,
  records: AsyncIterable<CsvRecord>,
): Promise<PriceList> {
  const positions = positionsIn(header);
  const prices = new Map<string, { readonly hourly: number; readonly origin: string }>();
  for await (const { cells, origin } of records) {
    const cell = (field: Field) => (cells[positions[field] ?? -1] ?? '').trim();
    const [type, region] = [cell('type'), cell('region')];
    if (type === '' || region === '') throw malformed(origin, 'has no type, or no region');
    const hourly = hourlyIn(cell('hourly'), origin);
    const key = keyOf({
      instanceType: type,
      region,
      platform: cell('platform'),
      lifecycle: cell('lifecycle'),
    });
    const before = prices.get(key);
    if (before !== undefined && before.hourly !== hourly) {
      throw malformed(
        origin,
        `has another price for ${type} in ${region} than ${before.origin}; leave one out, or distinguish them by the ` +
          'columns platform and lifecycle',
      );
    }
    prices.set(key, { hourly, origin });
  }
  if (prices.size === 0) throw malformed(header.origin, 'has no price below it');
  return createPriceList((facts) => prices.get(keyOf(facts))?.hourly);
}

function positionsIn({ cells, origin }: CsvRecord): Partial<Record<Field, number>> {
  const names = plainNames(cells);
  const positions: Partial<Record<Field, number>> = {};
  for (const [field, known] of Object.entries(headings) as [Field, readonly string[]][]) {
    const found = names.flatMap((name, index) => (known.includes(name) ? [index] : []));
    if (found.length > 1) throw malformed(origin, `has several columns that could be ${field}`);
    if (found.length === 1) positions[field] = found[0]!;
    else if (field === 'type' || field === 'region' || field === 'hourly') {
      throw malformed(
        origin,
        `has no column ${field}; the first line has to be type,region,hourly, or that of a FOCUS export`,
      );
    }
  }
  return positions;
}

/** A plain number: what else there may be, such as a currency or a comma, is not guessed. */
function hourlyIn(text: string, origin: string): number {
  const number = /^\d+(?:\.\d+)?(?:e-?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  if (Number.isFinite(number)) return number;
  throw malformed(origin, `has the price "${text.slice(0, 40)}"; write it as a plain number: 0.0816`);
}

function keyOf({
  instanceType,
  region,
  platform,
  lifecycle,
}: Pick<PricedFacts, 'instanceType' | 'region'> & {
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
