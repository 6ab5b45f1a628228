import { dashboardBody } from '@groundcrew/lambda';
import { CfnDashboard } from 'aws-cdk-lib/aws-cloudwatch';
import { metricNames, type Resources, textOf } from './resources.ts';

/** The dashboard, if its setting is `true`. */
export function addDashboard(resources: Resources): void {
  const { stack, manifest } = resources;
  const { name, dashboard } = manifest;
  if (dashboard === undefined || textOf(resources, { setting: dashboard.setting }) !== 'true') return;
  new CfnDashboard(stack, dashboard.id, {
    dashboardName: name,
    dashboardBody: stack.toJsonString(dashboardBody(dashboard, metricNames(resources), stack.region)),
  });
}
