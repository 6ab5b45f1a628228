export { type Assign, type Assignment, compileMatch, createAssign, type ResourceFacts } from './assign.ts';
