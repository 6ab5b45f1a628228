import { AwsError } from '../service.ts';

const refused = (code: string, message: string) => new AwsError(400, code, message);

export const invalidArn = (arn: string) => refused('InvalidArn', `Invalid Arn: '${arn}'`);

export const invalidName = (name: string) => refused('InvalidName', `Invalid Name: '${name}'`);

export const invalidDefinition = (problems: readonly string[]) =>
  refused('InvalidDefinition', `Invalid State Machine Definition: '${problems.join(', ')}'`);

export const invalidLogging = (configuration: string) =>
  refused('InvalidLoggingConfiguration', `Invalid Logging Configuration: ${configuration}`);

export const invalidInput = (reason: string) =>
  refused('InvalidExecutionInput', `Invalid State Machine Execution Input: '${reason}'`);

export const invalidToken = (token: string) => refused('InvalidToken', `Invalid Token: '${token}'`);

export const machineExists = (arn: string) =>
  refused('StateMachineAlreadyExists', `State Machine Already Exists: '${arn}'`);

export const noSuchMachine = (arn: string) =>
  refused('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);

export const executionExists = (arn: string) =>
  refused('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);

export const noSuchExecution = (arn: string) =>
  refused('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);

export const notRedrivable = (reason: string) => refused('ExecutionNotRedrivable', reason);

export const noSuchResource = (arn: string) =>
  new AwsError(400, 'ResourceNotFound', `Resource not found: '${arn}'`, { details: { resourceName: arn } });

export const invalidParameter = (message: string) => refused('ValidationException', message);

/** An error of a state, by the name that Retry and Catch match. */
export class StatesError extends Error {
  readonly error: string;
  readonly errorCause: string;

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`);
    this.error = error;
    this.errorCause = cause;
  }
}

/** What no retrier and no catcher sees: the execution fails, or was ended from outside. */
export const runtimeError = (cause: string) => new StatesError('States.Runtime', cause);

export const dataLimitExceeded = (state: string) =>
  new StatesError(
    'States.DataLimitExceeded',
    `The state/task '${state}' returned a result with a size exceeding the maximum number of bytes service limit.`,
  );
