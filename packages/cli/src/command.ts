import type { Report } from '@groundcrew/report';
import type { ExitCode } from './exit-codes.ts';
import type { GlobalOptions } from './global-options.ts';
import type { Io } from './io.ts';
import type { OptionSpecs, OptionValues } from './option.ts';

export interface ArgumentSpec {
  readonly name: string;
  readonly description: string;
  /** Whether it is optional; default: no. */
  readonly optional?: true;
  /** Whether it may be repeated: its value is then a list. Only for the last argument of a command. */
  readonly repeat?: true;
}

export interface Example {
  /** What is typed, without a prompt. */
  readonly command: string;
  /** What it does, in a few words. */
  readonly description: string;
}

/** The context of a command's handler. */
export interface CommandContext<
  Options extends OptionSpecs,
  Arguments extends readonly ArgumentSpec[] = readonly ArgumentSpec[],
> {
  readonly options: OptionValues<Options>;
  readonly arguments: ArgumentValues<Arguments>;
  readonly global: GlobalOptions;
  readonly io: Io;
  /** Aborts at Ctrl-C; a command that returns afterwards has ended regularly. */
  readonly signal: AbortSignal;
  /** Writes the report to stdout in the format of `--output`; does nothing if the reader has closed the pipe. */
  readonly print: (report: Report) => Promise<void>;
}

/** One command of the shell: declarations, and a thin handler. */
export interface Command<
  Options extends OptionSpecs = OptionSpecs,
  Arguments extends readonly ArgumentSpec[] = readonly ArgumentSpec[],
> {
  /** What it does, for its `--help`: whole sentences. */
  readonly description: string;
  readonly arguments: Arguments;
  /** By camelCase name: `maxInFlight` is typed `--max-in-flight`. */
  readonly options: Options;
  readonly examples: readonly Example[];
  handler(context: CommandContext<Options, Arguments>): Promise<ExitCode>;
}

/** A command for `groundcrew --help`, without loading its module. */
export interface CommandEntry {
  /** As typed: `inventory load`. */
  readonly name: string;
  /** One line, no full stop. */
  readonly summary: string;
  load(): Promise<{ readonly command: Command }>;
}

/** Values of the arguments by name; an optional one may be `undefined`, or an empty list. */
export type ArgumentValues<Arguments extends readonly ArgumentSpec[]> = {
  readonly [Spec in Arguments[number] as Spec['name']]: Spec extends { repeat: true }
    ? readonly string[]
    : Spec extends { optional: true }
      ? string | undefined
      : string;
};

/** A value of {@link ArgumentValues}, as typed. */
export type ArgumentValue = string | readonly string[] | undefined;

/** Declares a command, with the types of its handler's context inferred from its options and arguments. */
export function defineCommand<
  const Options extends OptionSpecs,
  const Arguments extends readonly ArgumentSpec[] = readonly [],
>(command: Command<Options, Arguments>): Command {
  // `runCli` calls the handler with the values it parsed by these specs: the only cast.
  return command as unknown as Command;
}
