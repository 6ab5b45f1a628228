import { GroundcrewError } from '@groundcrew/errors';
import { expect, test } from 'vitest';
import { type Command, type CommandContext, defineCommand } from './command.ts';
import { exitCodes } from './exit-codes.ts';
import type { Program } from './program.ts';
import { runCli } from './run-cli.ts';
import { createRecordingIo, type RecordingIoOptions } from './testing/recording-io.ts';

const loaded: string[] = [];

const show = defineCommand({
  description: 'Shows what it was given.',
  arguments: [
    { name: 'file', description: 'file to show' },
    { name: 'other', description: 'another one', optional: true },
  ],
  options: {
    table: { type: 'text', value: 'NAME', default: 'Inventory', description: 'name of the table' },
    kind: { type: 'text', value: 'KIND', choices: ['whole', 'decimal'], description: 'kind of counts' },
    aliasName: { type: 'text', value: 'NAME', repeat: true, description: 'an alias' },
    low: { type: 'integer', value: 'N', minimum: 1, maximum: 9, description: 'a threshold' },
    dryRun: { type: 'flag', description: 'write nothing' },
    noCache: { type: 'flag', description: 'refetch' },
  },
  examples: [{ command: 'tool thing show a.csv', description: 'Show a file' }],
  async handler({ options, arguments: { file, other }, print }) {
    const values = { file, other: other ?? null, options: JSON.stringify(options) };
    const columns = Object.keys(values).map((key) => ({ key, title: key }));
    await print({ title: 'Shown', sections: [{ kind: 'facts', key: 'shown', columns, values }] });
    return exitCodes.done;
  },
});

function programOf(command: Command): Program {
  return {
    name: 'tool',
    version: '1.2.3',
    description: 'A tool',
    commandGroups: {
      thing: { summary: 'Things', examples: [{ command: 'tool thing show', description: 'See things' }] },
    },
    commands: [
      {
        name: 'thing show',
        summary: 'Show a thing',
        async load() {
          loaded.push('thing show');
          return { command };
        },
      },
    ],
    examples: [{ command: 'tool thing show a.csv', description: 'Show one' }],
  };
}

async function run(words: string[], options: RecordingIoOptions & { command?: Command } = {}) {
  const io = createRecordingIo(options);
  const code = await runCli(programOf(options.command ?? show), words, io);
  return { code, out: io.out(), err: io.err() };
}

function handling(
  handler: (context: CommandContext<Record<never, never>>) => Promise<0 | 1 | 2 | 3 | 130>,
): Command {
  return defineCommand({ description: '', arguments: [], options: {}, examples: [], handler });
}

test('options and arguments reach the handler with their types and defaults', async () => {
  const given = [
    '--kind',
    'whole',
    '--alias-name',
    'a',
    '--alias-name',
    'b',
    '--low',
    '3',
    '--dry-run',
    '--no-cache',
  ];
  const { code, out } = await run(['thing', 'show', 'a.csv', ...given, '--output', 'json']);
  const { shown } = JSON.parse(out);
  expect(code).toBe(0);
  expect(shown).toMatchObject({ file: 'a.csv', other: null });
  expect(JSON.parse(shown.options)).toEqual({
    table: 'Inventory',
    kind: 'whole',
    aliasName: ['a', 'b'],
    low: 3,
    dryRun: true,
    noCache: true,
  });
  const bare = JSON.parse((await run(['thing', 'show', 'a', 'b', '--output', 'json'])).out).shown;
  expect(bare.other).toBe('b');
  expect(JSON.parse(bare.options)).toEqual({
    table: 'Inventory',
    aliasName: [],
    dryRun: false,
    noCache: false,
  });
});

test('the last argument may be repeated, and is then a list', async () => {
  const listing = (optional?: true) =>
    defineCommand({
      description: '',
      arguments: [
        { name: 'first', description: '' },
        { name: 'others', description: '', repeat: true, ...(optional && { optional }) },
      ],
      options: {},
      examples: [],
      async handler({ io, arguments: { first, others } }) {
        await io.stdout.write(JSON.stringify([first, others]));
        return exitCodes.done;
      },
    });
  const command = listing();
  expect((await run(['thing', 'show', 'a', 'b', 'c'], { command })).out).toBe('["a",["b","c"]]');
  expect((await run(['thing', 'show', 'a', 'b'], { command })).out).toBe('["a",["b"]]');
  expect((await run(['thing', 'show', '--help'], { command })).out).toContain('<first> <others...>');
  const { code, err } = await run(['thing', 'show', 'a'], { command });
  expect(code).toBe(2);
  expect(err).toContain("missing required argument 'others'");
  expect((await run(['thing', 'show', 'a'], { command: listing(true) })).out).toBe('["a",[]]');
});

