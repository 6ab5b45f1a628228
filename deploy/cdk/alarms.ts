import { type AlarmManifest, metricOf, type NamedMetric, stateMachineMetricOf } from '@groundcrew/lambda';
import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { type ITopic, Topic } from 'aws-cdk-lib/aws-sns';
import { find, metricNames, type Resources, textOf } from './resources.ts';

/** The alarms, each of which notifies the alarm topic. */
export function addAlarms(resources: Resources): void {
  const { stack, manifest } = resources;
  const topic = alarmTopic(resources);
  for (const alarm of manifest.alarms) {
    const one = new Alarm(stack, `${alarm.id}Alarm`, {
      alarmName: `${manifest.name}-${alarm.id}`,
      alarmDescription: alarm.description,
      metric: new Metric({
        ...identityOf(namedMetric(resources, alarm.metric)),
        statistic: alarm.statistic,
        period: Duration.seconds(alarm.periodSeconds),
      }),
      threshold: alarm.threshold,
      evaluationPeriods: alarm.evaluationPeriods,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      // No invocation, no data point: that is not a problem.
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    if (topic !== undefined) one.addAlarmAction(new SnsAction(topic));
  }
}

/** `undefined`: nobody is notified. */
function alarmTopic(resources: Resources): ITopic | undefined {
  const { stack, manifest, topics } = resources;
  if (typeof manifest.alarmTopic === 'string') return find(topics, 'topic', manifest.alarmTopic);
  const arn = textOf(resources, manifest.alarmTopic);
  return arn === '' ? undefined : Topic.fromTopicArn(stack, 'AlarmTopic', arn);
}

function namedMetric(resources: Resources, metric: AlarmManifest['metric']): NamedMetric<string> {
  return 'stateMachine' in metric
    ? stateMachineMetricOf(metric, find(resources.stateMachines, 'state machine', metric.stateMachine).ref)
    : metricOf(metric, metricNames(resources));
}

function identityOf({ namespace, name, dimension, value }: NamedMetric<string>) {
  return { namespace, metricName: name, dimensionsMap: { [dimension]: value } };
}
