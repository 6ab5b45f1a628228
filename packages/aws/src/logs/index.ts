export { createLogsClient } from './client.ts';
export { type LogGroup, listLogGroups, logGroupTags } from './log-groups.ts';
