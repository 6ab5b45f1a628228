import type { Dimension, Metric } from '@groundcrew/cost/model';
import { type Money, money } from '@groundcrew/cost/money';
import { type ForecastMethod, forecastMethods } from '@groundcrew/cost/operations';
import { parseDimension, parseMetric } from '@groundcrew/cost/query';
import { type ReportFormat, reportFormats } from '@groundcrew/cost/scheduled-report';
import { GroundcrewError } from '@groundcrew/errors';
import { createSettings, type Environment } from '@groundcrew/lambda';
import { type Language, languages } from '@groundcrew/report/languages';

/** The settings of `report-costs`, from its environment. */
export interface ReportCostsSettings {
  /** The bucket of the reports. */
  readonly bucket: string;
  readonly topicArn: string;
  readonly by: readonly Dimension[];
  readonly metric: Metric;
  /** Of the month so far. */
  readonly forecast: ForecastMethod;
  /** Per month; `undefined`: none. */
  readonly budget: Money | undefined;
  /** Of the message to the topic. */
  readonly format: ReportFormat;
  /** Of the reports and the messages to the topic. */
  readonly language: Language;
  /** Per month, for all reports. */
  readonly maxSpendUsd: Money;
}

/**
 * - `BUCKET`, `TOPIC_ARN`, `MAX_SPEND_USD`: required.
 * - `TAG_KEY`: costs are grouped by this tag first; empty: by no tag.
 * - `GROUP` (`service`): and by this; a dimension of `parseDimension`.
 * - `METRIC` (`unblended`).
 * - `FORECAST` (`own`): `aws` for Cost Explorer's own forecast, which is another paid request.
 * - `BUDGET`: empty or 0 for none.
 * - `FORMAT` (`text`): `chat` for the notification that AWS's integration for Slack and Teams shows.
 * - `REPORT_LANGUAGE`: `en` (default) or `ko`.
 *
 * @throws GroundcrewError `lambda.setting.missing`, `lambda.setting.invalid`, `cost.dimension.invalid`,
 * `cost.metric.invalid`
 */
export function readSettings(environment: Environment = process.env): ReportCostsSettings {
  const settings = createSettings(environment);
  const tagKey = settings.optionalText('TAG_KEY');
  const group = parseDimension(settings.text('GROUP', 'service'));
  const budget = amountOf('BUDGET', settings.text('BUDGET', '0'));
  return {
    bucket: settings.text('BUCKET'),
    topicArn: settings.text('TOPIC_ARN'),
    by: tagKey === undefined ? [group] : [`tag:${tagKey}`, group],
    metric: parseMetric(settings.text('METRIC', 'unblended')),
    forecast: settings.oneOf('FORECAST', forecastMethods, 'own'),
    budget: budget.eq(0) ? undefined : budget,
    format: settings.oneOf('FORMAT', reportFormats, 'text'),
    language: settings.oneOf('REPORT_LANGUAGE', languages, 'en'),
    maxSpendUsd: amountOf('MAX_SPEND_USD', settings.text('MAX_SPEND_USD')),
  };
}

function amountOf(name: string, value: string): Money {
  if (/^\d{1,12}(\.\d{1,4})?$/.test(value)) return money(value);
  throw new GroundcrewError(
    'lambda.setting.invalid',
    `the environment variable ${name} is "${value}"; set it to an amount, such as 1200 or 99.50`,
    { details: { name, value } },
  );
}
