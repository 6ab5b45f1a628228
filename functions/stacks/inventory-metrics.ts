import type { DashboardManifest, MetricSeries } from '@groundcrew/lambda';

const sum = (
  key: string,
  title: string,
  source: MetricSeries['source'],
  unit: MetricSeries['unit'] = 'count',
): MetricSeries => ({ key, title, source, statistic: 'Sum', unit });

const maximum = (
  key: string,
  title: string,
  source: MetricSeries['source'],
  unit: MetricSeries['unit'] = 'count',
): MetricSeries => ({ ...sum(key, title, source, unit), statistic: 'Maximum' });

const LOAD_FUNCTION = 'load-inventory';
const ALERT_FUNCTION = 'alert-no-stock';

/**
 * The figures of the inventory flow, for its dashboard and for `groundcrew inventory metrics`. Fewer than 50: CloudWatch's free
 * dashboards have up to 50 metrics each.
 */
export const dashboard: DashboardManifest = {
  id: 'InventoryDashboard',
  description:
    '**groundcrew inventory**: stock files in, stock items and alerts out. The same figures in a terminal: `groundcrew inventory metrics`. A metric without values has no line: nothing happened, or the function did not run.',
  setting: 'Dashboard',
  groups: [
    {
      key: 'loads',
      title: 'Loads',
      series: [
        sum('filesLoaded', 'Files loaded', { function: LOAD_FUNCTION, name: 'FilesLoaded', custom: true }),
        sum('filesRefused', 'Files refused', { function: LOAD_FUNCTION, name: 'FilesRefused', custom: true }),
        maximum(
          'loadDurationMs',
          'Longest load',
          { function: LOAD_FUNCTION, name: 'DurationMs', custom: true },
          'milliseconds',
        ),
      ],
    },
    {
      key: 'rows',
      title: 'Rows',
      series: [
        sum('rowsRead', 'Rows read', { function: LOAD_FUNCTION, name: 'RowsRead', custom: true }),
        sum('rowsWritten', 'Rows written', { function: LOAD_FUNCTION, name: 'RowsWritten', custom: true }),
        sum('rowsRejected', 'Rows rejected', { function: LOAD_FUNCTION, name: 'RowsRejected', custom: true }),
        sum('rowsSuperseded', 'Rows left to newer files', {
          function: LOAD_FUNCTION,
          name: 'RowsSuperseded',
          custom: true,
        }),
      ],
    },
    {
      key: 'alerts',
      title: 'Alerts',
      series: [
        sum('alertsFound', 'Alerts found', { function: ALERT_FUNCTION, name: 'AlertsFound', custom: true }),
        sum('messagesSent', 'Messages sent', {
          function: ALERT_FUNCTION,
          name: 'MessagesSent',
          custom: true,
        }),
        sum('alertsRepeated', 'Alerts sent before', {
          function: ALERT_FUNCTION,
          name: 'AlertsRepeated',
          custom: true,
        }),
        sum('recordsFailed', 'Records to be redelivered', {
          function: ALERT_FUNCTION,
          name: 'RecordsFailed',
          custom: true,
        }),
        sum('recordsUnreadable', 'Records not readable', {
          function: ALERT_FUNCTION,
          name: 'RecordsUnreadable',
          custom: true,
        }),
        sum('notificationsFailed', 'Notifications that SNS could not deliver', {
          topic: 'NoStockTopic',
          name: 'NumberOfNotificationsFailed',
        }),
      ],
    },
    {
      key: 'failures',
      title: 'Failed permanently',
      series: [
        maximum('loadFailures', 'Uploads in LoadFailures', {
          queue: 'LoadFailures',
          name: 'ApproximateNumberOfMessagesVisible',
        }),
        maximum(
          'loadFailuresAge',
          'Age of the oldest of them',
          { queue: 'LoadFailures', name: 'ApproximateAgeOfOldestMessage' },
          'seconds',
        ),
        sum('recordsGivenUp', 'Stream records sent to AlertFailures', {
          streamOf: ALERT_FUNCTION,
          name: 'OnFailureDestinationDeliveredEventCount',
        }),
        sum('recordsDropped', 'Stream records lost', { streamOf: ALERT_FUNCTION, name: 'DroppedEventCount' }),
      ],
    },
    {
      key: 'stream',
      title: 'Age of the stream',
      series: [
        maximum(
          'streamAge',
          'Oldest record when read',
          { function: ALERT_FUNCTION, name: 'IteratorAge' },
          'milliseconds',
        ),
      ],
    },
    {
      key: 'table',
      title: 'Table of stock items',
      series: [
        sum('writeUnits', 'Write units consumed', {
          table: 'InventoryTable',
          name: 'ConsumedWriteCapacityUnits',
        }),
        sum('writesThrottled', 'Writes throttled', { table: 'InventoryTable', name: 'WriteThrottleEvents' }),
      ],
    },
    ...[LOAD_FUNCTION, ALERT_FUNCTION].map((name) => ({
      key: name === LOAD_FUNCTION ? 'loadFunction' : 'alertFunction',
      title: name,
      series: functionSeries(name, name === LOAD_FUNCTION ? 'load' : 'alert'),
    })),
  ],
};

function functionSeries(name: string, key: string): MetricSeries[] {
  return [
    sum(`${key}Invocations`, 'Invocations', { function: name, name: 'Invocations' }),
    sum(`${key}Errors`, 'Errors', { function: name, name: 'Errors' }),
    sum(`${key}Throttles`, 'Throttles', { function: name, name: 'Throttles' }),
    maximum(`${key}Duration`, 'Longest invocation', { function: name, name: 'Duration' }, 'milliseconds'),
  ];
}
