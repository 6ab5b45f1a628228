export { type ImdsFaults, parseImdsFaults } from './faults.ts';
export type { ImdsInstance } from './instance.ts';
export type { NoticeDetails, NoticeKind } from './notices.ts';
export { type ImdsRequest, type ImdsServerOptions, type LocalImds, startImds } from './start-imds.ts';
