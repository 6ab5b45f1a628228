import {
  type AlarmManifest,
  type MetricNames,
  metricOf,
  type StackManifest,
  stateMachineMetricOf,
} from '@groundcrew/lambda';
import { logicalId } from '../shared/defaults.ts';
import { mappingLogicalId } from './functions.ts';
import { either, getAtt, type Json, type Resources, ref } from './intrinsics.ts';
import { conditionOf } from './references.ts';

/** The alarms, each of which publishes to the alarm topic. */
export function alarmResources(stack: StackManifest): Resources {
  return Object.fromEntries(
    stack.alarms.map((alarm) => [
      `${alarm.id}Alarm`,
      {
        Type: 'AWS::CloudWatch::Alarm',
        Properties: {
          AlarmName: `${stack.name}-${alarm.id}`,
          AlarmDescription: alarm.description,
          ...metric(alarm.metric),
          Statistic: alarm.statistic,
          Period: alarm.periodSeconds,
          EvaluationPeriods: alarm.evaluationPeriods,
          Threshold: alarm.threshold,
          ComparisonOperator: 'GreaterThanOrEqualToThreshold',
          // Without invocations there are no data points: that is not a problem.
          TreatMissingData: 'notBreaching',
          AlarmActions: actions(stack.alarmTopic),
        },
      },
    ]),
  );
}

function actions(topic: StackManifest['alarmTopic']): Json {
  if (typeof topic === 'string') return [ref(topic)];
  return either(conditionOf(topic.setting), [ref(topic.setting)], ref('AWS::NoValue'));
}

function metric(of: AlarmManifest['metric']): Record<string, Json> {
  const { namespace, name, dimension, value } =
    'stateMachine' in of
      ? stateMachineMetricOf(of, ref(`${logicalId(of.stateMachine)}StateMachine`))
      : metricOf(of, metricNames);
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: [{ Name: dimension, Value: value }],
  };
}

const metricNames: MetricNames<Json> = {
  functionName: (name) => ref(`${logicalId(name)}Function`),
  mappingId: (name) => ref(mappingLogicalId(name)),
  queueName: (id) => getAtt(id, 'QueueName'),
  tableName: (id) => ref(id),
  topicName: (id) => getAtt(id, 'TopicName'),
};
