import { GroundcrewError } from '@groundcrew/errors';
import type { Dimension, Metric } from '../model.ts';
import { type Money, moneyText } from '../money/index.ts';

export function unsupportedMetric(metric: Metric): GroundcrewError {
  return new GroundcrewError(
    'cost.metric.unsupported',
    `Cost Explorer has no metric "${metric}"; use unblended, amortized, net-unblended, net-amortized or blended, ` +
      'or a billing export as the source',
  );
}

export function unsupportedDimension(dimension: Dimension): GroundcrewError {
  return new GroundcrewError(
    'cost.dimension.unsupported',
    `Cost Explorer can't group costs by "${dimension}" over these days; use a billing export as the source`,
  );
}

export function tooManyGroupings(by: readonly Dimension[]): GroundcrewError {
  return new GroundcrewError(
    'cost.groupings.too-many',
    `"${by.join(',')}" is ${by.length} groupings; Cost Explorer accepts two at most: leave one out`,
  );
}

/** @param requests all that would have been made */
export function spendExceeded(requests: number, usd: Money, maxUsd: Money): GroundcrewError {
  const count = requests === 1 ? '1 request' : `${requests} requests`;
  return new GroundcrewError(
    'cost.spend.exceeded',
    `this takes ${count} to Cost Explorer, $${moneyText(usd)}, and no more than $${moneyText(maxUsd)} may be spent; ` +
      'raise --max-spend, or ask for fewer groups or days',
    { details: { requests, usd: moneyText(usd), maxSpendUsd: moneyText(maxUsd) } },
  );
}
