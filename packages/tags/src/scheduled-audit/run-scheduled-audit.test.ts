import { GroundcrewError } from '@groundcrew/errors';
import { expect, it } from 'vitest';
import type { TagSnapshot } from '../model.ts';
import { parsePolicy } from '../policy/index.ts';
import { runScheduledAudit, type ScheduledAuditDeps } from './run-scheduled-audit.ts';

const snapshot: TagSnapshot = {
  format: 'groundcrew-tag-snapshot/1',
  takenAt: '2026-11-22T23:00:00.000Z',
  accounts: [{ id: '123456789012' }],
  resources: [],
  coverage: [],
};

/** A store in memory, and people who may not be reached. */
function createDeps(more: Partial<ScheduledAuditDeps> = {}) {
  const objects = new Map<string, string>();
  const written: string[] = [];
  const deps: ScheduledAuditDeps = {
    readPolicy: async () => parsePolicy('version: 1\nkeys: { Project: { required: true } }\n', { file: 'p' }),
    collect: async () => snapshot,
    store: {
      read: async (key) => objects.get(key),
      async write(key, _type, chunks) {
        let text = '';
        for await (const chunk of chunks) text += chunk;
        objects.set(key, text);
        written.push(key);
      },
      addressOf: (key) => `s3://tags/${key}`,
    },
    notify: async () => {},
    now: () => Date.UTC(2026, 10, 22, 23),
    ...more,
  };
  return { deps, objects, written };
}

it('stores an audit under the day of its time zone, and what to compare with last', async () => {
  const { deps, written } = createDeps();

  await runScheduledAudit({ timeZone: 'Asia/Seoul' }, deps);

  expect(written).toEqual([
    'audits/2026-11-23/report.html',
    'audits/2026-11-23/report.json',
    'audits/latest.json',
  ]);
});

it('names no option of a command where a region did not respond', async () => {
  const reason = 'it did not respond in time; try again, or raise --timeout';
  const row = { accountId: '123456789012', region: 'eu-west-1', type: 'ec2:vpc', resources: 0, unknown: 0 };
  const coverage = [{ ...row, status: 'timed-out' as const, reason }];
  const { deps, objects } = createDeps({ collect: async () => ({ ...snapshot, coverage }) });

  await runScheduledAudit({ timeZone: 'UTC' }, deps);

  for (const report of ['report.html', 'report.json']) {
    const text = objects.get(`audits/2026-11-22/${report}`)!;
    expect(text).toContain('it did not respond in time; try again');
    expect(text).not.toContain('--timeout');
  }
});

it('is in Korean, the report and the message, if that is wanted', async () => {
  const sent: { subject: string; text: string }[] = [];
  const notify = async (message: { subject: string; text: string }) => void sent.push(message);
  const { deps, objects } = createDeps({ notify });
  const unusable = async () => {
    throw new GroundcrewError('tags.policy.missing', 'there is no object s3://tags/policy.yaml');
  };

  await runScheduledAudit({ timeZone: 'UTC', language: 'ko' }, deps);
  await runScheduledAudit({ timeZone: 'UTC', language: 'ko' }, { ...deps, readPolicy: unusable });

  expect(objects.get('audits/2026-11-22/report.html')).toMatch(/<html lang="ko"[^]*태그 점검/);
  const [done, failed] = sent;
  expect(done!.subject).toBe('태그: 준수율 없음, 위반 0건');
  expect(done!.text).toContain('\n\n전체 보고서: s3://tags/audits/2026-11-22/report.html\n');
  expect(failed).toEqual({
    subject: '태그 점검을 하지 못했습니다',
    // Errors are in English, as in the log.
    text: '태그를 점검하지 못했습니다: there is no object s3://tags/policy.yaml\n',
  });
});

it('is done again if the notification failed', async () => {
  const { deps, written } = createDeps({
    notify: async () => {
      throw new Error('the topic is gone');
    },
  });

  await expect(runScheduledAudit({ run: 'monday', timeZone: 'UTC' }, deps)).rejects.toThrow(
    'the topic is gone',
  );
  expect(written).not.toContain('audits/latest.json');

  const again = await runScheduledAudit(
    { run: 'monday', timeZone: 'UTC' },
    { ...deps, notify: async () => {} },
  );
  expect(again.status).toBe('done');
});

it('does not take a bucket that cannot be read for a missing policy', async () => {
  const denied = new GroundcrewError('aws-s3.access-denied', 'no');
  const { deps } = createDeps({
    readPolicy: async () => {
      throw denied;
    },
  });

  await expect(runScheduledAudit({ timeZone: 'UTC' }, deps)).rejects.toBe(denied);
});

it('refuses an unknown time zone', async () => {
  const { deps } = createDeps();

  await expect(runScheduledAudit({ timeZone: 'Mars/Olympus' }, deps)).rejects.toMatchObject({
    code: 'tags.audit.time-zone',
  });
});
