/** What the shell is told. */
export const exitCodes = {
  done: 0,
  failed: 1,
  /** Wrong usage: an unknown flag, a missing argument, a value that can't be. */
  usage: 2,
  /** Done in part, or findings where the command was asked to fail on them. */
  partial: 3,
  /** What the command waited for has been announced: `ec2 watch`. */
  notice: 4,
  /** Declined or interrupted: 128 + SIGINT. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
