import { expect, test } from 'vitest';
import { problemMessage } from './index.ts';

test('problems are listed, one a line, and that there are none any more is a message too', async () => {
  expect(await problemMessage(['a', 'b'])).toEqual({ subject: 'Schedules: 2 problems', body: 'a\nb' });
  expect((await problemMessage(['a'])).subject).toBe('Schedules: 1 problem');
  expect((await problemMessage([])).body).toBe('Everything is as scheduled.');
});

test('of more than a message holds, the first are listed and the others counted', async () => {
  const problems = Array.from({ length: 9_000 }, (_, at) => `i-${at}: ${'문제'.repeat(20)}`);
  const { subject, body } = await problemMessage(problems);
  expect(subject).toBe('Schedules: 9000 problems');
  expect(Buffer.byteLength(body)).toBeLessThan(101_000);
  const lines = body.split('\n');
  expect(lines.at(-1)).toBe(`And ${9_000 - (lines.length - 1)} more: the log of run-schedule has all.`);
  expect(lines.slice(0, -1)).toEqual(problems.slice(0, lines.length - 1));
  // One that is too long by itself is counted as well.
  expect((await problemMessage(['x'.repeat(300_000)])).body).toBe(
    'And 1 more: the log of run-schedule has all.',
  );
});

test('in Korean the message is Korean as a whole, ids and codes apart', async () => {
  const problems = [
    'i-1 could not be started: Full',
    'i-1 was stopped, and is not stopped yet',
    'i-2 has Schedule="offic", but there is no schedule of that name; known: office',
    'i-3 should stop, and is a multi-AZ DB cluster, and cannot be stopped',
    '3 resources would be stopped, more than 50 % of all: none was; check schedule.yaml',
    'rds:db in eu-west-1 could not be read: denied',
  ];
  const { subject, body } = await problemMessage(problems, 'ko');
  expect(subject).toBe('일정: 문제 6건');
  expect(body.split('\n')).toHaveLength(problems.length);
  expect(body).toContain('i-1을 시작하지 못했습니다: Full');
  for (const line of body.split('\n')) {
    expect(line).toMatch(/[\uac00-\ud7a3]/);
    expect(line).not.toMatch(/(?<![\w./:-])[a-z]{2,} [a-z]{2,} [a-z]{2,}/);
  }
  expect(await problemMessage([], 'ko')).toEqual({
    subject: '일정: 모든 문제가 해결됨',
    body: '모두 일정대로입니다.',
  });
  const cut = await problemMessage(['x'.repeat(300_000), 'b'], 'ko');
  expect(cut).toEqual({
    subject: '일정: 문제 2건',
    body: '그 밖 2건: 모두 run-schedule의 로그에 있습니다.',
  });
});