test('help lists the commands with their examples and loads none of them', async () => {
  loaded.length = 0;
  const { code, out, err } = await run(['--help']);
  expect({ code, err, loaded }).toEqual({ code: 0, err: '', loaded: [] });
  expect(out).toMatch(/thing show +Show a thing/);
  expect(out).toMatch(/Examples:\n {2}Show one:\n {4}\$ tool thing show a\.csv/);
  expect((await run(['thing', '--help'])).out).toContain('See things');
  expect(loaded).toEqual([]);
});

test.each([[['thing', 'show', '--help']], [['help', 'thing', 'show']]])(
  'the help of a command has its arguments, options, global options and examples: %j',
  async (words) => {
    const { code, out } = await run(words);
    expect(code).toBe(0);
    expect(out).toContain('Usage: tool thing show [options] <file> [other]');
    for (const part of ['--alias-name <NAME>', '(default: "Inventory")', '--endpoint-url', 'Show a file']) {
      expect(out).toContain(part);
    }
    expect(out).not.toContain('\u001b');
  },
);

test('a command may be nested, and each group has its own help', async () => {
  const { commands, commandGroups: nouns, ...program } = programOf(show);
  const deep: Program = {
    ...program,
    commandGroups: { ...nouns, 'thing part': { summary: 'Parts of things', examples: [] } },
    commands: [...commands, { ...commands[0]!, name: 'thing part show' }],
  };
  const io = createRecordingIo();
  expect(await runCli(deep, ['thing', 'part', 'show', 'a.csv', '--output', 'json'], io)).toBe(0);
  expect(JSON.parse(io.out()).shown.file).toBe('a.csv');
  const wrong = createRecordingIo();
  expect(await runCli(deep, ['thing', 'part', 'shw'], wrong)).toBe(2);
  expect(wrong.err()).toContain('did you mean show?');
  const asked = createRecordingIo();
  expect(await runCli(deep, ['thing', 'part', '--help'], asked)).toBe(0);
  expect(asked.out()).toContain('Parts of things');
  expect(asked.out()).toContain('Show a thing');
});

test('help is styled in a terminal, unless --no-color', async () => {
  const terminal = { isTty: true, hasColor: true };
  expect((await run(['--help'], terminal)).out).toContain('\u001b[1mUsage:');
  expect((await run(['--help', '--no-color'], terminal)).out).not.toContain('\u001b');
});

