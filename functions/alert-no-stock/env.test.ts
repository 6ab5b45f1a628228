import { describe, expect, it } from 'vitest';
import { readSettings } from './env.ts';
import { manifest } from './manifest.ts';

const needed = { ALERTS_TABLE: 'InventoryAlerts', INVENTORY_TABLE: 'Inventory', REJECTS_BUCKET: 'rejects' };

describe('readSettings of alert-no-stock', () => {
  it('by default sends alerts of empty shelves only, individually up to 25', () => {
    expect(readSettings(needed)).toMatchObject({
      topicArn: undefined,
      topicName: 'NoStock',
      alerts: {
        switches: new Set(['no-stock']),
        lowStockAt: 0,
        digestAbove: 25,
        style: { language: 'en', format: 'text' },
      },
    });
  });

  it('reads every setting', () => {
    const settings = readSettings({
      ...needed,
      NO_STOCK_TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:NoStock',
      ALERT_KINDS: 'low-stock, back-in-stock',
      LOW_STOCK_AT: '5',
      LOW_STOCK_ATTRIBUTE: 'ReorderAt',
      DIGEST_ABOVE: '0',
      ALERT_LANGUAGE: 'ko',
      ALERT_TEMPLATE: '{item:이/가} {store}',
      ALERT_FORMAT: 'chat',
    });

    expect(settings).toMatchObject({
      topicArn: 'arn:aws:sns:us-east-1:000000000000:NoStock',
      alerts: {
        switches: new Set(['low-stock', 'back-in-stock']),
        lowStockAt: 5,
        lowStockAttribute: 'ReorderAt',
        digestAbove: 0,
        style: { language: 'ko', template: '{item:이/가} {store}', format: 'chat' },
      },
    });
  });

  it('refuses a placeholder that it does not know', () => {
    expect(() => readSettings({ ...needed, ALERT_TEMPLATE: '{shop}' })).toThrow(/placeholder "\{shop\}"/);
  });

  it('refuses an unknown kind, quoting it', () => {
    expect(() => readSettings({ ...needed, ALERT_KINDS: 'no-stock,sold-out' })).toThrow(
      expect.objectContaining({
        code: 'lambda.setting.invalid',
        message: expect.stringContaining('"sold-out"'),
      }),
    );
  });

  it('accepts the environment of the manifest', () => {
    const environment = Object.fromEntries(Object.keys(manifest.environment).map((name) => [name, '1']));

    const choices = { ALERT_KINDS: 'no-stock', ALERT_LANGUAGE: 'ko', ALERT_FORMAT: 'text' };

    expect(readSettings({ ...environment, ...choices })).toMatchObject({
      topicArn: '1',
      alertsTable: '1',
      inventoryTable: '1',
      rejectsBucket: '1',
      alerts: { lowStockAt: 1, lowStockAttribute: '1', digestAbove: 1 },
    });
  });
});
