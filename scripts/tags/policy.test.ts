import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

const policy = `version: 1
keys:
  Project:
    required: true
    variants: [Projekt]
    values:
      list: [shop, warehouse]
      variants: { store: shop }
    inherit: [instance, vpc]
  Owner:
    for: { types: ['ec2:*'], regions: [us-east-1], not: { types: ['ec2:image'] } }
    owner: true
    values: { pattern: '[a-z]+', minLength: 2 }
    default: ops
forbidden:
  - { key: 'temp*', remove: true, reason: left over }
exemptions:
  - { match: { type: 's3:bucket', tag: { Env: test } }, keys: [Project], reason: soon gone, until: 2026-01-31 }
`;

async function fileWith(text: string): Promise<string> {
  const path = join(await temporaryFolder(), 'tags.yaml');
  await writeFile(path, text);
  return path;
}

describe('tags policy init', () => {
  test('writes a policy that is right as it is', async () => {
    const { code, out } = await groundcrew(['tags', 'policy', 'init']);
    expect(code).toBe(0);
    const check = await groundcrew(['tags', 'policy', 'check', await fileWith(out)]);
    expect(check).toMatchObject({ code: 0, err: '' });
  });

  test('writes it into a file, and overwrites that only with --force', async () => {
    const path = join(await temporaryFolder(), 'our tags.yaml');
    const first = await groundcrew(['tags', 'policy', 'init', path]);
    expect(first).toMatchObject({ code: 0, out: '' });
    expect(first.err).toContain(`groundcrew tags policy check '${path}'`);
    await writeFile(path, 'mine');
    const second = await groundcrew(['tags', 'policy', 'init', path]);
    expect(second.code).toBe(1);
    expect(second.err).toContain('--force');
    expect(await readFile(path, 'utf8')).toBe('mine');
    expect((await groundcrew(['tags', 'policy', 'init', path, '--force'])).code).toBe(0);
    expect(await readFile(path, 'utf8')).toContain('version: 1');
  });

  test('a folder that does not exist is reported', async () => {
    const { code, err } = await groundcrew(['tags', 'policy', 'init', '/nowhere/tags.yaml']);
    expect(code).toBe(1);
    expect(err).toContain('"/nowhere/tags.yaml" can\'t be written');
  });

  test('--force without a file is wrong usage', async () => {
    expect((await groundcrew(['tags', 'policy', 'init', '--force'])).code).toBe(2);
  });
});

