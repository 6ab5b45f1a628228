import type {
  CostAndUsageQuery,
  CostMetric,
  Expression,
  ForecastMetric,
} from '@groundcrew/aws/cost-explorer';
import { wholeAccountId } from '../accounts/index.ts';
import type { Charge, CostFilter, CostQuery, DateRange, Day, Dimension, Metric } from '../model.ts';
import { addMonths, firstOfMonth } from '../periods/index.ts';
import { unknownValue } from '../query/index.ts';
import { alikeServices, misspelledService } from '../services/index.ts';
import { tooManyGroupings, unsupportedMetric } from './errors.ts';
import { combineExpressions, expressionOf, groupingOf } from './keys.ts';
import { charges, expressionOfCharges } from './record-types.ts';

/** One request, and how its response is read. */
export interface CostRequest {
  readonly input: CostAndUsageQuery;
  readonly metric: CostMetric;
  /** What the keys of its groups are, in their order; `record-type`: the kind of charge. */
  readonly keys: readonly (Dimension | 'record-type')[];
}

const metrics: Readonly<Partial<Record<Metric, readonly [CostMetric, ForecastMetric]>>> = {
  unblended: ['UnblendedCost', 'UNBLENDED_COST'],
  amortized: ['AmortizedCost', 'AMORTIZED_COST'],
  'net-unblended': ['NetUnblendedCost', 'NET_UNBLENDED_COST'],
  'net-amortized': ['NetAmortizedCost', 'NET_AMORTIZED_COST'],
  blended: ['BlendedCost', 'BLENDED_COST'],
};

/** @throws GroundcrewError `cost.metric.unsupported` */
export function metricNames(metric: Metric): readonly [CostMetric, ForecastMetric] {
  const names = metrics[metric];
  if (!names) throw unsupportedMetric(metric);
  return names;
}

/**
 * The requests of a query. The kind of charge takes one of the two groupings that a request may have: by one dimension,
 * one request returns both; by two, usage is requested by these, and all other charges by a request of their own.
 *
 * @param today no request extends beyond its month, which Cost Explorer refuses
 * @throws GroundcrewError `cost.groupings.too-many`, `cost.metric.unsupported`, `cost.dimension.unsupported`
 */
export function planRequests(query: CostQuery, today: Day): CostRequest[] {
  const { by, granularity, filters } = query;
  if (by.length > 2) throw tooManyGroupings(by);
  const [metric] = metricNames(query.metric);
  const range = clip(query.range, today);
  const wanted = chargesOf(filters);
  const isEmpty = filters.some(({ values, negated }) => values.length === 0 && !negated);
  if (range === undefined || wanted.size === 0 || isEmpty) return [];

  const request = (keys: CostRequest['keys'], of: ReadonlySet<Charge>): CostRequest => {
    const filter = filterOf(filters, of);
    return {
      input: {
        timePeriod: range,
        granularity: granularity === 'daily' ? 'DAILY' : 'MONTHLY',
        // Quantities have no extra price.
        metrics: [metric, 'UsageQuantity'],
        groupBy: keys.map((key) =>
          key === 'record-type' ? { type: 'DIMENSION', key: 'RECORD_TYPE' } : groupingOf(key),
        ),
        ...(filter && { filter }),
      },
      metric,
      keys,
    };
  };
  const dimensions = by.filter((dimension) => dimension !== 'charge');
  if (dimensions.length < 2) return [request([...dimensions, 'record-type'], wanted)];
  const others = new Set([...wanted].filter((charge) => charge !== 'usage'));
  return [
    ...(wanted.has('usage') ? [request(dimensions, new Set(['usage']))] : []),
    ...(others.size > 0 ? [request(['record-type'], others)] : []),
  ];
}

/** Cost Explorer's expression for filters that all apply. */
export function filterOf(
  filters: readonly CostFilter[],
  wanted: ReadonlySet<Charge> = chargesOf(filters),
): Expression | undefined {
  const ofDimensions = filters
    .filter(({ dimension }) => dimension !== 'charge')
    .flatMap(({ dimension, values, negated }) => {
      const expression = expressionOf(dimension, namesOf(dimension, values));
      if (!expression) return [];
      return negated ? { Not: expression } : expression;
    });
  const ofCharges = expressionOfCharges(wanted);
  return combineExpressions('And', [...ofDimensions, ...(ofCharges ? [ofCharges] : [])]);
}

/** As Cost Explorer has them: names of services, ids of accounts with their leading zeros. */
function namesOf(dimension: Dimension, values: CostFilter['values']): CostFilter['values'] {
  if (dimension === 'service') return servicesOf(values);
  return dimension === 'account'
    ? values.map((value) => (value === null ? null : wholeAccountId(value)))
    : values;
}

/**
 * Cost Explorer's names of the services: an export has others, and people write short ones.
 *
 * @throws GroundcrewError `cost.filter.unknown-value` for a misspelled one, before its request is paid for
 */
function servicesOf(values: readonly (string | null)[]): readonly (string | null)[] {
  for (const value of values) {
    const meant = value === null ? [] : misspelledService(value);
    if (meant.length > 0) throw unknownValue('service', value!, meant);
  }
  const names = values.flatMap((value): readonly (string | null)[] =>
    value === null ? [null] : alikeServices(value).names,
  );
  return [...new Set(names)];
}

/** The kinds of charge that the filters select. */
export function chargesOf(filters: readonly CostFilter[]): ReadonlySet<Charge> {
  const ofCharge = filters.filter(({ dimension }) => dimension === 'charge');
  return new Set(
    charges.filter((charge) =>
      ofCharge.every(({ values, negated = false }) => values.includes(charge) !== negated),
    ),
  );
}

/** "end date past the beginning of next month" is refused; a start after today, too. */
function clip({ start, end }: DateRange, today: Day): DateRange | undefined {
  const nextMonth = addMonths(firstOfMonth(today), 1);
  const last = end < nextMonth ? end : nextMonth;
  return start > today || start >= last ? undefined : { start, end: last };
}
