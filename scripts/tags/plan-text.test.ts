import { type Change, createPlan, type Finding } from '@groundcrew/plan';
import { describe, expect, test } from 'vitest';
import { planText } from './plan-text.ts';

const accountId = '111122223333';

function target(id: string, region = 'us-east-1', label?: string) {
  const resource = `arn:aws:ec2:${region}:${accountId}:volume/${id}`;
  return { accountId, region, resource, ...(label !== undefined && { label }) };
}

function change(id: string, given: Partial<Change> = {}): Change {
  const field = given.field ?? 'Project';
  const base = { target: target(id), field, before: null, after: 'shop', reason: 'is inherited' };
  return { ...base, ...given, id: `${id}#${field}` };
}

function textOf(
  changes: readonly Change[],
  findings: readonly Finding[] = [],
  most = 3,
  width?: number,
  top?: number,
): string {
  const plan = createPlan({
    kind: 'tags',
    createdAt: '2026-11-21T00:00:00.000Z',
    accounts: [{ id: accountId, alias: 'dal-shop' }],
    scope: { examined: 1_200 },
    changes,
    findings,
  });
  return [...planText(plan, { hasColor: false, maxResources: most, width, top })]
    .join('')
    .replace(/Plan [0-9a-f]{12}\./, 'Plan #.');
}

describe('what changes', () => {
  test('resources with the same changes are grouped, each with its own source', () => {
    const ids = ['vol-1', 'vol-2', 'vol-3', 'vol-4'];
    const text = textOf(ids.map((id) => change(id, { source: `instance i-${id}` })));
    expect(text).toBe(
      [
        'dal-shop (111122223333), us-east-1',
        '',
        '  + Project: "shop"  (is inherited)',
        '    on 4 resources:',
        '    volume/vol-1  ← instance i-vol-1',
        '    volume/vol-2  ← instance i-vol-2',
        '    volume/vol-3  ← instance i-vol-3',
        '    and 1 more',
        '',
        '4 changes on 4 of 1,200 resources (0.333 %): 4 added, 0 replaced, 0 removed.',
        'Plan #.',
        '',
      ].join('\n'),
    );
  });

  test('a source that all have is shown with the change', () => {
    const text = textOf([change('vol-1', { source: 'vpc vpc-1' }), change('vol-2', { source: 'vpc vpc-1' })]);
    expect(text).toContain('(is inherited from vpc vpc-1)\n    on 2 resources:\n    volume/vol-1\n');
  });

  test('in a narrow terminal, the reason is below, and a long value is wrapped between words', () => {
    const given = { after: `shop ${'of a long name '.repeat(6)}`.trim(), source: 'vpc vpc-1' };
    const narrow = textOf([change('vol-1', given)], [], 3, 60).split('\n');
    expect(narrow.slice(2, 7)).toEqual([
      '  + Project: "shop of a long name of a long name of a',
      '      long name of a long name of a long name of a long',
      '      name"',
      '      (is inherited from vpc vpc-1)',
      '    volume/vol-1',
    ]);
  });

  test('other values, or other regions, are separate', () => {
    const text = textOf([
      change('vol-1'),
      change('vol-2', { after: 'warehouse' }),
      change('vol-3', { target: target('vol-3', 'eu-west-1', 'db') }),
    ]);
    expect(text.slice(text.indexOf('By resource')).match(/^ {2}\+ /gm)).toHaveLength(3);
    expect(text).toContain('dal-shop (111122223333), eu-west-1\n\n  + Project: "shop"');
    expect(text).toContain('    volume/vol-3 (db)\n');
  });

  test('what is set is before what is removed for it', () => {
    const text = textOf([
      change('vol-1', { field: 'PROJECT ', before: 'shop', after: null, reason: 'is a variant' }),
      change('vol-1', {
        field: 'Env',
        before: 'Prod',
        after: 'prod',
        source: 'policy',
        reason: 'is how it is',
      }),
      change('vol-1', { reason: "is the policy's default", source: 'default' }),
    ]);
    expect(text).toContain(
      [
        `  + Project: "shop"  (is the policy's default)`,
        '  ~ Env: "Prod" → "prod"  (is how it is)',
        '  - "PROJECT ": "shop"  (is a variant)',
        '    volume/vol-1',
      ].join('\n'),
    );
  });

  test('what a terminal would act on is made visible', () => {
    const text = textOf([change('vol-1', { field: 'a\u001b[2J', after: 'x\u202ey' })]);
    for (const character of ['\u001b', '\u202e']) expect(text).not.toContain(character);
  });
});

describe('a plan of many groups', () => {
  const many = Array.from({ length: 30 }, (_, index) =>
    change(`vol-${index}`, { after: `shop-${index}`, reason: 'is inherited' }),
  );

  test('is summed up by key before its resources', () => {
    const text = textOf([
      ...many,
      change('vol-0', { field: 'temp', before: 'x', after: null, reason: 'is forbidden by "temp"' }),
    ]);
    expect(text.split('\n').slice(0, 6)).toEqual([
      'By key',
      '',
      '  + Project: 30 values  on 30 resources  (is inherited)',
      '  - temp: "x"  on 1 resource  (is forbidden by "…")',
      '',
      'By resource',
    ]);
  });

  test('is of bounded size, and shows how many changes are not shown', () => {
    const text = textOf(many, [], 3, undefined, 4);
    expect(text.match(/^ {4}volume/gm)).toHaveLength(4);
    expect(text).toContain('  and 26 more changes; --top N shows more, --output csv has all\n');
    expect(text).toContain('30 changes on 30 of 1,200 resources');
  });

  test('has no more findings than groups', () => {
    const findings = many.map(({ target: on }, index) => {
      return { target: on, field: 'Owner', reason: `is odd ${index}` };
    });
    const text = textOf([], findings, 3, undefined, 4);
    expect(text.match(/^ {2}! /gm)).toHaveLength(4);
    expect(text).toContain('  and 26 more findings; --top N shows more, --output json has all\n');
  });

  test('of one group has no sums, which would repeat it', () => {
    expect(textOf([change('vol-1'), change('vol-2')])).not.toContain('By key');
  });
});

describe('what is left', () => {
  const found = (id: string, reason: string) => ({ target: target(id), field: 'Owner', reason });

  test('the same finding is shown once, with its resources', () => {
    const text = textOf(
      [],
      [found('vol-1', 'is missing'), found('vol-2', 'is missing'), found('vol-3', 'odd')],
    );
    expect(text).toContain('Left for you to decide\n');
    expect(text).toContain(
      '  ! Owner: is missing\n    on 2 resources:\n    volume/vol-1\n    volume/vol-2\n',
    );
    expect(text).toContain('  ! Owner: odd\n    volume/vol-3\n');
    expect(text).toContain(
      'Nothing that can be changed: 1,200 resources examined.\n3 tags left for you to decide.\n',
    );
  });

  test('an empty plan is reported as such', () => {
    expect(textOf([])).toBe('Nothing to change: 1,200 resources examined.\n');
  });
});
