import { describe, expect, it } from 'vitest';
import { timeoutMs } from './notice-runner.ts';
import { type RunOptions, runCommand } from './run-command.ts';

const environment = { PATH: '/usr/bin:/bin' };

async function run(line: string, options: Partial<RunOptions> = {}) {
  let output = '';
  const write = (text: string) => {
    output += text;
  };
  const end = await runCommand(line, {
    environment,
    signal: new AbortController().signal,
    write,
    ...options,
  });
  return { end, output };
}

describe('runCommand', () => {
  it('passes on the output of the command, and how it ends', async () => {
    const { end, output } = await run('echo out; echo err >&2; exit 3');

    expect(end).toEqual({ exitCode: 3, endedBy: null, timedOut: false });
    expect(output.split('\n').toSorted()).toEqual(['', 'err', 'out']);
  });

  it('passes on characters whole, even if they are split', async () => {
    const { output } = await run(`printf '\\355\\225'; sleep 0.05; printf '\\234\\n'`);

    expect(output).toBe('한\n');
  });

  it('passes on large output', async () => {
    const { output } = await run('head -c 1000000 /dev/zero | tr "\\0" x');

    expect(output).toHaveLength(1_000_000);
  });

  it('has an empty standard input', async () => {
    expect((await run('cat; echo read')).output).toBe('read\n');
  });

  it('ends it at its timeout', async () => {
    const { end } = await run('sleep 600', { timeoutMs: 50 });

    expect(end).toEqual({ exitCode: null, endedBy: 'SIGTERM', timedOut: true });
  });

  it('ends its children with it', async () => {
    const child = '(trap "echo the child was signaled; exit" TERM; sleep 600 & wait) &';

    const { end, output } = await run(`trap "wait; exit 9" TERM; ${child} wait`, { timeoutMs: 500 });

    expect(output).toBe('the child was signaled\n');
    expect(end).toEqual({ exitCode: 9, endedBy: null, timedOut: true });
  });

  it('kills it if it ignores SIGTERM', async () => {
    const { end } = await run('trap "" TERM; while :; do sleep 1; done', { timeoutMs: 100, graceMs: 100 });

    expect(end).toEqual({ exitCode: null, endedBy: 'SIGKILL', timedOut: true });
  });

  it('ends it when it is aborted, and immediately if it was aborted before', async () => {
    const aborter = new AbortController();
    const running = run('echo begun; sleep 600', {
      signal: aborter.signal,
      write: () => aborter.abort(),
    });

    expect((await running).end).toEqual({ exitCode: null, endedBy: 'SIGTERM', timedOut: false });
    expect((await run('sleep 600', { signal: aborter.signal })).end.endedBy).toBe('SIGTERM');
  });

  it('treats a timeout longer than a timer as none', async () => {
    expect((await run('echo done', { timeoutMs: 2 ** 40 })).end.timedOut).toBe(false);
  });

  it('reports that no shell could be started', async () => {
    const huge = { ...environment, HUGE: 'x'.repeat(4_000_000) };

    await expect(run('true', { environment: huge })).rejects.toMatchObject({
      code: 'ec2.watch.command-not-started',
    });
  });
});

describe('limitMs', () => {
  const nowMs = Date.parse('2026-11-21T12:00:00Z');
  const notice = (time: string | null) =>
    ({
      kind: 'spot',
      id: 'id',
      action: 'terminate',
      time,
      event: { action: 'terminate', time: '' },
    }) as const;

  it.each([
    ['2026-11-21T12:02:00Z', undefined, 120_000],
    ['2026-11-21T12:02:00Z', 30, 30_000],
    ['2026-11-21T12:02:00Z', 300, 120_000],
    ['2026-11-21T11:59:00Z', undefined, Number.POSITIVE_INFINITY],
    ['2026-11-21T11:59:00Z', 30, 30_000],
    [null, undefined, Number.POSITIVE_INFINITY],
    [null, 30, 30_000],
  ])('is, for a notice at %s with a timeout of %s s, %s ms', (time, execTimeout, expected) => {
    expect(timeoutMs(notice(time), execTimeout, nowMs)).toBe(expected);
  });
});
