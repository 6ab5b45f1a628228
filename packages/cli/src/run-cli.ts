import { isGroundcrewError } from '@groundcrew/errors';
import type { Report } from '@groundcrew/report';
import { type Language, languages } from '@groundcrew/report/languages';
import { CommanderError } from 'commander';
import { buildProgram } from './build-program.ts';
import type { ArgumentValue, Command } from './command.ts';
import { describeError, exitCodeOf } from './describe-error.ts';
import { interruptedError, usageError } from './errors.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { type GlobalOptions, PRINT_POLICY } from './global-options.ts';
import { guardedIo } from './guarded-io.ts';
import type { Io } from './io.ts';
import type { Program } from './program.ts';
import { translatedIo } from './translated-io.ts';
import { writeAll } from './write-all.ts';

/**
 * Runs the command of `words` (`process.argv` without its first two) and returns the exit code. Never throws: errors are
 * printed to stderr.
 */
export async function runCli(program: Program, words: readonly string[], io: Io): Promise<ExitCode> {
  const shownIo = words.includes('--no-color') ? withoutColor(io) : io;
  const helpTexts: string[] = [];
  let path = program.name;
  let exitCode: ExitCode = exitCodes.done;
  let commandIo = shownIo;
  const root = buildProgram(program, {
    io: shownIo,
    writeHelp: (text) => helpTexts.push(text),
    isPolicyAsked: program.policyOf !== undefined && words.includes(PRINT_POLICY),
    onSelect(chosen) {
      path = chosen;
    },
    async run(command, operands, options) {
      const global = root.opts<GlobalOptions>();
      if (global.printPolicy) {
        const typed = { options, arguments: argumentValues(command, operands) };
        exitCode = await printPolicy(program, path.slice(program.name.length + 1), typed, global, shownIo);
        return;
      }
      commandIo = guardedIo(shownIo, { json: global.output === 'json' });
      exitCode = await runCommand(command, operands, options, global, commandIo);
    },
  });
  const reportError = (thrown: unknown) => {
    // A closed pipe is not a failure.
    if (isGroundcrewError(thrown, 'cli.output.closed')) return exitCodes.done;
    shownIo.stderr.write(describeError(thrown, { path, debug: words.includes('--debug') }));
    const hint = program.hintOf?.(thrown, commandIo);
    if (hint !== undefined) commandIo.stderr.write(`${hint}\n`);
    return exitCodeOf(thrown);
  };
  try {
    await root.parseAsync(helpFirst(words), { from: 'user' });
    return exitCode;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) return reportError(thrown);
    if (thrown.exitCode === 0)
      return await writeAll(shownIo.stdout, helpTexts).then(() => exitCodes.done, reportError);
    if (thrown.code !== 'commander.help') return reportError(usageError(asSentence(thrown.message)));
    // A command group without a command.
    shownIo.stderr.write(helpTexts.join(''));
    return exitCodes.usage;
  }
}

/** Takes a report as data, before it is rendered. */
export type ReportSink = (report: Report) => Promise<void>;

/**
 * Runs the command of `words`, and hands its reports to `sink` instead of rendering them: for another surface than a shell.
 * Ctrl-C is what `io.onInterrupt` reports.
 *
 * @throws the error of the command; GroundcrewError `cli.usage` for words that are wrong
 */
export async function runForReports(
  program: Program,
  words: readonly string[],
  io: Io,
  sink: ReportSink,
): Promise<ExitCode> {
  let exitCode: ExitCode = exitCodes.done;
  const root = buildProgram(program, {
    io,
    writeHelp: () => {},
    isPolicyAsked: false,
    onSelect: () => {},
    async run(command, operands, options) {
      exitCode = await runCommand(command, operands, options, root.opts<GlobalOptions>(), io, sink);
    },
  });
  try {
    await root.parseAsync([...words], { from: 'user' });
  } catch (thrown) {
    throw thrown instanceof CommanderError ? usageError(asSentence(thrown.message)) : thrown;
  }
  return exitCode;
}

async function runCommand(
  command: Command,
  operands: readonly ArgumentValue[],
  options: Record<string, unknown>,
  global: GlobalOptions,
  io: Io,
  sink: ReportSink = (report) => print(report, global, io),
): Promise<ExitCode> {
  const aborter = new AbortController();
  const stopListening = io.onInterrupt(() => {
    // The second Ctrl-C exits immediately: the first one may take too long.
    if (aborter.signal.aborted) io.exit(exitCodes.interrupted);
    else aborter.abort(interruptedError());
  });
  try {
    return await command.handler({
      options: options as never,
      arguments: argumentValues(command, operands) as never,
      global,
      io: await translatedIo(io, languageOf(options)),
      signal: aborter.signal,
      print: async (report) => sink(await inLanguage(report, languageOf(options))),
    });
  } catch (thrown) {
    // An error after Ctrl-C, such as an SDK's AbortError, is its consequence.
    throw aborter.signal.aborted ? interruptedError(thrown) : thrown;
  } finally {
    stopListening();
  }
}

/** The option `--language`, of commands that have it. */
function languageOf({ language }: Record<string, unknown>): Language | undefined {
  return languages.find((each) => each === language);
}

async function inLanguage(report: Report, language: Language | undefined): Promise<Report> {
  if (language === undefined || language === 'en') return report;
  const { translateReport } = await import('@groundcrew/report/messages');
  return translateReport(report, language);
}

function argumentValues(command: Command, operands: readonly ArgumentValue[]): Record<string, ArgumentValue> {
  return Object.fromEntries(command.arguments.map(({ name }, index) => [name, operands[index]]));
}

/** What a command would need, in place of running it. */
async function printPolicy(
  { name, policyOf }: Program,
  path: string,
  { options, arguments: values }: { options: object; arguments: object },
  global: GlobalOptions,
  { stdout, stderr, environment }: Io,
): Promise<ExitCode> {
  // Of an option and an argument of one name, the option determines what is called.
  const policy = await policyOf!({ command: path, values: { ...values, ...options }, global, environment });
  if (policy.Statement.length === 0) {
    stderr.write(`${name} ${path} calls no service of AWS with these options: it needs no permissions.\n`);
  }
  await writeAll(stdout, [`${JSON.stringify(policy, undefined, 2)}\n`]);
  return exitCodes.done;
}

async function print(report: Report, { output }: GlobalOptions, io: Io): Promise<void> {
  // Only here: help and errors need no renderer.
  const { render } = await import('@groundcrew/report');
  const { columns, hasColor } = io.stdout;
  const chunks = render(report, output, {
    color: hasColor,
    ...(columns === undefined ? {} : { width: columns }),
  });
  await writeAll(io.stdout, chunks);
}

/** `groundcrew help inventory load` is the same as `groundcrew inventory load --help`. */
function helpFirst(words: readonly string[]): string[] {
  return words[0] === 'help' ? [...words.slice(1), '--help'] : [...words];
}

/** Commander's message, in our form. */
function asSentence(message: string): string {
  return message.replace(/^error: /, '').replace(/\n\(Did you mean (.*)\?\)$/s, '; did you mean $1?');
}

function withoutColor(io: Io): Io {
  // `Object.create` keeps the getters alive: a terminal's width changes while a command runs.
  const plain = <Stream extends object>(stream: Stream): Stream =>
    Object.create(stream, { hasColor: { value: false } });
  return { ...io, stdout: plain(io.stdout), stderr: plain(io.stderr) };
}
