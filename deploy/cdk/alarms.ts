import type { AlarmManifest } from '@groundcrew/lambda';
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { functionName } from '../shared/choices.ts';
import { find, type Resources } from './resources.ts';

/** The alarms, each of which tells the alarm topic. */
export function addAlarms(resources: Resources): void {
  const { stack, manifest, topics } = resources;
  const action = new SnsAction(find(topics, 'topic', manifest.alarmTopic));
  for (const alarm of manifest.alarms) {
    new Alarm(stack, `${alarm.id}Alarm`, {
      alarmName: `${manifest.name}-${alarm.id}`,
      alarmDescription: alarm.description,
      metric: new Metric({
        ...metricOf(resources, alarm.metric),
        statistic: alarm.statistic,
        period: Duration.seconds(alarm.periodSeconds),
      }),
      threshold: alarm.threshold,
      evaluationPeriods: alarm.evaluationPeriods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // No invocation, no data point: that is no trouble.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    }).addAlarmAction(action);
  }
}

function metricOf(resources: Resources, metric: AlarmManifest['metric']) {
  const metricName = metric.name;
  if ('queue' in metric) {
    const { queueName } = find(resources.queues, 'queue', metric.queue);
    return { namespace: 'AWS/SQS', metricName, dimensionsMap: { QueueName: queueName } };
  }
  if ('custom' in metric) {
    return { namespace: 'groundcrew', metricName, dimensionsMap: { Function: metric.function } };
  }
  return {
    namespace: 'AWS/Lambda',
    metricName,
    dimensionsMap: { FunctionName: functionName(metric.function) },
  };
}
