export { checkPlanned, plannedModels } from './check-planned.ts';
export { plannedItems } from './planned-items.ts';
export { plannedNotes } from './planned-notes.ts';
export { plannedFailures, survivePlanned } from './survive-planned.ts';
