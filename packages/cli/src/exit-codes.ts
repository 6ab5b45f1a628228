/** The exit codes. */
export const exitCodes = {
  done: 0,
  failed: 1,
  /** Wrong usage: an unknown flag, a missing argument, an invalid value. */
  usage: 2,
  /** Done in part, or findings that the command was asked to fail on. */
  partial: 3,
  /** A notice, which the command waited for: `ec2 watch`. */
  notice: 4,
  /** The answer is negative: an action is denied. */
  no: 5,
  /** There is no answer: what it depends on is not known. */
  unknown: 6,
  /** Declined or interrupted: 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
