import { runCli } from '@groundcrew/cli';
import { createRecordingIo } from '@groundcrew/cli/testing';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { program } from '../program.ts';
import { groundcrew } from '../testing/groundcrew.ts';
import { useOrganization } from '../testing/organization.ts';

const local = useOrganization();

type Answer = Awaited<ReturnType<typeof groundcrew>>;

const inSeoul = ['ec2', 'list', '--region', 'ap-northeast-2'];

/** Names of the listed instances in Seoul. */
async function names(...words: string[]): Promise<string[]> {
  const { code, out } = await groundcrew([...inSeoul, '--columns', 'name', '--output', 'csv', ...words]);
  expect(code).toBe(0);
  return out.split('\r\n').slice(1, -1).sort();
}

describe('what is listed', () => {
  test.each([
    [[], ['web-1', 'web-10', 'web-2']],
    [
      ['--name', 'web-?'],
      ['web-1', 'web-2'],
    ],
    [
      ['--name', 'web-1', '--name', 'web-2'],
      ['web-1', 'web-2'],
    ],
    [
      ['--tag', 'Project=shop'],
      ['web-1', 'web-2'],
    ],
    [['--tag', 'Project=shop', '--tag', 'Env=prod'], ['web-1']],
    [
      ['--tag', 'Project', '--tag', 'Env'],
      ['web-1', 'web-2'],
    ],
    [['--tag', '!Project'], ['web-10']],
    [
      ['--tag', '!Env=prod'],
      ['web-10', 'web-2'],
    ],
    [
      ['--state', 'stopped,terminated'],
      ['gone', 'web-2'],
    ],
    [['--state', 'all', '--name', 'gone'], ['gone']],
    [
      ['--type', 'm7g.*'],
      ['web-1', 'web-10'],
    ],
    [['--lifecycle', 'spot'], ['web-10']],
    [
      ['--lifecycle', 'on-demand'],
      ['web-1', 'web-2'],
    ],
    [['--ip', '10.0.1.11'], ['web-1']],
    [
      ['--ip', '203.0.113.25,2001:db8::10'],
      ['web-1', 'web-10'],
    ],
    [
      ['--ip', '*.*.*.*'],
      ['web-1', 'web-10', 'web-2'],
    ],
    [['--id', 'i-0000000000000a002'], ['web-2']],
    [['--zone', 'ap-northeast-2b'], ['web-2']],
    [
      ['--ip', '10.0.1.0/28'],
      ['web-1', 'web-2'],
    ],
    [
      ['--ip', '10.0.1.11/32,2001:db8::/64'],
      ['web-1', 'web-10'],
    ],
    [['WEB-1'], ['web-1', 'web-10']],
    [['web', 'shop', 'm7g'], ['web-1']],
    [['10.0.1.12'], ['web-2']],
    [['nothing-like-it'], []],
  ])('%j selects %j', async (words, expected) => {
    expect(await names('--tag', '!Young', '--skip-hint', ...words)).toEqual(expected);
  });

  test.each(['table', 'json', 'csv'])('of a VPC that is not there is an error as %s', async (output) => {
    // Without the search of other regions, one of which does not respond here.
    const words = [...inSeoul, '--skip-hint', '--output', output, '--vpc', 'vpc-00000000'];
    const { code, err } = await groundcrew(words);
    expect(code).toBe(1);
    expect(err).toMatch(/no VPC in ap-northeast-2 has the id vpc-00000000: there (?:are vpc-|is none)/);
  });

  test('rows are sorted in natural order, descending if requested', async () => {
    const sorted = async (by: string) => {
      const words = ['--columns', 'name', '--tag', '!Young', '--output', 'json', '--sort', by];
      return JSON.parse((await groundcrew([...inSeoul, ...words])).out).instances.map(
        ({ name }: { name: string }) => name,
      );
    };
    expect(await sorted('name')).toEqual(['web-1', 'web-2', 'web-10']);
    expect(await sorted('state,-privateIpv4')).toEqual(['web-10', 'web-1', 'web-2']);
  });
});

