export { createFixer, decideFixes, type FixerOptions, type FixSelection } from './decide-fixes.ts';
export { type Fix, isTagChange, type TagChange, type TagFinding } from './fix.ts';
export { createSnapshotDecider, type PlanTagsOptions, planTags } from './plan-tags.ts';
