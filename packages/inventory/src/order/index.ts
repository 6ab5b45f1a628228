export { type EnterOrderDeps, enterOrder } from './enter-order.ts';
export { compareFiles, type FileMoment, type FileOrder, formatSource } from './file-order.ts';
export { FILE_TIME_ATTRIBUTE, formatFileTime } from './file-time.ts';
export { type FullClaim, type VanishedMode, vanishedModes } from './full-claim.ts';
export { createOrderStore, type OrderedFile, type OrderStore } from './order-store.ts';
export { loadNewestFirst, type OrderedInput, type PlacedInput } from './order-inputs.ts';
export {
  createFilePlace,
  type FileFacts,
  type FilePlace,
  type FileTime,
  fileTimes,
  momentOf,
  placeFile,
} from './place-file.ts';
export { type GuardSample, sampleGuards } from './sample-guards.ts';
export { NewerShelves, type ShelfFilter } from './shelf-filter.ts';
export { timeOfName } from './time-of-name.ts';
