export { createLogsClient } from './client.ts';
export { type CallOptions, type LogGroup, listLogGroups, logGroupTags } from './log-groups.ts';
