export { type ImdsFaults, parseImdsFaults } from './faults.ts';
export { findInstance } from './find-instance.ts';
export type { NoticeDetails, NoticeKind } from './notices.ts';
export { type PlannedNotice, parseImdsNotices } from './parse-notices.ts';
export { type ImdsRequest, type ImdsServerOptions, type LocalImds, startImds } from './start-imds.ts';
