import type { AlarmManifest, StackManifest } from '@groundcrew/lambda';
import { logicalId } from '../shared/defaults.ts';
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
  if ('queue' in of) {
    return {
      Namespace: 'AWS/SQS',
      MetricName: of.name,
      Dimensions: [{ Name: 'QueueName', Value: getAtt(of.queue, 'QueueName') }],
    };
  }
  if ('stateMachine' in of) {
    return {
      Namespace: 'AWS/States',
      MetricName: of.name,
      Dimensions: [{ Name: 'StateMachineArn', Value: ref(`${logicalId(of.stateMachine)}StateMachine`) }],
    };
  }
  if ('custom' in of) {
    return {
      Namespace: 'groundcrew',
      MetricName: of.name,
      Dimensions: [{ Name: 'Function', Value: of.function }],
    };
  }
  return {
    Namespace: 'AWS/Lambda',
    MetricName: of.name,
    Dimensions: [{ Name: 'FunctionName', Value: ref(`${logicalId(of.function)}Function`) }],
  };
}
