export { createPowerExecutor, type PowerExecutorDeps } from './power-executor.ts';
