import { type CodesOf, declareErrors } from '@groundcrew/errors';

export const errorCodes = declareErrors({
  'aws-step-functions.execution-exists': {
    meaning: 'An execution of this name exists, with another input, or it is over.',
    action: 'Use another name; a name is free again 90 days after its execution ended.',
  },
  'aws-step-functions.not-found': {
    meaning: 'The state machine, execution or Map Run does not exist in this account and region.',
    action: 'Check its name or ARN, the region and the account; executions are kept for 90 days.',
  },
  'aws-step-functions.not-redrivable': {
    meaning:
      "The execution can't be redriven: it succeeded, runs, ended more than 14 days ago, or its history is full.",
    action: 'Act on what the message quotes; start a new execution.',
  },
  'aws-step-functions.read-failed': {
    meaning: 'Executions or Map Runs could not be listed or described.',
    action:
      'Act on `details.reason`; the caller needs `states:ListExecutions`, `states:DescribeExecution`, `states:GetExecutionHistory`, `states:ListMapRuns` and `states:DescribeMapRun`.',
  },
  'aws-step-functions.redrive-failed': {
    meaning: 'An execution could not be redriven.',
    action: 'Act on `details.reason`; the caller needs `states:RedriveExecution`.',
  },
  'aws-step-functions.start-failed': {
    meaning: 'An execution could not be started.',
    action: 'Act on `details.reason`; the caller needs `states:StartExecution`.',
  },
  'aws-step-functions.stop-failed': {
    meaning: 'An execution could not be stopped.',
    action: 'Act on `details.reason`; the caller needs `states:StopExecution`.',
  },
  'aws-step-functions.update-failed': {
    meaning: 'The limits of a Map Run could not be changed; only one that runs can be.',
    action: 'Act on `details.reason`; the caller needs `states:UpdateMapRun`.',
  },
});

declare module '@groundcrew/errors' {
  interface DeclaredErrors extends CodesOf<typeof errorCodes> {}
}