test('the version is printed', async () => {
  expect(await run(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
});

test.each([
  [['thign'], "unknown command 'thign'; did you mean thing?", 'tool'],
  [['thing', 'shwo'], "unknown command 'shwo'; did you mean show?", 'tool thing'],
  [
    ['thing', 'show', 'f', '--tabel', 'x'],
    "unknown option '--tabel'; did you mean --table?",
    'tool thing show',
  ],
  [['thing', 'show'], "missing required argument 'file'", 'tool thing show'],
  [['thing', 'show', 'f', 'g', 'h'], 'too many arguments', 'tool thing show'],
  [['thing', 'show', 'f', '--low', '1.5'], 'Write a whole number from 1 to 9.', 'tool thing show'],
  [['thing', 'show', 'f', '--low', '10'], 'Write a whole number from 1 to 9.', 'tool thing show'],
  [['thing', 'show', 'f', '--kind', 'half'], 'Allowed choices are whole, decimal.', 'tool thing show'],
  [['thing', 'show', 'f', '--region', 'us east'], 'Write the name of a region', 'tool'],
  [['thing', 'show', 'f', '--endpoint-url', 'localhost:4566'], 'Write an http or https URL', 'tool'],
  [['thing', 'show', 'f', '--output', 'xml'], 'Allowed choices are table, json, csv, html.', 'tool'],
])('wrong usage is refused with what to do: %j', async (words, message, path) => {
  const { code, out, err } = await run(words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
  expect(err).toMatch(/^tool: .* \[cli\.usage\]\n/);
  expect(err).toContain(`Run ${path} --help`);
});

test('a group without a command prints its help, as wrong usage', async () => {
  const { code, out, err } = await run(['thing']);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('show ');
});

test('an error is one line with its code; its stack and causes are for --debug', async () => {
  const command = handling(async () => {
    throw new GroundcrewError('plan.executor', 'thing "x" is broken', { cause: new Error('the cause') });
  });
  expect(await run(['thing', 'show'], { command })).toEqual({
    code: 1,
    out: '',
    err: 'tool: thing "x" is broken [plan.executor]\n',
  });
  const { err } = await run(['thing', 'show', '--debug'], { command });
  expect(err).toMatch(/at .*run-cli\.test\.ts/);
  expect(err).toContain('the cause');
});

test('an error that quotes foreign text cannot control the terminal', async () => {
  const command = handling(async () => {
    throw new GroundcrewError('plan.executor', 'thing "\u001b]0;x\u0007\u009b2J" is broken:\n  twice');
  });
  const { err } = await run(['thing', 'show'], { command });
  expect(err).toBe('tool: thing "␛]0;x␇\\u{9b}2J" is broken:\n  twice [plan.executor]\n');
  const { err: debugged } = await run(['thing', 'show', '--debug'], { command });
  expect(debugged).toMatch(/^[^\p{Cc}\n]|\n$/u);
  expect(debugged.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
});

test('messages and JSON of a command show what cannot be seen in them', async () => {
  const command = handling(async ({ io }) => {
    io.stderr.write('a note on "shop\u200b\u009b2J"\n');
    await io.stdout.write('{"name":"shop\u200b"}\n');
    await io.stdout.write(new Uint8Array([0xe2, 0x80, 0x8b]));
    return exitCodes.done;
  });
  expect(await run(['thing', 'show', '--output', 'json'], { command })).toMatchObject({
    out: '{"name":"shop\\u200b"}\n\u200b',
    err: 'a note on "shop\\u{200b}\\u{9b}2J"\n',
  });
});

test('an unexpected error is called a bug', async () => {
  const command = handling(async () => {
    throw new TypeError('x is not a function');
  });
  const { code, err } = await run(['thing', 'show'], { command });
  expect(code).toBe(1);
  expect(err).toMatch(/^tool: x is not a function\nThis is a bug of tool: .*--debug/);
});

test('the first Ctrl-C aborts the signal and ends with 130, whatever is thrown then', async () => {
  const io = createRecordingIo();
  const command = handling(async ({ signal }) => {
    io.interrupt();
    expect(signal.aborted).toBe(true);
    throw new Error('socket closed');
  });
  expect(await runCli(programOf(command), ['thing', 'show'], io)).toBe(130);
  expect(io.err()).toBe('tool: interrupted [cli.interrupted]\n');
  expect(io.exits).toEqual([]);
});

test('the second Ctrl-C ends the process immediately', async () => {
  const io = createRecordingIo();
  const command = handling(async () => {
    io.interrupt();
    io.interrupt();
    return 0;
  });
  await runCli(programOf(command), ['thing', 'show'], io);
  expect(io.exits).toEqual([130]);
});

test('a command that Ctrl-C ends regularly has succeeded', async () => {
  const io = createRecordingIo();
  const command = handling(async () => {
    io.interrupt();
    return 0;
  });
  expect(await runCli(programOf(command), ['thing', 'show'], io)).toBe(0);
});

test('when the pipe is closed, the command has its exit code and prints nothing', async () => {
  const rows = function* () {
    for (let n = 0; ; n += 1) yield { n };
  };
  const command = handling(async ({ print }) => {
    const columns = [{ key: 'n', title: 'N' }];
    await print({ title: 'Endless', sections: [{ kind: 'table', key: 'rows', columns, rows: rows() }] });
    return 3;
  });
  const { code, err } = await run(['thing', 'show'], { command, closesAfterWrites: 2 });
  expect({ code, err }).toEqual({ code: 3, err: '' });
});

test('a command that writes by itself ends without an error when the pipe is closed', async () => {
  const command = handling(async ({ io }) => {
    for (;;) await io.stdout.write('line\n');
  });
  expect(await run(['thing', 'show'], { command, closesAfterWrites: 2 })).toEqual({
    code: 0,
    out: 'line\nline\n',
    err: '',
  });
});

test('a table fits the terminal, and is whole in a pipe', async () => {
  const file = 'x'.repeat(200);
  const command = handling(async ({ print }) => {
    const columns = [{ key: 'file', title: 'File' }];
    await print({ title: 'F', sections: [{ kind: 'table', key: 'files', columns, rows: [{ file }] }] });
    return 0;
  });
  expect((await run(['thing', 'show'], { command })).out).toContain(file);
  expect((await run(['thing', 'show'], { command, isTty: true, columns: 40 })).out).toContain(
    `${'x'.repeat(39)}…\n`,
  );
});
