export { callKey, callSize, createPower, type Power, type PowerDeps } from './power.ts';
