export { type Grant, grantsOf } from './grants.ts';
export { createHandler, type HandlerOptions, type LambdaHandler } from './handler.ts';
export type { Invocation, LambdaContext } from './invocation.ts';
export { createLog, type Log, type LogFields, type LogLevel, type LogOptions } from './log.ts';
export type {
  AlarmManifest,
  BucketManifest,
  EventPattern,
  FunctionBundle,
  FunctionManifest,
  HttpApiManifest,
  HttpRoute,
  Permission,
  QueueManifest,
  ScheduleManifest,
  SettingManifest,
  StackManifest,
  StreamFailureDestination,
  TableManifest,
  Target,
  TopicManifest,
  Trigger,
  Undelivered,
  Value,
} from './manifest.ts';
export { mergeStacks } from './merge-stacks.ts';
export {
  type DashboardManifest,
  type MetricGroup,
  type MetricNames,
  metricOf,
  type MetricSeries,
  type MetricSource,
  type NamedMetric,
} from './metric-source.ts';
export { dashboardBody } from './dashboard.ts';
export { createMetrics, type Metrics, type MetricsOptions, type MetricUnit } from './metrics.ts';
export { defaultBucketName, scheduleName } from './names.ts';
export { createSettings, type Environment, type Settings } from './settings.ts';
