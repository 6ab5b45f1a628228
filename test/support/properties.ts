import fc from 'fast-check';

/** Earlier than a test's own limit: a property that takes too long fails with the counterexample it has found so far. */
fc.configureGlobal({ interruptAfterTimeLimit: 100_000, markInterruptAsFailure: true });
