import { Command as Commander, Help } from 'commander';
import type { ArgumentValue, Command, CommandEntry, Example } from './command.ts';
import { type OptionDefaults, withDefaults } from './defaults.ts';
import { addGlobalOptions } from './global-options.ts';
import type { Io } from './io.ts';
import { toCommanderOption, valueWhenAbsent } from './option.ts';
import type { Program } from './program.ts';

export interface BuildOptions {
  readonly io: Io;
  /** Takes the texts of `--help` and `--version`. */
  writeHelp(text: string): void;
  /** Whether arguments may be left out that are needed to run a command: its policy is asked for. */
  readonly isPolicyAsked: boolean;
  /** Called with the selected command: the deepest one so far, as typed. */
  onSelect(path: string): void;
  run(command: Command, words: readonly ArgumentValue[], options: Record<string, unknown>): Promise<void>;
}

/**
 * The program for commander. A command's module is loaded after its words have been parsed and before its options are:
 * `groundcrew --help` loads none.
 */
export function buildProgram(program: Program, build: BuildOptions): Commander {
  const root = configure(new Commander(program.name), program.description, program.examples, build);
  root.version(program.version, '--version', 'print the version');
  addGlobalOptions(root, program.policyOf !== undefined);
  root.configureHelp({
    ...root.configureHelp(),
    // Changed only here: commander uses `visibleCommands` for its suggestions, too.
    formatHelp: (command, help) =>
      new Help().formatHelp(
        command,
        Object.assign(help, { visibleCommands: leaves, subcommandTerm: pathOf }),
      ),
  });
  const loaders = new Map<Commander, CommandEntry>();
  for (const entry of program.commands) {
    const words = entry.name.split(' ');
    const verb = words.pop()!;
    const parent = words.reduce((above, word) => groupOf(above, word, program, build), root);
    const leaf = configure(parent.command(verb), entry.summary, [], build);
    loaders.set(leaf, entry);
  }
  const onSubcommand = async (_: Commander, chosen: Commander) => {
    build.onSelect(`${program.name} ${pathOf(chosen)}`);
    const entry = loaders.get(chosen);
    if (!entry) return;
    const { command } = await entry.load();
    const defaults = () => program.defaultsOf?.(pathOf(chosen), command, build.io) ?? Promise.resolve(none);
    declareArguments(chosen, command, build, defaults);
  };
  for (const each of [root, ...groupsBelow(root)]) each.hook('preSubcommand', onSubcommand);
  return root;
}

function groupOf(above: Commander, word: string, program: Program, build: BuildOptions): Commander {
  const noun = program.commandGroups[`${pathOf(above)} ${word}`.trimStart()];
  return (
    above.commands.find((each) => each.name() === word) ??
    configure(above.command(word), noun?.summary ?? '', noun?.examples ?? [], build)
  );
}

function configure(
  commander: Commander,
  description: string,
  examples: readonly Example[],
  build: BuildOptions,
): Commander {
  const { stdout, stderr } = build.io;
  const writeHelp = (text: string) => build.writeHelp(text);
  return commander
    .description(description)
    .helpCommand(false)
    .helpOption('-h, --help', 'print this help')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({
      writeOut: writeHelp,
      writeErr: writeHelp,
      // Printed by `runCli`, like every other error.
      outputError: () => {},
      getOutHelpWidth: () => helpWidth(stdout.columns),
      getErrHelpWidth: () => helpWidth(stderr.columns),
      getOutHasColors: () => stdout.hasColor,
      getErrHasColors: () => stderr.hasColor,
    })
    .configureHelp({ showGlobalOptions: true, styleTitle: (title) => `\u001b[1m${title}\u001b[22m` })
    .addHelpText('after', examplesText(examples));
}

/** The maximum width of help: longer lines are hard to read. */
function helpWidth(columns = 100): number {
  return Math.min(columns, 100);
}

/** Adds the arguments and options that the command's module declares. */
function declareArguments(
  leaf: Commander,
  command: Command,
  build: BuildOptions,
  readDefaults: () => Promise<OptionDefaults>,
): void {
  leaf.description(command.description).addHelpText('after', examplesText(command.examples));
  for (const { name, description, optional, repeat } of command.arguments) {
    const shown = repeat ? `${name}...` : name;
    leaf.argument(optional || build.isPolicyAsked ? `[${shown}]` : `<${shown}>`, description);
  }
  for (const [name, spec] of Object.entries(command.options)) leaf.addOption(toCommanderOption(name, spec));
  leaf.allowExcessArguments(false);
  leaf.action(async (...parsed: unknown[]) => {
    const words = parsed.slice(0, command.arguments.length) as ArgumentValue[];
    const given = leaf.opts();
    const options = Object.fromEntries(
      Object.entries(command.options).map(([name, spec]) => [
        name,
        wasNegated(given, name) ?? given[name] ?? valueWhenAbsent(spec),
      ]),
    );
    const isTyped = (name: string) => leaf.getOptionValueSource(typedName(name)) === 'cli';
    await build.run(command, words, withDefaults(command.options, options, isTyped, await readDefaults()));
  });
}

/** Commander's name of an option: `cache` of `noCache`. */
function typedName(name: string): string {
  return /^no[A-Z]/.test(name) ? name.charAt(2).toLowerCase() + name.slice(3) : name;
}

const none: OptionDefaults = new Map();

/** Commander parses `--no-cache` as `cache` being false; here it is the flag `noCache`. */
function wasNegated(given: Readonly<Record<string, unknown>>, name: string): boolean | undefined {
  if (!/^no[A-Z]/.test(name)) return undefined;
  return given[typedName(name)] === false;
}

function examplesText(examples: readonly Example[]): string {
  if (examples.length === 0) return '';
  const lines = examples.map(({ command, description }) => `  ${description}:\n    $ ${command}`);
  return `\nExamples:\n${lines.join('\n')}`;
}

/** All command groups below `commander`, at any depth. */
function groupsBelow(commander: Commander): Commander[] {
  const nouns = commander.commands.filter((each) => each.commands.length > 0);
  return nouns.flatMap((each) => [each, ...groupsBelow(each)]);
}

/** All commands that can be run below `commander`, at any depth. */
function leaves(commander: Commander): Commander[] {
  return commander.commands.flatMap((each) => (each.commands.length > 0 ? leaves(each) : [each]));
}

/** The words of a command after the program's name. */
function pathOf(commander: Commander): string {
  const words: string[] = [];
  for (let each: Commander | null = commander; each?.parent; each = each.parent) words.unshift(each.name());
  return words.join(' ');
}
