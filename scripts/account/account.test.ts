import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { type LocalAws, parseAccounts, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

const ACCOUNT_ID = '111122223333';
const INSTANCE = 'i-0123456789abcdef0';
const withSize = (sizeGiB: number, more: object = {}) =>
  parseAccounts({
    accounts: [
      {
        id: ACCOUNT_ID,
        alias: 'shop',
        regions: {
          'us-east-1': {
            instances: [
              { id: INSTANCE, name: 'web-1', type: 'm7g.large', privateIps: ['10.0.0.5'], vpc: 'main' },
              { name: 'web-2', type: 't3.micro', state: 'stopped', vpc: 'main' },
            ],
            volumes: [
              { id: 'vol-0123456789abcdef0', instance: INSTANCE, sizeGiB, tags: { Project: 'shop' } },
            ],
            buckets: [{ name: 'photos' }],
            ...more,
          },
          'eu-west-1': { denied: ['ec2'] },
        },
      },
    ],
  });

let local: LocalAws;
let home: string;
let folder: string;
/** The snapshot of the account that all tests have in common. */
let whole: string;
const run = (words: readonly string[]) => groundcrew(words);

async function collectFrom(accounts: ReturnType<typeof parseAccounts>, name: string): Promise<string> {
  const other = await startLocal({ accounts, region: 'us-east-1' });
  const path = join(folder, name);
  const endpoint = ['--endpoint-url', other.endpoint, '--regions', 'us-east-1'];
  expect((await run(['account', 'collect', path, ...endpoint])).code).toBe(0);
  await other.close();
  return path;
}

beforeAll(async () => {
  local = await startLocal({ accounts: withSize(8), region: 'us-east-1' });
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  home = await mkdtemp(join(tmpdir(), 'groundcrew-account-'));
  whole = join(home, 'whole.gz');
  await run(['account', 'collect', whole, '--regions', 'us-east-1']);
});
afterAll(async () => {
  await local.close();
  await rm(home, { recursive: true });
});
async function before(): Promise<string> {
  folder = await temporaryFolder();
  return whole;
}

describe('account collect', () => {
  test('saves a compressed snapshot, for its owner alone, and reports how far it goes', async () => {
    folder = await temporaryFolder();
    const path = join(folder, 'account.gz');
    const { code, out, err } = await run(['account', 'collect', path, '--regions', 'us-east-1,eu-west-1']);
    expect({ code, out }).toEqual({ code: 3, out: '' });
    expect(err).toContain('is denied ec2:DescribeVpcs');
    const lines = gunzipSync(await readFile(path))
      .toString()
      .trimEnd()
      .split('\n');
    const header = JSON.parse(lines[0]!) as { resources: number };
    expect(header).toMatchObject({ format: 'groundcrew-account-snapshot/1', resources: lines.length - 1 });
  });

  test('does not overwrite a file, before anything is asked, but with --force', async () => {
    const path = join(await temporaryFolder(), 'account.jsonl');
    await writeFile(path, 'as before');
    const nowhere = ['--endpoint-url', 'http://127.0.0.1:1'];
    const refused = await run(['account', 'collect', path, ...nowhere]);
    expect(refused.code).toBe(1);
    expect(refused.err).toMatch(/exists already; .*--force.*\[account\.snapshot\.exists\]/);
    expect(await readFile(path, 'utf8')).toBe('as before');

    await run(['account', 'collect', path, '--types', 'ec2:volume', '--force']);
    expect(await readFile(path, 'utf8')).toContain('groundcrew-account-snapshot/1');
  });

  test('writes to standard output, and only the types that are asked for', async () => {
    const { out } = await run(['account', 'collect', '--types', 'ec2:volume']);
    const [header, ...lines] = out.trimEnd().split('\n');
    expect(JSON.parse(header!)).toMatchObject({ types: ['ec2:volume'] });
    expect(lines.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual(
      Array(3).fill('ec2:volume'),
    );
  });
});

describe('account diff', () => {
  test('lists what is new, gone and changed', async () => {
    const one = await before();
    const other = await collectFrom(withSize(16, { buckets: [{ name: 'films' }] }), 'after.json');
    const { code, out } = await run(['account', 'diff', one, other, '--output', 'json']);
    expect(code).toBe(0);
    const { differences } = JSON.parse(out) as { differences: Record<string, unknown>[] };
    expect(differences).toMatchObject([
      { kind: 'changed', id: 'vol-0123456789abcdef0', field: 'sizeGiB', before: '8', after: '16' },
      { kind: 'new', type: 's3:bucket', id: 'films' },
      { kind: 'gone', type: 's3:bucket', id: 'photos' },
    ]);
    const html = await run(['account', 'diff', one, other, '--output', 'html']);
    expect(html.out).toContain('films');
  });

  test('refuses what is not a snapshot', async () => {
    const path = join(await temporaryFolder(), 'x.json');
    await writeFile(path, '{"accounts": []}');
    const { code, err } = await run(['account', 'diff', path, path]);
    expect(code).toBe(1);
    expect(err).toContain('account.snapshot.wrong-format');
    const missing = await run(['account', 'diff', 'nowhere.gz', path]);
    expect(missing.err).toContain('nowhere.gz');
    expect(missing.err).toContain('account.snapshot.unreadable');
  });
});

describe('account show', () => {
  test('shows a resource and all that depends on it', async () => {
    const path = await before();
    const { code, out } = await run(['account', 'show', '10.0.0.5', '--from', path, '--output', 'json']);
    expect(code).toBe(0);
    const shown = JSON.parse(out) as { resource: object; hanging: { type: string }[]; links: object[] };
    expect(shown.resource).toMatchObject({ id: INSTANCE, name: 'web-1', instanceType: 'm7g.large' });
    expect(shown.hanging.map(({ type }) => type).sort()).toEqual([
      'ec2:network-interface',
      'ec2:volume',
      'ec2:volume',
    ]);
    expect(shown.links.length).toBeGreaterThanOrEqual(3);
  });

  test('refuses a name that several have, and lists them', async () => {
    folder = await temporaryFolder();
    const path = await collectFrom(withSize(8, { tables: [{ name: 'photos' }] }), 'twice.json');
    const { code, err } = await run(['account', 'show', 'photos', '--from', path]);
    expect(code).toBe(1);
    expect(err).toContain('arn:aws:s3:::photos');
    expect(err).toContain('table/photos');
  });

  test('does not report as absent what the snapshot does not have in full', async () => {
    folder = await temporaryFolder();
    const path = join(folder, 'part.json');
    await run(['account', 'collect', path, '--regions', 'us-east-1,eu-west-1']);
    expect((await run(['account', 'show', 'vpc-1', '--from', path])).code).toBe(6);
    expect((await run(['account', 'show', 'vpc-1', '--from', whole])).code).toBe(1);
    expect((await run(['account', 'show', 'vpc-1'])).code).toBe(2);
  });
});

describe('account show of a snapshot of some types', () => {
  test('leaves open whether there is what was not asked for', async () => {
    const path = join(await temporaryFolder(), 'volumes.json');
    await run(['account', 'collect', path, '--types', 'ec2:volume']);
    const show = (question: string) => run(['account', 'show', question, '--from', path]);
    const bucket = await show('photos');
    expect(bucket.code).toBe(6);
    expect(bucket.err).toContain('it has only ec2:volume');
    expect((await show('i-0123456789abcdef0')).code).toBe(6);
    // All volumes are in it.
    expect((await show('vol-00000000000000001')).code).toBe(1);
    expect((await show(`arn:aws:ec2:us-east-1:${ACCOUNT_ID}:volume/vol-00000000000000001`)).code).toBe(1);
  });
});

describe('--from', () => {
  test('ec2 list and lookup answer from the snapshot as EC2 does', async () => {
    const path = await before();
    for (const words of [
      ['ec2', 'list', '--sort', 'name'],
      ['ec2', 'list', '--type', 'm7g.*'],
      ['ec2', 'list', 'web-2'],
      ['ec2', 'list', '--ip', '10.0.0.0/24'],
      ['ec2', 'lookup', 'web-1'],
      ['ec2', 'lookup', '10.0.0.5'],
    ]) {
      const asked = await run([...words, '--regions', 'us-east-1', '--output', 'json']);
      const read = await run([...words, '--from', path, '--output', 'json']);
      const [one, other] = [asked, read].map(({ out }) => JSON.parse(out) as Record<string, unknown>);
      expect(other!.instances ?? other!.instance).toEqual(one!.instances ?? one!.instance);
      expect(read.code).toBe(asked.code);
    }
  });

  test('an account that could not be identified is unknown, not empty', async () => {
    folder = await temporaryFolder();
    const path = join(folder, 'nobody.json');
    const header = {
      format: 'groundcrew-account-snapshot/1',
      takenAt: '2026-11-21T09:00:00.000Z',
      accounts: [],
      resources: 0,
      coverage: [
        { accountId: '', region: 'all', type: 'all', status: 'timed-out', resources: 0, unknown: 0 },
      ],
    };
    await writeFile(path, JSON.stringify(header));
    const commands = [
      ['ec2', 'list'],
      ['ec2', 'list', '--regions', 'us-east-1'],
      ['ec2', 'lookup', 'web-1'],
    ];
    for (const words of commands) {
      const { code, out, err } = await run([...words, '--from', path]);
      expect({ code, text: out + err }).toEqual({
        code: 3,
        text: expect.stringContaining('timed-out') as unknown,
      });
    }
  });

  test.skipIf(process.platform === 'win32')('reads snapshots from a pipe, once', async () => {
    const path = await before();
    const tags = join(folder, 'tags.json');
    await run(['tags', 'collect', tags, '--regions', 'us-east-1']);
    const pipe = join(folder, 'pipe');
    await promisify(execFile)('mkfifo', [pipe]);
    for (const file of [path, tags]) {
      const whole = await run(['account', 'show', INSTANCE, '--from', file, '--output', 'json']);
      const [read] = await Promise.all([
        run(['account', 'show', INSTANCE, '--from', pipe, '--output', 'json']),
        readFile(file).then((bytes) => writeFile(pipe, bytes)),
      ]);
      expect(whole.code).toBe(0);
      expect(read).toEqual(whole);
    }
  });

  test('what the snapshot lacks is unknown, not nothing', async () => {
    folder = await temporaryFolder();
    const path = join(folder, 'part.json');
    await run(['account', 'collect', path, '--regions', 'us-east-1,eu-west-1']);
    const { code, out } = await run(['ec2', 'list', '--from', path, '--output', 'json']);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({
      regions: [
        { region: 'eu-west-1', status: 'denied' },
        { region: 'us-east-1', status: 'listed' },
      ],
    });
    const looked = await run(['ec2', 'lookup', 'nobody', '--from', path, '--output', 'json']);
    expect(looked.code).toBe(3);
    const volumes = join(folder, 'volumes.json');
    await run(['account', 'collect', volumes, '--types', 'ec2:volume']);
    expect((await run(['ec2', 'list', '--from', volumes])).code).toBe(3);
    expect((await run(['ec2', 'list', '--from', path, '--state', 'terminated'])).code).toBe(2);
  });

  test('tags audit reads a snapshot of account collect as one of tags collect', async () => {
    const path = await before();
    const policy = join(folder, 'policy.yaml');
    await writeFile(policy, 'version: 1\nkeys: { Project: { required: true, inherit: [instance, vpc] } }\n');
    const tags = join(folder, 'tags.json');
    await run(['tags', 'collect', tags, '--regions', 'us-east-1']);
    const audit = async (from: string) => {
      const { out } = await run(['tags', 'audit', '--policy', policy, '--from', from, '--output', 'json']);
      return JSON.parse(out) as { summary: object };
    };
    const [one, other] = [await audit(tags), await audit(path)];
    const time = expect.anything() as unknown;
    expect(other).toEqual({ ...one, summary: { ...one.summary, auditedAt: time, takenAt: time } });
    const tagsOnly = await run(['ec2', 'list', '--from', tags]);
    expect(tagsOnly.err).toContain('fleet.snapshot.only-tags');
    expect((await run(['account', 'diff', tags, path])).code).toBe(0);
  });
});

describe('what was not read', () => {
  test('is not saved as an empty account, nor over a file that is right', async () => {
    const path = join(await temporaryFolder(), 'account.jsonl');
    await writeFile(path, 'as before');
    const { code, out, err } = await run([
      'account',
      'collect',
      path,
      '--force',
      '--endpoint-url',
      'http://127.0.0.1:1',
    ]);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('was not written');
    expect(await readFile(path, 'utf8')).toBe('as before');
  });

  test('leaves open whether two snapshots differ', async () => {
    const path = join(await temporaryFolder(), 'part.jsonl');
    const collected = await run(['account', 'collect', path, '--regions', 'us-east-1,eu-west-1']);
    expect(collected.code).toBe(3);
    const { code, out } = await run(['account', 'diff', path, path]);
    expect(code).toBe(3);
    expect(out).toMatch(/What differs is not known in full: \d+ lists? of the first snapshot/);
  });

  test('of two files is named', async () => {
    const path = join(await temporaryFolder(), 'empty.jsonl');
    await writeFile(path, '');
    const { code, err } = await run(['account', 'diff', whole, path]);
    expect(code).toBe(1);
    expect(err).toContain('empty.jsonl": the file is not a snapshot of an account: it is empty');
  });
});
