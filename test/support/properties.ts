import fc from 'fast-check';
import { inject } from 'vitest';

fc.configureGlobal({
  numRuns: inject('effort') === 1 ? 100 : 40,
  // Earlier than a test's own limit: a property that takes too long fails with the counterexample it has found so far.
  interruptAfterTimeLimit: 100_000,
  markInterruptAsFailure: true,
});
