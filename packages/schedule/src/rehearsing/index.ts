export { copiedAccounts, type CopiedAccounts } from './copied-accounts.ts';
export { rehearseSchedule, type RehearseInput, type ScheduleRehearsal } from './rehearse-schedule.ts';
