export {
  type Assign,
  type Assignment,
  compileMatch,
  createAssign,
  isOnSchedule,
  type ResourceFacts,
} from './assign.ts';
