import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { planAddresses } from '@groundcrew/network/addresses';
import { applyChange, emptyState, planNetwork, stateText } from '@groundcrew/network/desired';
import { parseNetwork } from '@groundcrew/network/file';
import { describe, expect, test } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

async function begun(...options: readonly string[]): Promise<string> {
  const path = join(await temporaryFolder(), 'network.yaml');
  expect(await groundcrew(['network', 'init', path, ...options])).toMatchObject({ code: 0, out: '' });
  return path;
}

/** A snapshot of an account, as `account collect` writes it. */
function snapshot(resources: readonly object[], status = 'listed'): string {
  const region = 'ap-northeast-2';
  const all = resources.map((each) => ({ accountId: '111122223333', region, tags: {}, links: {}, ...each }));
  const coverage = ['ec2:subnet', 'ec2:vpc'].map((type) => ({
    accountId: '111122223333',
    region,
    type,
    status,
    resources: 0,
    unknown: 0,
  }));
  const head = {
    format: 'groundcrew-account-snapshot/1',
    takenAt: '2027-01-04T00:00:00.000Z',
    accounts: [{ id: '111122223333' }],
    resources: all.length,
    coverage,
  };
  return [head, ...all].map((each) => `${JSON.stringify(each)}\n`).join('');
}

const arn = (rest: string) => `arn:aws:ec2:ap-northeast-2:111122223333:${rest}`;

describe('network init', () => {
  test('writes a file that is right as it is, and does not overwrite it without --force', async () => {
    const path = await begun();
    expect(await groundcrew(['network', 'address-plan', path])).toMatchObject({ code: 0 });
    expect((await groundcrew(['network', 'init', path])).code).toBe(1);
    expect((await groundcrew(['network', 'init', path, '--force'])).code).toBe(0);
    expect((await groundcrew(['network', 'init', '--force'])).code).toBe(2);
  });

  test('one zone is not zones', async () => {
    const folder = await temporaryFolder();
    const path = join(folder, 'network.yaml');
    await writeFile(
      path,
      'version: 1\nname: a\nregion: eu-west-1\ncidr: 10.0.0.0/28\nzones: [euw1-az1]\nroomForZones: 1\ntiers:\n  data: { access: isolated, share: 1/2 }\n',
    );
    expect((await groundcrew(['network', 'address-plan', path])).out).toContain('in 1 zone makes');
  });

  test('with a name, a range and a region', async () => {
    const { code, out } = await groundcrew([
      'network',
      'init',
      '--name',
      'web',
      '--cidr',
      '10.30.0.0/18',
      '--region',
      'eu-west-1',
    ]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /name: web\nregion: eu-west-1\n[^]*cidr: 10\.30\.0\.0\/18\n[^]*zones: \[euw1-az1, euw1-az2\]/,
    );
    expect((await groundcrew(['network', 'init', '--cidr', '10.30.0.1/18'])).err).toContain(
      'write 10.30.0.0/18',
    );
    const small = await groundcrew(['network', 'init', '--cidr', '10.0.0.0/28']);
    for (const cidr of ['10.0.0.0/21', '10.0.0.0/22', '10.0.0.0/24'])
      expect((await groundcrew(['network', 'init', '--cidr', cidr])).code).toBe(0);
    expect(small).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringContaining('/24 or larger') as string,
    });
    expect((await groundcrew(['network', 'init', '--cidr', '10.0.0.0/8'])).err).toContain('from /16 to /28');
  });
});

describe('network address-plan', () => {
  test('shows subnets, and keeps their ranges in the file with its comments', async () => {
    const path = await begun();
    const before = await readFile(path, 'utf8');
    const { out } = await groundcrew(['network', 'address-plan', path, '--output', 'json']);
    const { subnets } = JSON.parse(out) as { subnets: object[] };
    expect(subnets[0]).toMatchObject({
      tier: 'data',
      zone: 'apne2-az1',
      range: '10.20.128.0/21',
      usable: 2043,
      origin: 'chosen',
    });
    expect(await readFile(path, 'utf8')).toBe(before);
    expect((await groundcrew(['network', 'address-plan', path, '--write'])).err).toContain(
      'Wrote the ranges',
    );
    const after = await readFile(path, 'utf8');
    expect(after.startsWith(before)).toBe(true);
    expect(after).toContain('subnets:\n  data:\n    apne2-az1: 10.20.128.0/21\n');
    const again = await groundcrew(['network', 'address-plan', path, '--write', '--output', 'csv']);
    expect(again.err).toContain('has them already');
    expect(again.out).toContain('data,apne2-az1,10.20.128.0/21,2043,0,,given in the file,');
  });

  test('shows problems with their lines', async () => {
    const path = await begun();
    await writeFile(path, (await readFile(path, 'utf8')).replace('nat: one', 'nat: two'));
    const { code, out, err } = await groundcrew(['network', 'address-plan', path]);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('1 problem to correct') });
    expect(out).toContain('nat: "two" is not one of none, one, per-zone, regional');
    const json = await groundcrew(['network', 'address-plan', path, '--output', 'json']);
    expect(JSON.parse(json.out)).toMatchObject({ problems: [{ path: 'nat' }] });
  });

  test('takes what exists from a snapshot, and reports what it overlaps', async () => {
    const path = await begun();
    const from = join(await temporaryFolder(), 'account.json');
    await writeFile(
      from,
      snapshot([
        {
          arn: arn('subnet/subnet-1'),
          type: 'ec2:subnet',
          id: 'subnet-1',
          tags: { 'groundcrew:network': 'shop', 'groundcrew:tier': 'data' },
          links: { vpc: arn('vpc/vpc-1') },
          attributes: { cidr: '10.20.0.0/21', zone: 'ap-northeast-2a', zoneId: 'apne2-az1' },
        },
        {
          arn: arn('vpc/vpc-1'),
          type: 'ec2:vpc',
          id: 'vpc-1',
          tags: { 'groundcrew:network': 'shop' },
          attributes: { cidr: '10.20.0.0/16' },
        },
        {
          arn: arn('vpc/vpc-2'),
          type: 'ec2:vpc',
          id: 'vpc-2',
          tags: { Name: 'old' },
          attributes: { cidr: '10.20.240.0/20' },
        },
      ]),
    );
    const { code, out } = await groundcrew([
      'network',
      'address-plan',
      path,
      '--from',
      from,
      '--output',
      'json',
    ]);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      subnets: expect.arrayContaining([
        expect.objectContaining({ id: 'subnet-1', range: '10.20.0.0/21', origin: 'exists' }),
      ]),
      findings: [{ code: 'overlap', message: expect.stringContaining('10.20.240.0/20 of vpc-2 (old)') }],
    });
  });

  test('is unknown with exit code 6 if the snapshot lacks what is there', async () => {
    const path = await begun();
    const from = join(await temporaryFolder(), 'account.json');
    await writeFile(from, snapshot([], 'denied'));
    const { code, err, out } = await groundcrew(['network', 'address-plan', path, '--from', from]);
    expect({ code, out }).toEqual({ code: 6, out: '' });
    expect(err).toContain('what is taken in ap-northeast-2 is not known');
  });

  test('is printed in Korean', async () => {
    const { out } = await groundcrew(['network', 'address-plan', await begun(), '--language', 'ko']);
    expect(out).toContain('서브넷 6개');
  });
});

