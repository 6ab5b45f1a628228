export { createDynamoDbStore } from './dynamodb-store.ts';
export {
  createInMemoryStore,
  type StoredState,
  type MemoryStore,
  type StoredOverride,
} from './memory-store.ts';
export { problemMessage } from './problem-message.ts';
export {
  rememberedFrom,
  type RunDecisions,
  runSchedule,
  type RunScheduleDeps,
  type ScheduleRun,
} from './run-schedule.ts';
export { readStoredSchedule, type StoredSchedule } from './stored-schedule.ts';
