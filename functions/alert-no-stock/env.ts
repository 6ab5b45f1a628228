import { GroundcrewError } from '@groundcrew/errors';
import type { AlertSwitch, SendAlertsSettings } from '@groundcrew/inventory/alerts';
import { alertSwitches } from '@groundcrew/inventory/alerts';
import { createSettings, type Environment } from '@groundcrew/lambda';
import { languages, placeholdersOf } from '@groundcrew/report/messages';

/** The settings of `alert-no-stock`, from its environment. */
export interface AlertNoStockSettings {
  /** Absent: the topic is looked up by name. */
  readonly topicArn: string | undefined;
  readonly topicName: string;
  readonly alertsTable: string;
  readonly inventoryTable: string;
  readonly rejectsBucket: string;
  readonly alerts: Omit<SendAlertsSettings, 'fifo'>;
}

/** A digest is stored in one item of 400 KB until it is sent, and JSON may write a character as two. */
const MAX_DIGEST_BYTES = 180_000;

/**
 * - `ALERTS_TABLE`, `INVENTORY_TABLE`, `REJECTS_BUCKET`: names, required.
 * - `NO_STOCK_TOPIC_ARN`; if it is not set, `NO_STOCK_TOPIC_NAME` (`NoStock`) is looked up, which needs
 *   the permission `sns:ListTopics`.
 * - `ALERT_KINDS`: the alerts to send, separated by commas: `no-stock` (the default), `low-stock`,
 *   `back-in-stock`, `every-zero`.
 * - `LOW_STOCK_AT` (0): a shelf with this many or fewer is low. `LOW_STOCK_ATTRIBUTE`: the attribute that
 *   contains an item's own limit.
 * - `ALERT_LANGUAGE`: `en` (default) or `ko`; `ALERT_TEMPLATE`: a sentence instead of it, with `{store}`, `{item}`,
 *   `{count}` and `{kind}`. `ALERT_FORMAT`: `text` (default) or `chat`.
 * - `DIGEST_ABOVE` (25): more new alerts than this in one invocation are combined into digests.
 *
 * @throws GroundcrewError `lambda.setting.missing`, `lambda.setting.invalid`
 */
export function readSettings(environment: Environment = process.env): AlertNoStockSettings {
  const settings = createSettings(environment);
  const lowStockAttribute = settings.optionalText('LOW_STOCK_ATTRIBUTE');
  const template = settings.optionalText('ALERT_TEMPLATE');
  return {
    topicArn: settings.optionalText('NO_STOCK_TOPIC_ARN'),
    topicName: settings.text('NO_STOCK_TOPIC_NAME', 'NoStock'),
    alertsTable: settings.text('ALERTS_TABLE'),
    inventoryTable: settings.text('INVENTORY_TABLE'),
    rejectsBucket: settings.text('REJECTS_BUCKET'),
    alerts: {
      switches: new Set(readSwitches(settings.list('ALERT_KINDS'))),
      lowStockAt: settings.integer('LOW_STOCK_AT', { min: 0, max: 1_000_000_000 }, 0),
      ...(lowStockAttribute !== undefined && { lowStockAttribute }),
      digestAbove: settings.integer('DIGEST_ABOVE', { min: 0, max: 10_000 }, 25),
      maxDigestBytes: MAX_DIGEST_BYTES,
      style: {
        language: settings.oneOf('ALERT_LANGUAGE', languages, 'en'),
        format: settings.oneOf('ALERT_FORMAT', ['text', 'chat'], 'text'),
        ...(template !== undefined && { template: checkTemplate(template) }),
      },
    },
  };
}

function checkTemplate(template: string): string {
  const known = ['store', 'item', 'count', 'kind'];
  const unknown = placeholdersOf(template).find((name) => !known.includes(name));
  if (unknown === undefined) return template;
  throw new GroundcrewError(
    'lambda.setting.invalid',
    `the environment variable ALERT_TEMPLATE has the placeholder "{${unknown}}"; there are {store}, {item}, {count} and {kind}`,
    { details: { name: 'ALERT_TEMPLATE', value: template } },
  );
}

function readSwitches(kinds: readonly string[]): readonly AlertSwitch[] {
  if (kinds.length === 0) return ['no-stock'];
  return kinds.map((kind) => {
    const found = alertSwitches.find((each) => each === kind);
    if (found !== undefined) return found;
    throw new GroundcrewError(
      'lambda.setting.invalid',
      `the environment variable ALERT_KINDS contains "${kind}"; set it to one or more of ${alertSwitches.join(', ')}`,
      { details: { name: 'ALERT_KINDS', value: kind } },
    );
  });
}
