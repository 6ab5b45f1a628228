export {
  type AccountDbCluster,
  type AccountDbInstance,
  type AccountGroup,
  type AccountInstance,
  type InstanceDetails,
  type LocalAccount,
  type LocalAccounts,
  type LocalRegion,
  type LocalRole,
  type NetworkDetails,
  parseAccounts,
} from './account/index.ts';
export { readAllowedEndpoint, readAllowedHost } from './allowed-addresses.ts';
export { type Clock, systemClock } from './clock.ts';
export { type AccountCopies, type CopyEffort, startCopies } from './copies.ts';
export { type Bill, readBill } from './cost-explorer/index.ts';
export type { WireRecord } from './dynamodb/stream-record.ts';
export type { BusEvent, DeliveredEvent } from './event-bus/index.ts';
export type { LocalEvent, OnEvent } from './events.ts';
export { checkFaults, type FaultOptions, faultNames, parseFaults } from './faults/options.ts';
export {
  findInstance,
  type ImdsFaults,
  type ImdsRequest,
  type ImdsServerOptions,
  type LocalImds,
  type NoticeDetails,
  type NoticeKind,
  type PlannedNotice,
  parseImdsFaults,
  parseImdsNotices,
  startImds,
} from './imds/index.ts';
export type { FunctionOverride } from './lambda/functions.ts';
export { createMovableClock, type MovableClock } from './movable-clock.ts';
export type { LoadBalancerDelays, TargetCheck, TargetRule } from './elbv2/index.ts';
export type { DnsDelays } from './route53/index.ts';
export type { IdleOptions, LocalAws, LocalOptions, TableChange } from './options.ts';
export type { RecordedCall } from './recorder.ts';
export { parseSchedule, type Schedule } from './schedule/expression.ts';
export type { PublishedMessage } from './sns/index.ts';
export type { QueueMessage } from './sqs/index.ts';
export { checkSettings } from './stack-values.ts';
export { startLocal } from './start-local.ts';
