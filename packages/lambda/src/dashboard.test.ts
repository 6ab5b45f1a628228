import { describe, expect, it } from 'vitest';
import { dashboardBody } from './dashboard.ts';
import type { DashboardManifest, MetricNames } from './metric-source.ts';

const names: MetricNames<string> = {
  functionName: (name) => `f-${name}`,
  mappingId: (name) => `m-${name}`,
  queueName: (id) => `q-${id}`,
  tableName: (id) => `t-${id}`,
  topicName: (id) => `n-${id}`,
};

const series = (key: string, source: DashboardManifest['groups'][number]['series'][number]['source']) =>
  ({ key, title: `Title of ${key}`, source, statistic: 'Sum', unit: 'count' }) as const;

const dashboard: DashboardManifest = {
  id: 'Dashboard',
  description: 'What it shows',
  setting: 'Dashboard',
  groups: [
    {
      key: 'one',
      title: 'One',
      series: [
        series('a', { function: 'load', name: 'Errors' }),
        series('b', { function: 'load', name: 'Rows', custom: true }),
        series('c', { streamOf: 'alert', name: 'DroppedEventCount' }),
      ],
    },
    {
      key: 'two',
      title: 'Two',
      series: [
        series('d', { queue: 'Failures', name: 'ApproximateNumberOfMessagesVisible' }),
        series('e', { table: 'Stock', name: 'WriteThrottleEvents' }),
        series('f', { topic: 'Alerts', name: 'NumberOfMessagesPublished' }),
      ],
    },
    { key: 'three', title: 'Three', series: [] },
  ],
};

describe('dashboardBody', () => {
  it('shows a text and then the groups, two in a row', () => {
    const { widgets } = dashboardBody(dashboard, names, 'eu-west-1');
    expect(widgets.map(({ type, x, y, width, height }) => [type, x, y, width, height])).toEqual([
      ['text', 0, 0, 24, 2],
      ['metric', 0, 2, 12, 6],
      ['metric', 12, 2, 12, 6],
      ['metric', 0, 8, 12, 6],
    ]);
  });

  it('names each metric by its namespace and dimension', () => {
    const { widgets } = dashboardBody(dashboard, names, 'eu-west-1');
    expect(widgets.slice(1, 3).flatMap(({ properties }) => properties['metrics'])).toEqual(
      [
        ['AWS/Lambda', 'Errors', 'FunctionName', 'f-load', 'a'],
        ['groundcrew', 'Rows', 'Function', 'load', 'b'],
        ['AWS/Lambda', 'DroppedEventCount', 'EventSourceMappingUUID', 'm-alert', 'c'],
        ['AWS/SQS', 'ApproximateNumberOfMessagesVisible', 'QueueName', 'q-Failures', 'd'],
        ['AWS/DynamoDB', 'WriteThrottleEvents', 'TableName', 't-Stock', 'e'],
        ['AWS/SNS', 'NumberOfMessagesPublished', 'TopicName', 'n-Alerts', 'f'],
      ].map((metric) => [...metric.slice(0, 4), { label: `Title of ${metric[4]}`, stat: 'Sum' }]),
    );
  });
});
