export type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
export { createCloudWatchClient } from './client.ts';
export { metricData, type MetricDataRequest, type MetricPoint, type MetricQuery } from './metric-data.ts';
