export { readIdentity, readSignedIdentity, type SignedIdentity } from './identity.ts';
export { metadataNotes } from './metadata-notes.ts';
export { type MetadataPath, parseMetadataPath } from './metadata-path.ts';
export { type NoticeKind, type NoticeParts, noticeKinds, readNotice } from './notice-sources.ts';
export type { IdentityDocument } from './parse.ts';
export { type ReadMetadataOptions, readMetadata } from './read-metadata.ts';
export { type MetadataValue, readMetadataPath } from './read-path.ts';
