export { createCloudWatch } from './cloudwatch.ts';
export { createMetricStore } from './metric-store.ts';
export { createServiceMetrics } from './service-metrics.ts';
