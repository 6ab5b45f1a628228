export { type Clock, systemClock } from './clock.ts';
export type { WireRecord } from './dynamodb/stream-record.ts';
export type { LocalEvent, OnEvent } from './events.ts';
export type { FunctionOverride } from './lambda/functions.ts';
export type { IdleOptions, LocalAws, LocalOptions } from './options.ts';
export type { RecordedCall } from './recorder.ts';
export { startLocal } from './start-local.ts';
