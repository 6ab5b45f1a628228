import { runCli } from '@groundcrew/cli';
import { createRecordingIo } from '@groundcrew/cli/testing';
import type { InstanceFacts } from '@groundcrew/ec2/instance';
import { describe, expect, test } from 'vitest';
import { program } from '../program.ts';
import { groundcrew } from '../testing/groundcrew.ts';
import { instanceId, startInstance } from '../testing/start-instance.ts';

/** The output of the command on such an instance. */
async function metadata(words: readonly string[], ...instance: Parameters<typeof startInstance>) {
  const { environment } = await startInstance(...instance);
  return await groundcrew(['ec2', 'metadata', ...words], { environment });
}

describe('all of the metadata', () => {
  test('is a report for people', async () => {
    const { code, out, err } = await metadata([]);

    expect(err).toBe('');
    expect(code).toBe(0);
    for (const fact of [
      /^Name +web-1$/m,
      /^Instance +i-0123456789abcdef0$/m,
      /^Account +123456789012$/m,
      /^Region +ap-northeast-2$/m,
      /^Private IPv4 +10\.0\.1\.10 10\.0\.1\.11$/m,
      /^Public IPv4 +203\.0\.113\.7$/m,
      /^Lifecycle +spot$/m,
      /^Role +web-role$/m,
      /^Tags +.*Project=shop/m,
      /^Spot interruption +none announced$/m,
    ]) {
      expect(out).toMatch(fact);
    }
  });

  test('is the document of the common schema as JSON', async () => {
    const { code, out } = await metadata(['--output', 'json']);

    expect(code).toBe(0);
    const facts = JSON.parse(out) as InstanceFacts;
    expect(facts).toMatchObject({
      source: 'imds',
      name: 'web-1',
      instanceId,
      accountId: '123456789012',
      region: 'ap-northeast-2',
      availabilityZone: 'ap-northeast-2a',
      instanceType: 'm7gd.4xlarge',
      type: { family: 'm7gd', size: '4xlarge' },
      launchTime: '2026-11-01T02:03:04.000Z',
      lifecycle: 'spot',
      privateIpv4: ['10.0.1.10', '10.0.1.11'],
      publicIpv4: ['203.0.113.7'],
      role: 'web-role',
      tags: { Name: 'web-1', Project: 'shop' },
      notices: { spotAction: null, rebalance: null, maintenance: [], autoScalingState: null },
    });
    for (const key of ['availabilityZoneId', 'vpcId', 'subnetId', 'macAddress', 'privateDnsName'] as const) {
      expect(facts[key], key).toEqual(expect.any(String));
    }
    expect(facts.securityGroups).toEqual([{ id: expect.stringMatching(/^sg-/) as string, name: 'default' }]);
  });

  test('has the notices', async () => {
    const { imds, environment } = await startInstance();
    imds.notify('spot', { action: 'stop', time: new Date('2030-01-01T00:00:00Z') });
    imds.notify('maintenance', { code: 'instance-retirement' });

    const { out } = await groundcrew(['ec2', 'metadata'], { environment });

    expect(out).toMatch(/^Spot interruption +stop at 2030-01-01T00:00:00.000Z$/m);
    expect(out).toContain('Scheduled events');
    expect(out).toContain('instance-retirement');
  });

  test('names the option that makes the instance provide its tags, apart from a document', async () => {
    const withoutTags = { metadataTags: false };
    const hint = '--instance-metadata-tags enabled --region ap-northeast-2';

    expect((await metadata([], withoutTags)).out.replaceAll(/\s+/g, ' ')).toContain(hint);
    const { out, err, code } = await metadata(['--output', 'json'], withoutTags);
    expect(JSON.parse(out)).toMatchObject({ tags: null, name: null });
    expect(err).toContain(hint);
    expect(code).toBe(0);
  });

  test('shows progress when a service that limits its requests takes its time', async () => {
    const { environment } = await startInstance();
    let nowMs = 0;
    const io = createRecordingIo({ isTty: true, environment, now: () => (nowMs += 300) });

    expect(await runCli(program, ['ec2', 'metadata'], io)).toBe(0);

    expect(io.err()).toMatch(/Reading {2}\d+ values {2}\d+ values\/s/);
    expect(io.err().endsWith('\r\u001b[2K')).toBe(true);
    expect(io.out()).toMatch(/^Name +web-1$/m);
  });

  test('is one row as CSV', async () => {
    const lines = (await metadata(['--output', 'csv'])).out.split(/\r?\n/);

    expect(lines[0]).toMatch(/^name,instanceId,accountId,region,/);
    expect(lines[1]).toMatch(/^web-1,i-0123456789abcdef0,123456789012,ap-northeast-2,/);
  });
});

