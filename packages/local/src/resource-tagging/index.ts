export { createResourceTagging } from './resource-tagging.ts';
