export { meetsTag, type SelectionQuery, selectionToFilters } from './filters.ts';
export { parseSelection, parseTagCondition, type SelectionTexts } from './parse-selection.ts';
export { escapePattern, matchesPattern } from './pattern.ts';
export { instanceStates, lifecycles, type Selection, type TagCondition } from './selection.ts';
