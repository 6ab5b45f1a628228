export { createDelivery } from './deliver.ts';
export { createDestinations } from './destinations.ts';
export { type Look, lookAtQueue, runningMove } from './look.ts';
export { createMessageFile, openMessageFile } from './message-file.ts';
export { canMoveAt, moveMessages } from './move.ts';
export { type Redrive, redriveMessages } from './redrive.ts';
export { type Restored, restoreMessages } from './restore.ts';
export { type Saved, saveMessages } from './save.ts';
