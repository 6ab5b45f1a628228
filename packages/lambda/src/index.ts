export { type Grant, grantsOf, type StateMachineGrant, stateMachineGrantsOf } from './grants.ts';
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
  StateMachineManifest,
  StateMachineTarget,
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
  stateMachineMetricOf,
  type MetricSeries,
  type MetricSource,
  type NamedMetric,
} from './metric-source.ts';
export { dashboardBody } from './dashboard.ts';
export { createMetrics, type Metrics, type MetricsOptions, type MetricUnit } from './metrics.ts';
export { defaultBucketName, scheduleName } from './names.ts';
export { createSettings, type Environment, type Settings } from './settings.ts';
export {
  type Catcher,
  type ChoiceCondition,
  type ChoiceRule,
  distributedMapsOf,
  type ItemBatcher,
  type ItemProcessor,
  type ItemReader,
  type JsonTemplate,
  type JsonValue,
  type MapState,
  type ResultWriter,
  type Retrier,
  type State,
  type StateMachineDefinition,
  type TaskState,
} from './state-machine.ts';
