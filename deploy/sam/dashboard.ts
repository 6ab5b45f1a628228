import { dashboardBody, type MetricNames, type StackManifest } from '@groundcrew/lambda';
import { logicalId } from '../shared/defaults.ts';
import { mappingLogicalId } from './functions.ts';
import { type Resources, sub } from './intrinsics.ts';
import { trueConditionOf } from './references.ts';

/** The dashboard, if its setting is `true`. */
export function dashboardResources({ name, dashboard }: StackManifest): Resources {
  if (dashboard === undefined) return {};
  return {
    [dashboard.id]: {
      Type: 'AWS::CloudWatch::Dashboard',
      Condition: trueConditionOf(dashboard.setting),
      Properties: {
        DashboardName: name,
        DashboardBody: sub(JSON.stringify(dashboardBody(dashboard, metricNames, '${AWS::Region}'))),
      },
    },
  };
}

/** As `Fn::Sub` refers to them. */
const metricNames: MetricNames<string> = {
  functionName: (name) => `\${${logicalId(name)}Function}`,
  mappingId: (name) => `\${${mappingLogicalId(name)}}`,
  queueName: (id) => `\${${id}.QueueName}`,
  tableName: (id) => `\${${id}}`,
  topicName: (id) => `\${${id}.TopicName}`,
};