describe('tags policy check', () => {
  test('shows the content of the policy', async () => {
    const path = await fileWith(policy);
    const { code, out } = await groundcrew(['tags', 'policy', 'check', path, '--output', 'json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      keys: [
        {
          key: 'Project',
          required: true,
          appliesTo: 'everything',
          values: 'shop, warehouse; store → shop',
          inherit: 'instance, vpc',
          default: null,
          variants: 'Projekt, in any case',
        },
        {
          key: 'Owner',
          required: false,
          owner: true,
          appliesTo: 'ec2:* in us-east-1, but not ec2:image',
          values: '/[a-z]+/; 2 to 256 characters',
          default: 'ops',
        },
      ],
      forbidden: [{ key: 'temp*', remove: true, appliesTo: 'everything', reason: 'left over' }],
      exemptions: [
        { match: 'type s3:bucket, tag Env=test', keys: 'Project', until: '2026-01-31', reason: 'soon gone' },
      ],
    });
  });

  test('an exemption that has ended is reported', async () => {
    const path = await fileWith(policy);
    const words = ['tags', 'policy', 'check', path];
    const on = (day: string) => groundcrew(words, { now: () => Date.parse(day) });
    expect((await on('2026-01-31T23:59:59Z')).out).not.toContain('ended');
    expect((await on('2026-02-01')).out).toContain('1 exemption ended before 2026-02-01');
  });

  test('every problem is reported with its line, which is shown with a mark', async () => {
    const path = await fileWith(policy.replace('required:', 'requird:').replace('[shop,', '[7,'));
    const { code, out, err } = await groundcrew(['tags', 'policy', 'check', path]);
    expect(code).toBe(1);
    expect(out).toContain(
      [
        `${path}:4:5: keys.Project.requird: is unknown here; did you mean required?`,
        '  4 |     requird: true',
        '    |     ^',
        '',
      ].join('\n'),
    );
    expect(out).toMatch(/tags\.yaml:7:14: .*\n {2}7 \| {7}list: \[7, warehouse\]\n {4}\| {14}\^\n/);
    expect(err).toBe(`${path} can't be used: 3 problems to correct.\n`);
    const unread = await groundcrew(['tags', 'policy', 'check', path], { closesAfterWrites: 0 });
    expect(unread).toEqual({ code: 1, out: '', err });
  });

  test('the mark is below its place after wide characters', async () => {
    const path = await fileWith('version: 1\nkeys: { 프로젝트: { requird: true } }\n');
    const { out } = await groundcrew(['tags', 'policy', 'check', path]);
    const [, shown = '', mark = ''] = out.split('\n');
    expect(mark.indexOf('^')).toBe(shown.indexOf('requird') + '프로젝트'.length);
  });

  test('problems are data if data is requested', async () => {
    const path = await fileWith('version: 2\nkeys: {}\n');
    const { code, out } = await groundcrew(['tags', 'policy', 'check', path, '--output', 'json']);
    expect(code).toBe(1);
    expect(JSON.parse(out).problems[0]).toMatchObject({ file: path, line: 1, path: 'version' });
  });

  test('a file that does not exist is reported', async () => {
    const { code, err } = await groundcrew(['tags', 'policy', 'check', '/nowhere/tags.yaml']);
    expect(code).toBe(1);
    expect(err).toContain('the policy "/nowhere/tags.yaml" can\'t be read');
  });
});

describe('tags policy import', () => {
  const organization = (values: object) =>
    JSON.stringify({ tags: { costcenter: { tag_key: { '@@assign': 'CostCenter' }, tag_value: values } } });

  test('makes a policy that can be used of those of an organization, in the order of inheritance', async () => {
    const root = await fileWith(organization({ '@@assign': ['100', '200*'] }));
    const unit = await fileWith(organization({ '@@append': ['300'], '@@remove': ['100'] }));
    const { code, out, err } = await groundcrew(['tags', 'policy', 'import', root, unit]);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    const checked = await groundcrew(['tags', 'policy', 'check', await fileWith(out)]);
    expect(checked).toMatchObject({ code: 0, err: '' });
    expect(checked.out).toContain('300, 200*');
  });

  test('writes it into a file, and overwrites that only with --force', async () => {
    const root = await fileWith(organization({ '@@assign': ['100'] }));
    const out = join(await temporaryFolder(), 'made.yaml');
    const words = ['tags', 'policy', 'import', root, '--out', out];
    expect((await groundcrew(words)).code).toBe(0);
    expect(await readFile(out, 'utf8')).toContain('CostCenter:');
    expect((await groundcrew(words)).code).toBe(1);
    expect((await groundcrew([...words, '--force'])).code).toBe(0);
  });

  test('refuses what is none, with its place', async () => {
    const wrong = await fileWith('{"tags":{"a":{"tag_value":{"@@assign":[100]}}}}');
    const { code, err } = await groundcrew(['tags', 'policy', 'import', wrong]);
    expect(code).toBe(1);
    expect(err).toContain(`${wrong}:1:40: tags.a.tag_value["@@assign"]: 100 is not text`);
  });

  test('is named by the check, which cannot use such a policy as it is', async () => {
    const path = await fileWith(organization({ '@@assign': ['100'] }));
    const { code, out } = await groundcrew(['tags', 'policy', 'check', path]);
    expect(code).toBe(1);
    expect(out).toContain(`groundcrew tags policy import ${path}`);
  });
});
