import { createCloudWatchClient } from '@groundcrew/aws/cloudwatch';
import { createLambdaClient } from '@groundcrew/aws/lambda';
import { defineCommand, exitCodes, usageError } from '@groundcrew/cli';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { readMetrics } from '@groundcrew/inventory/metrics';
import { metricsReport } from '@groundcrew/inventory/metrics-report';
import { openConnection } from '../connection.ts';
import { languageOption } from '../language-option.ts';
import { metricsRange } from './metrics-range.ts';

const { groups } = stack.dashboard!;

export const command = defineCommand({
  description:
    'Shows what the inventory flow did in a period, from CloudWatch: loads and rows, alerts, permanent failures, the age of the stream, throttles and errors. These are the figures of the dashboard. "no data" is not 0: nothing was measured. A run costs less ' +
    'than a tenth of a US cent.',
  arguments: [],
  options: {
    since: {
      type: 'text',
      value: 'AGE',
      default: '24h',
      description: 'its start: 90m, 24h, 7d, a date or a time (UTC)',
    },
    period: {
      type: 'text',
      value: 'LENGTH',
      description: 'the length of a period: 5m, 1h, 1d; default: by --since',
    },
    metric: {
      type: 'text',
      value: 'KEY',
      description: 'one figure, period by period, by its key: rowsRejected',
    },
    table: { type: 'text', value: 'NAME', default: 'Inventory', description: 'the table of stock items' },
    topic: { type: 'text', value: 'NAME', default: 'NoStock', description: 'the topic of alerts' },
    ...languageOption,
  },
  examples: [
    { command: 'groundcrew inventory metrics', description: 'See the last day' },
    {
      command: 'groundcrew inventory metrics --since 7d --metric rowsRejected',
      description: 'See the rejected rows of each day of a week',
    },
    {
      command:
        'groundcrew inventory metrics --output json | jq \'.metrics[] | select(.key == "loadFailures").value\'',
      description: 'Pass a figure on',
    },
  ],
  async handler({ options, global, io, signal, print }) {
    const { since, period, metric, table, topic } = options;
    const range = metricsRange(since, period, io.now());
    if (metric !== undefined) checkKey(metric);
    const connection = await openConnection({ global, io, signal });
    const cloudwatch = createCloudWatchClient(connection);
    const lambda = createLambdaClient(connection);
    try {
      const reading = await readMetrics(
        {
          ...range,
          groups,
          streamFunction: 'alert-no-stock',
          names: { queueName, tableName: () => table, topicName: () => topic },
        },
        { cloudwatch, lambda, signal },
      );
      const only = reading.series.find(({ key }) => key === metric);
      await print(metricsReport({ ...range, reading, only }));
      return exitCodes.done;
    } finally {
      cloudwatch.destroy();
      lambda.destroy();
    }
  },
});

function checkKey(metric: string): void {
  const keys = groups.flatMap(({ series }) => series.map(({ key }) => key));
  if (!keys.includes(metric)) throw usageError(`--metric "${metric}" is not one of ${keys.join(', ')}`);
}

/** Queues have fixed names. */
function queueName(id: string): string {
  const { name } = stack.queues.find((queue) => queue.id === id)!;
  return name as string;
}
