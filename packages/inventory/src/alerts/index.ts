export type { AlertEntry, AlertStore } from './alert-store.ts';
export { createInMemoryAlertStore } from './alert-store.ts';
export {
  type Alert,
  type AlertSettings,
  type Decision,
  decideAlerts,
  readRecords,
  shelvesToLookUp,
} from './decide-alerts.ts';
export { createDynamoDBAlertStore, type DynamoDBAlertStoreOptions } from './dynamodb-alert-store.ts';
export type { AlertStyle } from './alert-message.ts';
export type { MessageSettings } from './plan-messages.ts';
export {
  type FailedRecord,
  type SendAlertsDeps,
  type SendAlertsResult,
  type SendAlertsSettings,
  sendAlerts,
} from './send-alerts.ts';
export {
  type OutdatedAlert,
  type OutdatedReason,
  replayAlerts,
  type ReplayAlertsDeps,
  type ReplayAlertsResult,
  type ShelfName,
  type StoredShelf,
} from './replay-alerts.ts';
export { type AnnouncedShelf, type ReplayAnswer, replayAnswer, type ReplayRequest } from './replay-answer.ts';
export { type AlertKind, type AlertSwitch, alertSwitches } from './shelf-level.ts';
export type { UnreadableCode, UnreadableRecord } from './stream-record.ts';
export { type StoredRecord, toStoredRecord } from './unreadable-record.ts';
