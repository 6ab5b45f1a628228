// What tagging new resources takes, and no more: behind the package's whole face stand the clients of all services,
// and a bundle that imports that has them in what it loads at once, also where it imports them late.
export { createTagExecutor } from './applying/index.ts';
export * from './creation/index.ts';
export type { TagPolicy } from './policy/index.ts';
export { readStoredPolicy } from './stored-policy.ts';
