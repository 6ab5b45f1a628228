import { type OptionValues, orUsageError } from '@groundcrew/cli';
import type { CostQuery } from '@groundcrew/cost/model';
import { type Period, parsePeriod } from '@groundcrew/cost/periods';
import { metrics, parseDimensions, parseFilters, parseMetric } from '@groundcrew/cost/query';

export { languageOption } from '../language-option.ts';

/** The query: options of every command that reads costs. */
export const queryOptions = {
  by: {
    type: 'text',
    value: 'LIST',
    description:
      'what to group costs by, two at most: service, account, region, usage-type, resource, charge, tag:KEY, ' +
      'cost-category:NAME',
  },
  metric: {
    type: 'text',
    value: 'NAME',
    description: `figure of a charge: ${metrics.join(', ')}; default: unblended`,
  },
  filter: {
    type: 'text',
    value: 'LIST',
    repeat: true,
    description:
      'service=Amazon Simple Storage Service,tag:Team!=web|api,tag:Project=(none); all of them apply; may be repeated',
  },
} as const;

/**
 * The query of the options.
 *
 * @param by default of `--by`
 * @throws GroundcrewError `cli.usage`
 */
export function readQuery(
  options: OptionValues<typeof queryOptions>,
  by: string,
): Pick<CostQuery, 'by' | 'metric' | 'filters'> {
  return orUsageError(() => ({
    by: parseDimensions(options.by ?? by),
    metric: parseMetric(options.metric),
    filters: parseFilters(options.filter),
  }));
}

/** @throws GroundcrewError `cli.usage` */
export function readPeriod(text: string | undefined, nowMs: number): Period {
  return orUsageError(() => parsePeriod(text, { nowMs }));
}
