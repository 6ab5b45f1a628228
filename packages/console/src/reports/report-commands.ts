import type { Command, Io, Program, ReportSink } from '@groundcrew/cli';
import type { ConsoleTextKey } from '@groundcrew/report/console-texts';

/** A command that a page offers as a form. */
export interface ReportCommand {
  /** As typed: `cost report`. */
  readonly name: string;
  readonly title: ConsoleTextKey;
  readonly section: '/costs' | '/tags' | '/instances' | '/schedules' | '/networks';
  /** Options that are shown first; the others are behind "more". */
  readonly first: readonly string[];
  /** Options that the page does not offer: those that write files, or wait forever. */
  readonly without?: readonly string[];
  /** Values that the form starts with. */
  readonly initial?: Readonly<Record<string, string>>;
}

/** The commands behind the pages of reports: none of them changes anything. */
export interface ReportSource {
  readonly commands: readonly ReportCommand[];
  readonly program: Program;
  /** Environment of the commands: whose account they are about. */
  readonly environment: Io['environment'];
  /** Words that every command gets, and the shown command line too: `--profile shop`. */
  readonly globalWords: readonly string[];
  /** Runs a command, with its reports as data. */
  readonly run: (words: readonly string[], io: Io, sink: ReportSink) => Promise<number>;
}

export async function loadCommand({ program }: ReportSource, name: string): Promise<Command> {
  const entry = program.commands.find((each) => each.name === name);
  if (!entry) throw new Error(`there is no command "${name}"`);
  return (await entry.load()).command;
}