describe('network plan', () => {
  test('shows what a new network needs, in order, with its price', async () => {
    const { code, out } = await groundcrew([
      'network',
      'plan',
      await begun('--region', 'us-east-1'),
      '--new',
      '--output',
      'json',
    ]);
    expect(code).toBe(0);
    const { summary, changes } = JSON.parse(out) as {
      summary: object;
      changes: { key: string; hourlyUsd: number | null }[];
    };
    expect(summary).toMatchObject({ update: 0, remove: 0, kept: 0, unknownPrices: 0, interruptions: null });
    expect(changes.findIndex(({ key }) => key === 'vpc')).toBeLessThan(
      changes.findIndex(({ key }) => key.startsWith('subnet:')),
    );
    expect(changes.find(({ key }) => key === 'nat-gateway:use1-az1')?.hourlyUsd).toBe(0.045);
  });

  test('compares with a saved state, and shows what interrupts traffic', async () => {
    const path = await begun();
    const file = parseNetwork(await readFile(path), { file: path });
    let id = 0;
    const made = planNetwork(file, planAddresses(file), emptyState).changes.reduce(
      (state, change) => applyChange(state, change, () => `id-${(id += 1)}`),
      emptyState,
    );
    const state = join(await temporaryFolder(), 'state.json');
    await writeFile(state, stateText(made, file.region));
    const empty = await groundcrew(['network', 'plan', path, '--state', state]);
    expect(empty.code).toBe(0);
    expect(empty.out).toContain('Nothing to do: the network is as in the file.');
    await writeFile(path, (await readFile(path, 'utf8')).replace('nat: one', 'nat: per-zone'));
    const { out } = await groundcrew(['network', 'plan', path, '--state', state]);
    expect(out).toContain('It interrupts traffic: routes. Each has to be named when the plan is applied.');
  });

  test('refuses what is over a quota with exit code 1', async () => {
    const path = await begun();
    const state = join(await temporaryFolder(), 'state.json');
    await writeFile(state, stateText({ ...emptyState, usage: { vpcs: 5 } }, 'ap-northeast-2'));
    const { code, out } = await groundcrew(['network', 'plan', path, '--state', state, '--language', 'ko']);
    expect(code).toBe(1);
    expect(out).toContain('리전의 VPC: 6개, 할당량은 5개입니다');
  });

  test('knows nothing of a network that is there from a snapshot alone, and refuses states that are none', async () => {
    const path = await begun();
    const from = join(await temporaryFolder(), 'account.json');
    const vpc = {
      arn: arn('vpc/vpc-1'),
      type: 'ec2:vpc',
      id: 'vpc-1',
      tags: { 'groundcrew:network': 'shop' },
      attributes: { cidr: '10.20.0.0/16' },
    };
    await writeFile(from, snapshot([vpc]));
    expect(await groundcrew(['network', 'plan', path, '--from', from])).toMatchObject({ code: 6, out: '' });
    await writeFile(from, snapshot([{ ...vpc, tags: {} }]));
    const planned = await groundcrew(['network', 'plan', path, '--from', from]);
    expect(planned).toMatchObject({
      code: 0,
      out: expect.stringContaining('overlaps 10.20.0.0/16 of vpc-1'),
    });
    expect((await groundcrew(['network', 'plan', path, '--from', from, '--state', from])).code).toBe(2);
    expect((await groundcrew(['network', 'plan', path, '--state', from])).err).toContain(
      'network.state.invalid',
    );
  });
});