describe('the output', () => {
  test('a table has the regions and the total', async () => {
    const { code, out, err } = await groundcrew([
      ...inSeoul,
      '--name',
      'web-1',
      '--columns',
      'name,privateIpv4,tags',
    ]);
    expect(code).toBe(0);
    expect(err).toBe('');
    expect(out).toBe(
      [
        'Name   Private IPv4         Tags',
        '─────  ───────────────────  ──────────────────────────────────',
        'web-1  10.0.1.10 10.0.1.11  Name=web-1 Project=shop Env=prod',
        '',
        'Regions',
        'Region          Instances  Status  Why',
        '──────────────  ─────────  ──────  ───',
        'ap-northeast-2          1  listed',
        '',
        '1 instance in 1 region.',
        '',
      ]
        .join('\n')
        .replace('──────────────────────────────────', '─'.repeat(32)),
    );
  });

  test('a tag is a column, and short names are those of columns', async () => {
    const words = ['--columns', 'name,id,ip,tag:Project,tag:None', '--output', 'csv', '--name', 'web-2'];
    const { out } = await groundcrew([...inSeoul, ...words]);
    expect(out).toBe(
      'name,instanceId,privateIpv4,tag:Project,tag:None\r\nweb-2,i-0000000000000a002,10.0.1.12,shop,\r\n',
    );
  });

  test('a limit ends the list, and is reported', async () => {
    const words = ['ec2', 'list', '--region', 'ap-northeast-3', '--limit', '5'];
    const { code, out } = await groundcrew([...words, '--output', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      instances: { length: 5 },
      notes: ['The list ends at --limit: there may be more.'],
    });
    const sorted = await groundcrew([...words, '--sort', '-name', '--columns', 'name', '--output', 'csv']);
    expect(sorted.out.split('\r\n').slice(1, 3)).toEqual(['batch-1203', 'batch-1202']);
  });

  test('in a terminal of 80 columns, ids are whole', async () => {
    const { out } = await groundcrew([...inSeoul, '--tag', '!Young'], { isTty: true, columns: 80 });
    expect(out).toMatch(/^web-1 +i-0000000000000a001 +running .*10\.0\.1\.10/m);
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  test('JSON has the whole schema of each instance', async () => {
    const { out } = await groundcrew([...inSeoul, '--name', 'web-1', '--output', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      title: 'Instances in ap-northeast-2',
      instances: [
        {
          source: 'ec2',
          name: 'web-1',
          accountId: '111122223333',
          region: 'ap-northeast-2',
          type: { family: 'm7g', processor: 'graviton' },
          privateIpv4: ['10.0.1.10', '10.0.1.11'],
          publicIpv4: ['203.0.113.25'],
          tags: { Name: 'web-1', Project: 'shop', Env: 'prod' },
        },
      ],
      regions: [{ region: 'ap-northeast-2', status: 'listed', count: 1 }],
      elsewhere: [],
      notes: ['1 instance in 1 region.'],
    });
  });

  test('HTML has the typed text escaped', async () => {
    const { out } = await groundcrew([
      ...inSeoul,
      '--name',
      'web-2',
      '--columns',
      'tags',
      '--output',
      'html',
    ]);
    expect(out).toContain('Env=&lt;b&gt;test&lt;/b&gt;');
    expect(out).not.toContain('<b>test');
  });

  test('without the hint, no other region is called', async () => {
    const before = local().calls().length;
    const { out } = await groundcrew(['ec2', 'list', '--region', 'us-east-1', '--skip-hint']);
    expect(out).not.toContain('Other regions');
    expect(local().calls().length - before).toBe(1);
  });

  test('a pipe that is closed early is not a failure', async () => {
    const words = ['ec2', 'list', '--region', 'ap-northeast-3', '--output', 'csv'];
    const { code, out, err } = await groundcrew(words, { closesAfterWrites: 1 });
    expect(code).toBe(0);
    expect(out.length).toBeGreaterThan(0);
    expect(err).toBe('');
  });
});

test('--watch lists again until Ctrl-C, in a terminal only', async () => {
  const pausesMs: number[] = [];
  const io = createRecordingIo({
    isTty: true,
    columns: 100,
    sleep: async (ms, signal) => {
      pausesMs.push(ms);
      if (pausesMs.length === 2) io.interrupt();
      signal?.throwIfAborted();
    },
  });
  const words = [...inSeoul, '--tag', '!Young', '--watch', '2', '--columns', 'name,id'];
  expect(await runCli(program, words, io)).toBe(0);
  expect(pausesMs).toEqual([2_000, 2_000]);
  const rounds = io.out().split('\u001b[H\u001b[2J').slice(1);
  expect(rounds).toHaveLength(2);
  const [first, second] = rounds;
  expect(first).toBe(second);
  expect(first).toMatch(/^Name .*\n.*\nweb-1 .*\nweb-2 .*\nweb-10 /);
  const piped = await groundcrew(words);
  expect(piped).toMatchObject({ code: 2, out: '' });
  expect(piped.err).toContain('--watch is for tables in a terminal');
});

describe('a region that does not respond', () => {
  let some: Answer;
  let all: Answer;
  let nothing: Answer;

  // All at once: each waits for it. The timeout is so long that a busy machine answers for the other regions.
  beforeAll(async () => {
    for (const [name, value] of Object.entries(local().environment())) vi.stubEnv(name, value);
    const list = (...words: string[]) => groundcrew(['ec2', 'list', ...words]);
    const regions = 'ap-northeast-2,ap-northeast-3,ap-east-1,eu-west-1,sa-east-1';
    const timeout = ['--timeout', '2', '--output', 'json'];
    [some, all, nothing] = await Promise.all([
      list('--regions', regions, '--name', 'web-1', ...timeout),
      list('--regions', 'all', ...timeout),
      list('--region', 'us-east-1', '--tag', '!Young', '--state', 'running'),
    ]);
  });

  test('is reported with the reason, as others that cannot be listed, and the exit code is 3', () => {
    expect(some.code).toBe(3);
    const { instances, regions, notes } = JSON.parse(some.out);
    expect(instances).toHaveLength(1);
    expect(regions).toMatchObject([
      { region: 'ap-east-1', status: 'not-enabled', reason: expect.stringContaining('enable-region') },
      { region: 'ap-northeast-2', status: 'listed', count: 1 },
      { region: 'ap-northeast-3', status: 'listed', count: 0 },
      { region: 'eu-west-1', status: 'denied', reason: expect.stringContaining('ec2:DescribeInstances') },
      { region: 'sa-east-1', status: 'timed-out', reason: expect.stringContaining('--timeout') },
    ]);
    expect(notes.at(-1)).toBe(
      'The list is incomplete: 3 regions could not be listed (ap-east-1, eu-west-1, sa-east-1).',
    );
  });

  test('is one of all, which are those that are enabled', () => {
    expect(all.code).toBe(3);
    const { instances, regions } = JSON.parse(all.out);
    expect(instances.length).toBeGreaterThanOrEqual(1_206);
    const names = regions.map(({ region }: { region: string }) => region);
    expect(names).toEqual(expect.arrayContaining(['us-east-1', 'ap-northeast-3', 'eu-west-1', 'sa-east-1']));
    expect(names).not.toContain('ap-east-1');
  });

  test('does not keep those that have what is not found here from being named', () => {
    expect(nothing.code).toBe(0);
    expect(nothing.out).toMatch(/^No instance matches\.\n/);
    expect(nothing.out).toContain(
      'Other regions have matching instances: ap-northeast-3 has 1,000 or more, ap-northeast-2 has 2. ' +
        'To list them: --regions ap-northeast-3,ap-northeast-2\n',
    );
  });
});

describe('regions', () => {
  test('for CSV they are reported on stderr', async () => {
    const words = ['--regions', 'ap-northeast-2,eu-west-1', '--id', 'i-0000000000000a001', '--output', 'csv'];
    const { code, out, err } = await groundcrew(['ec2', 'list', ...words]);
    expect(code).toBe(3);
    expect(out.split('\r\n')).toHaveLength(3);
    expect(err).toMatch(
      /^eu-west-1: could not list .* is denied ec2:DescribeInstances by an explicit deny in a service control policy/,
    );
    expect(err).toContain('The list is incomplete: 1 region could not be listed (eu-west-1).\n');
  });

  test('Ctrl-C ends the wait for one that does not respond', async () => {
    const io = createRecordingIo();
    const before = local().calls().length;
    const words = ['ec2', 'list', '--regions', 'ap-northeast-2,sa-east-1', '--timeout', '600'];
    const ended = runCli(program, words, io);
    // The names of the regions, and the other region, which responds.
    await vi.waitFor(() => expect(local().calls().length - before).toBe(2), { timeout: 30_000 });
    io.interrupt();
    expect(await ended).toBe(130);
    expect(io.err()).toBe('groundcrew: interrupted [cli.interrupted]\n');
  });

  test('one that does not exist is refused with the nearest', async () => {
    const { code, err } = await groundcrew(['ec2', 'list', '--regions', 'ap-northeast-2,us-est-1']);
    expect(code).toBe(2);
    expect(err).toMatch(/^groundcrew: there is no region "us-est-1"; did you mean us-east-1/);
  });
});

describe('accounts', () => {
  const other = ['ec2', 'list', '--accounts', '444455556666', '--role', 'auditor'];

  test('another account is listed by a role', async () => {
    const { code, out } = await groundcrew([
      ...other,
      '--external-id',
      'x-1',
      '--columns',
      'accountId,instanceId',
    ]);
    expect(code).toBe(0);
    expect(out).toContain('444455556666  i-0000000000000b001\n');
    expect(out).toContain('444455556666  us-east-1          1  listed\n');
  });

  test('one that cannot be listed is reported', async () => {
    const { code, out } = await groundcrew([...other, '--output', 'json']);
    expect(code).toBe(3);
    expect(JSON.parse(out).regions).toMatchObject([
      {
        accountId: '444455556666',
        region: 'us-east-1',
        status: 'denied',
        reason: expect.stringContaining('sts:AssumeRole'),
      },
    ]);
  });
});

test.each([
  [['--columns', 'nme'], 'there is no column "nme"; did you mean name?'],
  [['--sort', 'name,-lunchTime'], 'there is no column "lunchTime"; did you mean launchTime?'],
  [['--state', 'runing'], '"runing" is not a known state; '],
  [['--accounts', '111122223333'], '--accounts needs the role to take on in them: --role auditor'],
  [['--role', 'auditor'], '--role is for other accounts; name them with --accounts 111122223333'],
  [['--external-id', 'x'], '--external-id goes with --role'],
  [
    ['--accounts', '1234', '--role', 'a'],
    '"1234" in --accounts is not the id of an account; it has twelve digits',
  ],
  [
    ['--regions', 'all,us-east-1'],
    '--regions "all,us-east-1" contains all and other regions; write only all',
  ],
  [['--vpc', ''], 'an empty VPC selects nothing; leave the option out, or write one'],
  [['--ip', '10.0.0.0/33'], '"10.0.0.0/33" is not an address, a pattern or a block'],
  [['--ip', 'web'], '"web" is not an address'],
  [['--vpc', 'shop'], 'no VPC in us-east-1 has the name "shop"'],
  [['--subnet', 'front'], 'no subnet in us-east-1 has the name "front"'],
])('%j is wrong usage', async (words, message) => {
  const { code, out, err } = await groundcrew(['ec2', 'list', ...words]);
  expect(code).toBe(2);
  expect(out).toBe('');
  expect(err).toContain(message);
});
