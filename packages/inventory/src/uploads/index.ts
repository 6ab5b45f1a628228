export { parseRejectKey, type RejectKey } from '../load/reject-key-prefix.ts';
export { type LoadEvent, nameOf, readLoadEvent, type Upload } from './load-event.ts';
export { type LoadUploadDeps, loadUpload, type UploadFullExports } from './load-upload.ts';
export { type LoadObserver, loadUploads } from './load-uploads.ts';
export { createRejectsInBucket, type RejectsInBucket } from './rejects-in-bucket.ts';
