export { decideNotices, initialWatchState, type NoticeDecision, type WatchState } from './decide-notices.ts';
export {
  type NoticeDocument,
  noticeDocument,
  noticeEnvironment,
  noticeSentence,
  type WatchedInstance,
} from './describe-notice.ts';
export { type Notice, type NoticeEvent, secondsLeft } from './notice.ts';
export { type WatchOptions, watchNotices } from './watch-notices.ts';
