import { EventEmitter } from 'node:events';
import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { createProcessIo, type ProcessLike } from './process-io.ts';

interface HostParts {
  readonly stdout?: Writable;
  readonly stderr?: Writable;
  readonly stdin?: PassThrough;
}

function hostOf(parts: HostParts = {}) {
  const events = new EventEmitter();
  const exits: number[] = [];
  const host = Object.assign(events, {
    stdin: parts.stdin ?? new PassThrough(),
    stdout: parts.stdout ?? new PassThrough(),
    stderr: parts.stderr ?? new PassThrough(),
    env: { A: 'b' },
    exit: (code: number) => void exits.push(code),
  });
  return { host: host as unknown as ProcessLike, events, exits };
}

function failing(code: string): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(`write ${code}`), { code })),
  });
}

test('a pipe is not a terminal: no color, no width', () => {
  const io = createProcessIo(hostOf().host);
  expect(io.stdout).toMatchObject({ isTty: false, hasColor: false, columns: undefined });
  expect(io.stdin.isTty).toBe(false);
  expect(io.environment).toEqual({ A: 'b' });
});

test('the width of a terminal is read each time, and Node decides on colors', () => {
  const terminal = Object.assign(new PassThrough(), { isTTY: true, columns: 80, hasColors: () => true });
  const io = createProcessIo(hostOf({ stdout: terminal }).host);
  expect(io.stdout).toMatchObject({ isTty: true, hasColor: true, columns: 80 });
  terminal.columns = 120;
  expect(io.stdout.columns).toBe(120);
});

test('output arrives in order', async () => {
  const stdout = new PassThrough();
  const io = createProcessIo(hostOf({ stdout }).host);
  await io.stdout.write('a');
  await io.stdout.write(Buffer.from('b'));
  expect(String(stdout.read())).toBe('ab');
});

test('a closed pipe is distinguished from a full disk', async () => {
  const gone = createProcessIo(hostOf({ stdout: failing('EPIPE') }).host);
  await expect(gone.stdout.write('a')).rejects.toMatchObject({ code: 'cli.output.closed' });
  await expect(gone.stdout.write('b')).rejects.toMatchObject({ code: 'cli.output.closed' });
  const full = createProcessIo(hostOf({ stdout: failing('ENOSPC') }).host);
  await expect(full.stdout.write('a')).rejects.toMatchObject({
    code: 'cli.output.failed',
    cause: { code: 'ENOSPC' },
  });
});

test('a closed stderr does not end the work', async () => {
  const io = createProcessIo(hostOf({ stderr: failing('EPIPE') }).host);
  io.stderr.write('a');
  await new Promise(setImmediate);
  expect(() => io.stderr.write('b')).not.toThrow();
});

test('Ctrl-C and SIGTERM are reported until the listener is removed', () => {
  const { host, events } = hostOf();
  let heard = 0;
  const stop = createProcessIo(host).onInterrupt(() => {
    heard += 1;
  });
  events.emit('SIGINT');
  events.emit('SIGTERM');
  stop();
  events.emit('SIGINT');
  expect(heard).toBe(2);
});

test('a closed terminal is reported once, and does not count as a second Ctrl-C', () => {
  const { host, events } = hostOf();
  let heard = 0;
  const stop = createProcessIo(host).onInterrupt(() => {
    heard += 1;
  });
  events.emit('SIGHUP');
  events.emit('SIGHUP');
  expect(heard).toBe(1);
  events.emit('SIGINT');
  events.emit('SIGHUP');
  expect(heard).toBe(2);
  stop();
  expect(events.listenerCount('SIGHUP')).toBe(0);
});

test('a question is asked on stderr; its answer is the line typed, or nothing when the input ends', async () => {
  const stdin = new PassThrough();
  const stderr = new PassThrough();
  const io = createProcessIo(hostOf({ stdin, stderr }).host);
  const answer = io.ask('Sure? ');
  stdin.write('yes\n');
  expect(await answer).toBe('yes');
  expect(String(stderr.read())).toContain('Sure? ');
  const noAnswer = io.ask('Really? ');
  stdin.end();
  expect(await noAnswer).toBeUndefined();
});

test('Ctrl-C at a question in a terminal interrupts the command', async () => {
  const stdin = new PassThrough();
  const stderr = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 80,
    hasColors: () => false,
  });
  const { host, events } = hostOf({ stdin, stderr });
  let signals = 0;
  events.on('SIGINT', () => (signals += 1));
  const answer = createProcessIo(host).ask('Code: ');
  stdin.write('12\u0003');
  await expect(answer).rejects.toMatchObject({ code: 'cli.interrupted' });
  expect(signals).toBe(1);
});

test('standard input is released when no more of it is needed, even with a writer', async () => {
  const stdin = new PassThrough();
  const aborter = new AbortController();
  const chunks = createProcessIo(hostOf({ stdin }).host).stdin.read(aborter.signal)[Symbol.asyncIterator]();
  stdin.write('a');
  expect(String((await chunks.next()).value)).toBe('a');
  aborter.abort();
  expect(stdin.destroyed).toBe(true);
});
