import type { Report } from '@groundcrew/report';
import type { ExitCode } from './exit-codes.ts';
import type { GlobalOptions } from './global-options.ts';
import type { Io } from './io.ts';
import type { OptionSpecs, OptionValues } from './option.ts';

export interface ArgumentSpec {
  readonly name: string;
  readonly description: string;
  /** Whether it may be left out; no unless said otherwise. */
  readonly optional?: true;
  /** Whether it may be given more than once: its value is then a list. Only the last argument of a command. */
  readonly repeat?: true;
}

export interface Example {
  /** What is typed, without a prompt. */
  readonly command: string;
  /** What it does, in a few words. */
  readonly description: string;
}

/** What a command's handler is given. */
export interface CommandContext<
  Options extends OptionSpecs,
  Arguments extends readonly ArgumentSpec[] = readonly ArgumentSpec[],
> {
  readonly options: OptionValues<Options>;
  readonly arguments: ArgumentValues<Arguments>;
  readonly global: GlobalOptions;
  readonly io: Io;
  /** Aborts at Ctrl-C; a command that returns after that has ended as it wanted to. */
  readonly signal: AbortSignal;
  /** Writes the report to stdout in the form of `--output`; nothing where the reader has gone. */
  readonly print: (report: Report) => Promise<void>;
}

/** One command of the shell: data, and a handler that is thin. */
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

/** How a command is found: what `groundcrew --help` needs, without loading the command itself. */
export interface CommandEntry {
  /** As typed: `inventory load`. */
  readonly name: string;
  /** One line, no full stop. */
  readonly summary: string;
  load(): Promise<{ readonly command: Command }>;
}

/** Values of the arguments by name; one that may be left out may be `undefined`, or an empty list. */
export type ArgumentValues<Arguments extends readonly ArgumentSpec[]> = {
  readonly [Spec in Arguments[number] as Spec['name']]: Spec extends { repeat: true }
    ? readonly string[]
    : Spec extends { optional: true }
      ? string | undefined
      : string;
};

/** A value of {@link ArgumentValues}, as it was typed. */
export type ArgumentValue = string | readonly string[] | undefined;

/** Declares a command, with the types of its handler's context drawn from its options and arguments. */
export function defineCommand<
  const Options extends OptionSpecs,
  const Arguments extends readonly ArgumentSpec[] = readonly [],
>(command: Command<Options, Arguments>): Command {
  // The kit calls the handler with what it parsed by these very specs: the one place where types yield.
  return command as unknown as Command;
}
