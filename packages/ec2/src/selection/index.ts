export { type SelectionQuery, selectionToFilters } from './filters.ts';
export { parseSelection, parseTagCondition, type SelectionTexts } from './parse-selection.ts';
export { escapePattern } from './pattern.ts';
export {
  instanceStates,
  lifecycles,
  longestTagKey,
  longestTagValue,
  type Selection,
  type TagCondition,
} from './selection.ts';
