export { type Front, type FrontOptions, startFront } from './front.ts';
export { chunksOf, readBody } from './read-body.ts';
