export { createLogEvents } from './log-events.ts';
export { createLogs } from './logs.ts';
