export { parseUntil } from './parse-until.ts';
