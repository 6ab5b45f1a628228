export { type Copies, startCopies } from './start-copies.ts';
