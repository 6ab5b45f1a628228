import { describe, expect, it } from 'vitest';
import { createLog, type LogLevel } from './log.ts';

function prepare(level: LogLevel = 'info') {
  const lines: string[] = [];
  const log = createLog({ writeLine: (line) => lines.push(line), now: () => 0, level });
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '') as Record<string, unknown> };
}

describe('createLog', () => {
  it('names time, level and message as Lambda does', () => {
    const { log, lines } = prepare();

    log.info('loaded', { rows: 3 });

    expect(lines).toEqual([
      '{"timestamp":"1970-01-01T00:00:00.000Z","level":"INFO","message":"loaded","rows":3}',
    ]);
  });

  it('drops lines below its level', () => {
    const { log, lines } = prepare('warn');

    log.debug('one');
    log.info('two');
    log.warn('three');
    log.error('four');

    expect(lines).toHaveLength(2);
  });

  it('keeps line breaks inside the one line', () => {
    const { log, lines } = prepare();

    log.info('first\nsecond', { cell: 'a\r\nb' });

    expect(lines[0]).not.toMatch(/[\r\n]/);
  });

  it('leaves secrets out at any depth', () => {
    const { log, lines } = prepare();

    log.info('called', {
      client: { credentials: { accessKeyId: 'AKIA1' } },
      headers: { Authorization: 'AWS4' },
    });

    expect(lines[0]).not.toMatch(/AKIA1|AWS4/);
  });

  it('still writes the message when a field cannot be serialized', () => {
    const { log, last } = prepare();
    const circle: Record<string, unknown> = {};
    circle.self = circle;

    log.error('odd', { circle });

    expect(last()).toMatchObject({ message: 'odd', cut: expect.stringContaining('fields left out') });
  });

  it('shortens a line that CloudWatch would split', () => {
    const { log, lines, last } = prepare();

    log.info('big', { text: 'x'.repeat(300_000) });

    expect(lines[0]!.length).toBeLessThan(60_000);
    expect(last()).toMatchObject({ message: 'big', cut: expect.stringContaining('left out') });
  });

  it('adds fields to the lines of the derived log only', () => {
    const { log, lines, last } = prepare();

    log.with({ file: 'a.csv' }).info('one');
    expect(last()).toMatchObject({ file: 'a.csv' });
    log.info('two');

    expect(lines[1]).not.toContain('a.csv');
  });
});
