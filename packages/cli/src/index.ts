export {
  type ArgumentSpec,
  type Command,
  type CommandContext,
  type CommandEntry,
  defineCommand,
  type Example,
} from './command.ts';
export { completionScript, type Shell, shells } from './completion.ts';
export { askPerson, confirm } from './confirm.ts';
export { declinedError, orUsageError, usageError } from './errors.ts';
export { type ExitCode, exitCodes } from './exit-codes.ts';
export type { DefaultValue, OptionDefaults } from './defaults.ts';
export type { GlobalOptions } from './global-options.ts';
export type { Input, Io, Messages, Output } from './io.ts';
export { flagOf, type OptionSpec, type OptionSpecs, type OptionValues } from './option.ts';
export { createProcessIo, type ProcessLike } from './process-io.ts';
export type { CommandGroup, Program } from './program.ts';
export { createProgress, type Progress, type ProgressOptions } from './progress.ts';
export type { ProgressState } from './progress-line.ts';
export { quoted } from './quoted.ts';
export { type ReportSink, runCli, runForReports } from './run-cli.ts';
export { writeAll } from './write-all.ts';
