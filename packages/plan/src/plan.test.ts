import { anyCharacter, anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { checkAccounts, checkCaps } from './check-plan.ts';
import { canonicalChunks, canonicalJson } from './json.ts';
import { createPlan, type PlanBody, writePlan } from './plan.ts';
import { readPlan } from './read-plan.ts';

const account = '111122223333';

function change(name: string, field: string, before: string | null, after: string | null) {
  const resource = `arn:aws:ec2:eu-west-1:${account}:volume/${name}`;
  return {
    id: `${resource}#${field}`,
    target: { accountId: account, region: 'eu-west-1', resource },
    field,
    before,
    after,
    reason: 'is required',
  };
}

const body: PlanBody = {
  kind: 'tags',
  createdAt: '2027-01-31T09:00:00.000Z',
  accounts: [{ id: account, alias: 'shop' }],
  scope: { examined: 10 },
  changes: [change('vol-2', 'Owner', null, 'ann'), change('vol-1', 'Project', 'shopp', 'shop')],
  findings: [],
};

const json = fc.oneof(
  anyText(),
  fc.jsonValue({ depthSize: 'small', stringUnit: anyCharacter }).filter((value) => value !== null),
);

test('a plan is read as it was written, whatever its values', () => {
  fc.assert(
    fc.property(fc.array(json, { maxLength: 5 }), (values) => {
      const changes = values.map((value, index) => ({
        ...change(`vol-${index}`, 'Project', null, 'x'),
        after: value as string,
      }));
      const plan = createPlan({ ...body, changes });
      expect(readPlan(writePlan(plan))).toEqual(JSON.parse(JSON.stringify(plan)));
    }),
  );
});

test('the same changes in another order are the same plan', () => {
  const plan = createPlan(body);
  expect(createPlan({ ...body, changes: [...body.changes].reverse() })).toEqual(plan);
  expect(plan.changes.map(({ target }) => target.resource.slice(-5))).toEqual(['vol-1', 'vol-2']);
});

test('what a change requires is read back, and is part of the hash', () => {
  const [first, second] = body.changes;
  const requiring = createPlan({ ...body, changes: [first!, { ...second!, requires: [first!.id] }] });
  expect(readPlan(writePlan(requiring))).toEqual(requiring);
  expect(requiring.hash).not.toBe(createPlan(body).hash);
});

test('the preconditions of a change are read back, and are part of the hash', () => {
  const [first, second] = body.changes;
  const holds = [
    { field: 'Team', value: 'web' },
    { field: 'Cost', value: null },
  ];
  const holding = createPlan({ ...body, changes: [first!, { ...second!, holds }] });
  expect(readPlan(writePlan(holding))).toEqual(holding);
  expect(holding.hash).not.toBe(createPlan(body).hash);
});

test('a plan in which any letter of a value was changed is detected', () => {
  const scope = { ...body.scope, command: 'groundcrew tags group' };
  const text = writePlan(createPlan({ ...body, scope }));
  for (const [from, to] of [
    ['"ann"', '"bob"'],
    ['vol-2"', 'vol-3"'],
    ['"examined":10', '"examined":1000'],
    ['is required', 'is wanted'],
    ['"alias":"shop"', '"alias":"stop"'],
  ] as const) {
    expect(text).toContain(from);
    expect(() => readPlan(text.replace(from, to))).toThrow(
      expect.objectContaining({
        code: 'plan.file.edited',
        message: expect.stringContaining('make a new one (groundcrew tags group)'),
      }),
    );
  }
});

test('a command with hidden characters is not shown', () => {
  const text = writePlan(createPlan({ ...body, scope: { ...body.scope, command: 'groundcrew \u001b[8m' } }));
  expect(() => readPlan(text.replace('"ann"', '"bob"'))).toThrow(/make a new one, and/);
});

test('a plan that an editor indented, or put a byte order mark before, is still valid', () => {
  const plan = createPlan(body);
  expect(readPlan(`\ufeff${JSON.stringify(plan, null, 4)}`)).toEqual(plan);
});

const { hash: _, ...sealed } = createPlan(body);

test.each([
  ['{', 'plan.file.not-json'],
  ['[]', 'plan.file.wrong-format'],
  ['{"format":"groundcrew-plan/9"}', 'plan.file.wrong-format'],
  [JSON.stringify({ ...sealed, kind: 'network' }), 'plan.file.wrong-kind'],
  [JSON.stringify(sealed), 'plan.file.edited'],
  [JSON.stringify({ ...sealed, changes: {} }), 'plan.file.invalid'],
  [JSON.stringify({ ...sealed, scope: {} }), 'plan.file.invalid'],
  [JSON.stringify({ ...sealed, scope: { examined: 1, command: 7 } }), 'plan.file.invalid'],
  [JSON.stringify({ ...sealed, createdAt: 'yesterday' }), 'plan.file.invalid'],
  [JSON.stringify({ ...sealed, accounts: [{ id: '1' }] }), 'plan.file.invalid'],
  [JSON.stringify({ ...sealed, accounts: [] }), 'plan.file.invalid'],
  [JSON.stringify({ ...sealed, changes: [{ ...sealed.changes[0], id: 7 }] }), 'plan.file.invalid'],
  [
    JSON.stringify({ ...sealed, changes: [{ ...sealed.changes[0], before: undefined }] }),
    'plan.file.invalid',
  ],
  [JSON.stringify({ ...sealed, changes: [sealed.changes[0], sealed.changes[0]] }), 'plan.file.invalid'],
])('%s is refused as %s', (text, code) => {
  expect(() => readPlan(text, { kind: 'tags' })).toThrow(expect.objectContaining({ code, fault: 'user' }));
});

test.each([
  ['{"buckets":[{"name":"b1"}]}', 'it has no format, only buckets'],
  ['{"format":"groundcrew-tag-snapshot/1"}', 'its format is "groundcrew-tag-snapshot/1"'],
  ['[]', 'it is a list'],
  ['{}', 'it is empty'],
  ['7', 'it is 7'],
])('%s is refused by the name of the file, with what it has instead', (text, found) => {
  expect(() => readPlan(text, { name: 'b.json' })).toThrow(
    `b.json is not a plan of this version, which begins with "format": "groundcrew-plan/1": ${found};`,
  );
});

test('a deeply nested plan is refused, and does not overflow the stack', () => {
  const deep = `${'['.repeat(90_000)}${']'.repeat(90_000)}`;
  const text = JSON.stringify({ ...sealed, deep: 'here' }).replace('"here"', deep);
  expect(() => readPlan(text)).toThrow(expect.objectContaining({ code: 'plan.file.invalid' }));
});

test('a plan larger than what is read is refused by its size in bytes', () => {
  const text = writePlan(createPlan({ ...body, kind: '태그' }));
  expect(() => readPlan(text, { maxBytes: text.length })).toThrow(
    expect.objectContaining({ code: 'plan.file.too-large' }),
  );
});

test.each([
  [
    'an id twice',
    [change('v', 'a', null, 'x'), { ...change('w', 'a', null, 'x'), id: change('v', 'a', null, 'x').id }],
  ],
  ['a field twice', [change('v', 'a', null, 'x'), { ...change('v', 'a', null, 'y'), id: 'other' }]],
  ['a change that changes nothing', [change('v', 'a', 'x', 'x')]],
  ['a value that JSON cannot represent', [{ ...change('v', 'a', null, 'x'), after: Number.NaN }]],
  ['a date', [{ ...change('v', 'a', null, 'x'), after: new Date(0) as unknown as string }]],
  [
    'an account that is not in it',
    [{ ...change('v', 'a', null, 'x'), target: { accountId: '999988887777', region: 'r', resource: 'v' } }],
  ],
  [
    'a change that requires one that is not in the plan',
    [{ ...change('v', 'a', null, 'x'), requires: ['gone'] }],
  ],
  [
    'a change that requires itself',
    [{ ...change('v', 'a', null, 'x'), requires: [change('v', 'a', null, 'x').id] }],
  ],
  [
    'changes that require each other',
    [
      change('u', 'a', null, 'x'),
      { ...change('v', 'a', null, 'x'), requires: [change('w', 'a', null, 'x').id] },
      {
        ...change('w', 'a', null, 'x'),
        requires: [change('u', 'a', null, 'x').id, change('v', 'a', null, 'x').id],
      },
    ],
  ],
  ['what it holds being no list', [{ ...change('v', 'a', null, 'x'), holds: {} as unknown as [] }]],
  ['a change that holds no field', [{ ...change('v', 'a', null, 'x'), holds: [{ field: '', value: 'y' }] }]],
  [
    'a precondition without a value',
    [{ ...change('v', 'a', null, 'x'), holds: [{ field: 'b' }] as unknown as [] }],
  ],
  [
    'a precondition on the field of the change',
    [{ ...change('v', 'a', null, 'x'), holds: [{ field: 'a', value: null }] }],
  ],
  [
    'two preconditions on one field',
    [{ ...change('v', 'a', null, 'x'), holds: ['y', 'z'].map((value) => ({ field: 'b', value })) }],
  ],
  [
    'a precondition on a field that another change changes',
    [{ ...change('v', 'a', null, 'x'), holds: [{ field: 'b', value: 'y' }] }, change('v', 'b', 'y', 'z')],
  ],
  ['requirements that are not a list', [{ ...change('v', 'a', null, 'x'), requires: 'w' as unknown as [] }]],
  [
    'a requirement twice',
    [
      change('v', 'a', null, 'x'),
      { ...change('w', 'a', null, 'x'), requires: [0, 1].map(() => change('v', 'a', null, 'x').id) },
    ],
  ],
])('no plan is made with %s', (_name, changes) => {
  expect(() => createPlan({ ...body, changes })).toThrow(
    expect.objectContaining({ code: 'plan.invalid', fault: 'bug' }),
  );
});

test('caps count changes, and changed resources among the examined ones', () => {
  const plan = createPlan({
    ...body,
    changes: [...body.changes, change('vol-1', 'Owner', null, 'ann')],
  });
  const exceeded = expect.objectContaining({ code: 'plan.caps.exceeded' });
  checkCaps(plan, {});
  checkCaps(plan, { maxChanges: 3, maxPercent: 20 });
  expect(() => checkCaps(plan, { maxChanges: 2 })).toThrow(exceeded);
  expect(() => checkCaps(plan, { maxPercent: 19.9 })).toThrow(exceeded);
  expect(() => checkCaps({ ...plan, scope: { examined: 0 } }, { maxPercent: 100 })).toThrow(exceeded);
  checkCaps({ ...plan, changes: [], scope: { examined: 0 } }, { maxChanges: 0, maxPercent: 0 });
  expect(() => checkCaps(plan, { maxChanges: Number.NaN })).toThrow(
    expect.objectContaining({ code: 'plan.caps.invalid' }),
  );
});

test('a plan for an account without available credentials is refused', () => {
  const plan = createPlan(body);
  checkAccounts(plan, ['999988887777', account]);
  expect(() => checkAccounts(plan, ['999988887777'])).toThrow(
    expect.objectContaining({
      code: 'plan.account.mismatch',
      message: expect.stringMatching(/111122223333 \(shop\).*999988887777/),
    }),
  );
});

test('a plan in any order is refused for the same reasons as if each change were held against each other', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const some = fc.record({
    id: fc.constantFrom('1', '2', '3', '4', '5'),
    region: fc.constantFrom('r1', 'r2'),
    resource: name,
    field: name,
    requires: fc.array(fc.constantFrom('1', '2', '6'), { maxLength: 1 }),
    holds: fc.array(fc.constantFrom('b', 'c'), { maxLength: 1 }),
  });
  type Given = Readonly<Record<'region' | 'resource' | 'field', string>>;
  const isSame = (one: Given, other: Given, field: string) =>
    one.region === other.region && one.resource === other.resource && one.field === field;
  fc.assert(
    fc.property(fc.array(some, { maxLength: 5 }), (given) => {
      const changes = given.map(({ id, region, resource, field, requires, holds }) => ({
        id,
        target: { accountId: account, region, resource },
        field,
        before: null,
        after: 'x',
        reason: 'r',
        ...(requires.length > 0 && { requires }),
        ...(holds.length > 0 && { holds: holds.map((held) => ({ field: held, value: 'y' })) }),
      }));
      const requiredBy = new Map<string, string | undefined>(
        given.map(({ id, requires }) => [id, requires[0]]),
      );
      const isCircular = (id: string, left = 9): boolean =>
        left === 0 || (requiredBy.get(id) !== undefined && isCircular(requiredBy.get(id)!, left - 1));
      const isWrong = given.some(
        (one, index) =>
          given.some((other, at) => at < index && (other.id === one.id || isSame(other, one, one.field))) ||
          given.some((other) => one.holds.some((held) => isSame(other, one, held))) ||
          one.holds.some((held) => held === one.field) ||
          one.requires.some((id) => !requiredBy.has(id)) ||
          isCircular(one.id),
      );
      let code: string | undefined;
      try {
        createPlan({ ...body, changes });
      } catch (thrown) {
        ({ code } = thrown as { code: string });
      }
      expect(code).toBe(isWrong ? 'plan.invalid' : undefined);
    }),
    { numRuns: Math.max(100, 1_000 * inject('effort')) },
  );
});

test('the text that is hashed is the canonical one, in pieces, whatever is in it', () => {
  const canonical = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(canonical);
    if (typeof value !== 'object' || value === null) return value;
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return new Map(
      members.sort(([one], [other]) => (one < other ? -1 : 1)).map(([k, v]) => [k, canonical(v)]),
    );
  };
  const write = (value: unknown): string => {
    if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
    if (!(value instanceof Map)) return JSON.stringify(value);
    return `{${[...(value as Map<string, unknown>)].map(([k, v]) => `${JSON.stringify(k)}:${write(v)}`).join(',')}}`;
  };
  const shared = { b: 1, a: { z: undefined, y: [] } };
  fc.assert(
    fc.property(fc.dictionary(anyText(), fc.jsonValue()), (given) => {
      const value = { ...given, list: [{ target: shared, x: given }, { target: shared }, given] };
      expect(canonicalJson(value)).toBe(write(canonical(value)));
      expect([...canonicalChunks(value)].join('')).toBe(canonicalJson(value));
    }),
  );
});