describe('a path', () => {
  test.each([
    ['placement/region', 'ap-northeast-2\n'],
    ['meta-data/placement/region', 'ap-northeast-2\n'],
    ['/latest/meta-data/instance-id', `${instanceId}\n`],
    ['placement/', 'availability-zone\navailability-zone-id\nregion\n'],
    ['placement', 'availability-zone\navailability-zone-id\nregion\n'],
    ['tags/instance/Project', 'shop\n'],
    ['iam/security-credentials/', 'web-role\n'],
  ])('%s is printed as curl would', async (path, expected) => {
    expect(await metadata([path])).toEqual({ code: 0, out: expected, err: '' });
  });

  test('is a document as JSON', async () => {
    const read = async (path: string) =>
      JSON.parse((await metadata([path, '--output', 'json'])).out) as unknown;

    expect(await read('placement/region')).toEqual({
      path: 'meta-data/placement/region',
      value: 'ap-northeast-2',
    });
    expect(await read('placement')).toEqual({
      path: 'meta-data/placement',
      entries: ['availability-zone', 'availability-zone-id', 'region'],
    });
  });

  test('that is missing is refused with the entries nearby', async () => {
    const { code, out, err } = await metadata(['placement/regoin']);

    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('no "meta-data/placement/regoin"');
    expect(err).toContain('"meta-data/placement/" has: availability-zone, availability-zone-id, region');
  });

  test('has a reason for missing user data and interruptions', async () => {
    expect((await metadata(['user-data'])).err).toContain('it was started without user data');
    expect((await metadata(['spot/instance-action'])).err).toContain('no interruption is announced');
  });

  test('cannot be a table', async () => {
    expect((await metadata(['placement/region', '--output', 'csv'])).code).toBe(2);
  });

  test('to somewhere else is refused', async () => {
    for (const path of ['../etc', 'http://example.com/', 'a%2fb', 'a\nb']) {
      const { code, out, err } = await metadata([path]);
      expect([code, out], path).toEqual([1, '']);
      expect(err, path).toContain('imds.path.invalid');
    }
  });
});

describe('user data', () => {
  const userData = '#!/bin/sh\necho 안녕';

  test('is written to a pipe byte for byte', async () => {
    expect((await metadata(['user-data'], { userData })).out).toBe(userData);
  });

  test('ends with a line break in a terminal', async () => {
    const { environment } = await startInstance({ userData });
    const io = createRecordingIo({ environment, isTty: true });

    await runCli(program, ['ec2', 'metadata', 'user-data'], io);

    expect(io.out()).toBe(`${userData}\n`);
  });
});

test('identity is the original document with its signatures', async () => {
  const { environment } = await startInstance();
  const document = await groundcrew(['ec2', 'metadata', 'dynamic/instance-identity/document'], {
    environment,
  });

  const { code, out } = await groundcrew(['ec2', 'metadata', 'identity'], { environment });

  expect(code).toBe(0);
  const identity = JSON.parse(out) as Record<string, unknown>;
  expect(identity.document).toMatchObject({ instanceId, accountId: '123456789012', architecture: 'arm64' });
  expect(`${identity.documentText as string}\n`).toBe(document.out);
  for (const key of ['signature', 'pkcs7', 'rsa2048']) {
    expect(identity[key], key).toMatch(/^[A-Za-z0-9+/=\s]+$/);
  }
});

describe("the keys of the instance's role", () => {
  const path = 'iam/security-credentials/web-role';

  test('are not printed by accident', async () => {
    const { imds, environment } = await startInstance();

    const { code, out, err } = await groundcrew(['ec2', 'metadata', path], { environment });

    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('--allow-credentials');
    expect(imds.requests()).toEqual([]);
  });

  test('are printed if explicitly requested', async () => {
    expect((await metadata([path, '--allow-credentials'])).out).toContain('SecretAccessKey');
  });

  test('are never read with the rest', async () => {
    const { imds, environment } = await startInstance();

    await groundcrew(['ec2', 'metadata'], { environment });

    expect(imds.requests().filter((request) => request.path.includes('web-role'))).toEqual([]);
  });
});

describe('the address of the service', () => {
  test('is from the environment, or from options, which take precedence', async () => {
    const { imds } = await startInstance();
    const words = ['ec2', 'metadata', 'instance-id'];
    const environment = { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1' };

    expect((await groundcrew(words, { environment })).err).toContain('imds.not-an-instance');
    expect((await groundcrew([...words, '--imds-endpoint', imds.endpoint], { environment })).out).toBe(
      `${instanceId}\n`,
    );
    expect((await groundcrew([...words, '--imds-endpoint', 'nowhere'], { environment })).code).toBe(2);
  });

  test('is used with a token only, unless it is optional', async () => {
    const v1 = await metadata(['instance-id'], {}, { noToken: true });
    expect([v1.code, v1.out]).toEqual([1, '']);
    expect(v1.err).toContain('--allow-imdsv1');

    expect((await metadata(['instance-id', '--allow-imdsv1'], {}, { noToken: true })).out).toBe(
      `${instanceId}\n`,
    );
  });

  test('can be disabled, here and on the instance', async () => {
    const { environment } = await startInstance();
    const off = { ...environment, AWS_EC2_METADATA_DISABLED: 'true' };

    expect((await groundcrew(['ec2', 'metadata'], { environment: off })).err).toContain('imds.switched-off');
    expect((await metadata([], {}, { disabled: true })).err).toContain('imds.disabled');
  });

  test('fails with the reason in a container beyond the hop limit', async () => {
    const { code, err } = await metadata(['--attempts', '1'], {}, { hopLimit: true });

    expect(code).toBe(1);
    expect(err).toContain('--http-put-response-hop-limit 2');
  });
});
