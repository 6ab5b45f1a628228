export { type SelectionQuery, selectionToFilters } from './filters.ts';
export { parseSelection, parseTagCondition, type SelectionTexts } from './parse-selection.ts';
export { escapePattern, matchesPattern } from './pattern.ts';
export {
  instanceStates,
  lifecycles,
  MAX_TAG_KEY_LENGTH,
  MAX_TAG_VALUE_LENGTH,
  type Selection,
  type TagCondition,
} from './selection.ts';
