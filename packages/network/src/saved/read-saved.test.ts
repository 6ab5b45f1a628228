import { isGroundcrewError } from '@groundcrew/errors';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { createModel, modelParts } from '../model/index.ts';
import { checkPath, overall, pathsOfVpc, readPath, smallestChange, survive, trace } from '../trace/index.ts';
import { failuresOf, readQuestion, traceHealthChecks } from '../trace/index.ts';
import { howToSave, readSaved } from './index.ts';
import { savedShop, shop, shopAnswers } from '../testing/saved-shop.ts';

const modelOf = (answers = shopAnswers()) => createModel(readSaved(savedShop(answers)).content);
const verdict = (from: string, to: string, answers = shopAnswers()) => {
  const model = modelOf(answers);
  return trace(model, readQuestion(model, from, to));
};

test('all that was saved is collected', () => {
  const { content, ignored } = readSaved([...savedShop(), { path: 'eu-west-1/notes.json', text: '{"a":1}' }]);
  expect(ignored).toEqual(['eu-west-1/notes.json']);
  expect(content.scopes).toEqual([{ id: 'eu-west-1', region: 'eu-west-1', parts: new Set(modelParts) }]);
  expect(content.subnets).toHaveLength(6);
  expect(content.loadBalancers[0]?.listeners?.[0]?.rules).toHaveLength(1);
  expect(content.hostedZones[0]?.records).toHaveLength(2);
});

test('a shop answers as it is built', () => {
  expect(verdict('internet', 'www.example.com:443').verdict).toBe('reachable');
  expect(verdict('internet', 'shop:80').explanations[0]?.reason?.kind).toBe('group');
  expect(verdict('web-1', 'database:5432').verdict).toBe('reachable');
  expect(verdict('web-1', 'database').verdict).toBe('in-part');
  expect(verdict('internet', 'database:5432').verdict).toBe('blocked');
  expect(verdict('web-2', 'internet:443').verdict).toBe('reachable');
  expect(verdict('database', 'internet:443').verdict).toBe('blocked');
});

test('what opens a path names the group of the other side, and what else it opens', () => {
  const model = modelOf();
  const change = smallestChange(model, readQuestion(model, 'shop', 'database:5432'));
  expect(change).toMatchObject({
    verdict: 'reachable',
    edits: [
      {
        kind: 'group-rule',
        group: 'sg-00000000000000003',
        rule: { protocol: 6, ports: [5432, 5432], peer: { kind: 'group', group: 'sg-00000000000000001' } },
      },
    ],
    alsoOpens: [],
  });
});

test('the one NAT gateway is what a shop does not survive', () => {
  const model = modelOf();
  const paths = pathsOfVpc(model, shop.vpc);
  expect(paths.map(({ text }) => text)).toContain('internet -> shop:443');
  expect(overall(paths.map((path) => checkPath(model, path)))).toBe('yes');
  const survivals = survive(model, paths, failuresOf(model, shop.vpc));
  const without = (id: string) =>
    survivals
      .find(({ failure }) => failure.id === id)!
      .paths.map(({ path, holds }) => `${path.text}: ${holds}`);
  const [first, second] = shop.web;
  expect(without(shop.nat)).toEqual([
    'internet -> shop:443: yes',
    `${first} -> internet:443: no`,
    `${second} -> internet:443: no`,
  ]);
  expect(without('eu-west-1a')).toEqual([
    'internet -> shop:443: yes',
    `${first} -> internet:443: gone`,
    `${second} -> internet:443: no`,
  ]);
  expect(without(first!)).toContain('internet -> shop:443: yes');
});

test('why a target is unhealthy is reported by tracing its health check', () => {
  const answers = shopAnswers();
  const name = `health-${shop.targetGroupId}`;
  const { TargetHealthDescriptions: targets } = answers[name] as { TargetHealthDescriptions: object[] };
  targets[1] = {
    ...targets[1],
    HealthCheckPort: '9000',
    TargetHealth: { State: 'unhealthy', Reason: 'Target.Timeout' },
  };
  const model = modelOf(answers);
  const checks = traceHealthChecks(model, readQuestion(model, 'internet', 'www.example.com:443'));
  expect(checks).toHaveLength(2);
  expect(checks[0]).toMatchObject({
    node: 'eni-lba',
    target: `${shop.web[1]}:9000`,
    state: 'unhealthy',
    verdict: 'blocked',
    reason: { kind: 'group', isEgress: false, interface: 'eni-webb' },
  });
  expect(verdict('internet', 'www.example.com:443', answers).verdict).toBe('reachable');
});

test('a path that must never be reached holds where it is blocked', () => {
  const model = modelOf();
  expect(checkPath(model, readPath(model, 'never internet -> database:*')).holds).toBe('yes');
  expect(checkPath(model, readPath(model, 'never web-1 -> database:5432')).holds).toBe('no');
});

test('pages of one list are put together; without the last page it is not collected', () => {
  const answers = shopAnswers();
  const { Subnets } = answers['describe-subnets'] as { Subnets: object[] };
  answers['describe-subnets'] = { Subnets: Subnets.slice(0, 2), NextToken: 'more' };
  expect(readSaved(savedShop(answers)).content.scopes[0]?.parts.has('subnets')).toBe(false);
  answers['subnets-2'] = { Subnets: Subnets.slice(2) };
  const { content } = readSaved(savedShop(answers));
  expect(content.scopes[0]?.parts.has('subnets')).toBe(true);
  expect(content.subnets).toHaveLength(6);
});

test('records, listeners and rules of which the last page is missing are not known', () => {
  const rest = { ResourceRecordSets: 'IsTruncated', Listeners: 'NextMarker', Rules: 'NextToken' };
  const cut = Object.fromEntries(
    Object.entries(shopAnswers()).map(([name, answer]) => {
      const token = Object.entries(rest).find(([key]) => Object.hasOwn(answer as object, key))?.[1];
      return [
        name,
        token === undefined ? answer : { ...(answer as object), [token]: token === 'IsTruncated' || 'more' },
      ];
    }),
  );
  const { content } = readSaved(savedShop({ ...shopAnswers(), ...cut }));
  expect(content.hostedZones[0]?.records).toBeUndefined();
  expect(content.loadBalancers[0]?.listeners).toBeUndefined();
  expect(verdict('internet', 'www.example.com:443', { ...shopAnswers(), ...cut }).verdict).toBe('unknown');
  const listeners = Object.entries(cut).filter(([name]) => !name.startsWith('listeners-'));
  const known = readSaved(savedShop({ ...shopAnswers(), ...Object.fromEntries(listeners) })).content;
  expect(known.loadBalancers[0]?.listeners?.map(({ rules }) => rules)).toEqual([undefined]);
});

test('the id of a hosted zone is not taken for a longer one that begins or ends with it', () => {
  const answers = shopAnswers();
  const zone = (Id: string, Name: string) => ({
    Id: `/hostedzone/${Id}`,
    Name,
    Config: { PrivateZone: true },
  });
  answers['zones-2'] = { HostedZones: [zone('Z01234', 'one.example.'), zone('Z1Z01234', 'two.example.')] };
  const records = (name: string) => ({
    ResourceRecordSets: [{ Name: name, Type: 'TXT', TTL: 60, ResourceRecords: [{ Value: '"x"' }] }],
  });
  answers['records-Z01234'] = records('a.one.example.');
  answers['records-Z1Z01234'] = records('a.two.example.');
  const { hostedZones } = readSaved(savedShop(answers)).content;
  expect(hostedZones.map(({ id, records: own }) => [id, own?.length])).toEqual([
    [shop.zoneId, 2],
    ['Z01234', 1],
    ['Z1Z01234', 1],
  ]);
});

test('which of two public zones of one domain answers is not known, and a zone read twice is one', () => {
  const answers = shopAnswers();
  const { HostedZones } = answers['hosted-zones'] as { HostedZones: object[] };
  const other = { Id: '/hostedzone/Z9', Name: 'example.com.', Config: { PrivateZone: false } };
  for (const zones of [
    [...HostedZones, other],
    [other, ...HostedZones],
  ]) {
    const both = { ...answers, 'hosted-zones': { HostedZones: zones } };
    expect(verdict('internet', 'www.example.com:443', both)).toMatchObject({
      verdict: 'unknown',
      explanations: [{ reason: { kind: 'not-modeled', what: 'which-zone', of: 'example.com' } }],
    });
  }
  const { content } = readSaved(savedShop());
  const twice = createModel({ ...content, hostedZones: [...content.hostedZones, ...content.hostedZones] });
  expect(trace(twice, readQuestion(twice, 'internet', 'www.example.com:443')).verdict).toBe('reachable');
});

test('two regions in one folder are refused, in two they are read', () => {
  const files = savedShop();
  const other = files.map(({ path, text }) => ({
    path: path.replace('eu-west-1/', 'us-east-1/'),
    text: text.replaceAll('eu-west-1', 'us-east-1'),
  }));
  expect(readSaved([...files, ...other]).content.scopes).toHaveLength(2);
  const mixed = [
    ...files,
    ...other.map((file) => ({ ...file, path: file.path.replace('us-east-1/', 'eu-west-1/2-') })),
  ];
  expect(() => readSaved(mixed)).toThrow(/has answers of \S+ and \S+; put each region/);
});

test('an answer that does not show whose it is needs the id in its name', () => {
  const answers = shopAnswers();
  answers['private-zone'] = {
    HostedZones: [{ Id: '/hostedzone/Z9', Name: 'example.com.', Config: { PrivateZone: true } }],
  };
  expect(readSaved(savedShop(answers)).content.hostedZones).toHaveLength(2);
  answers['records'] = answers[`records-${shop.zoneId}`]!;
  expect(() => readSaved(savedShop(answers))).toThrow(
    /records\.json has ResourceRecordSets, which do not show of what/,
  );
});

test('the script saves what is read, and calls nothing that changes', () => {
  const script = howToSave();
  const verbs = [...script.matchAll(/\b(?:ec2|elbv2|route53) ([a-z0-9-]+)/g)].map(([, verb]) => verb!);
  expect(verbs.filter((verb) => !/^(?:describe|list|get)-/.test(verb))).toEqual([]);
  for (const part of modelParts) {
    const isNamed = script.includes(`describe-${part}`) || script.includes(`list-${part}`);
    expect({ part, isNamed }).toEqual({ part, isNamed: true });
  }
});

/** Any value in place of any part of an answer. */
const anything = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    [],
    {},
    '',
    'x',
    -1,
    1e9,
    true,
    [null],
    [[]],
    { a: [] },
    '10.0.0.0/99',
    '::',
  ),
  fc.jsonValue({ maxDepth: 2 }),
);

function replaceAt(value: unknown, path: readonly number[], by: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined || typeof value !== 'object' || value === null) return by;
  const keys = Object.keys(value);
  if (keys.length === 0) return by;
  const key = keys[first % keys.length]!;
  const inner = (value as Record<string, unknown>)[key];
  if (Array.isArray(value)) return value.with(Number(key), replaceAt(inner, rest, by));
  return { ...value, [key]: replaceAt(inner, rest, by) };
}

test('whatever is saved is read or refused with its place, and never crashes a trace', () => {
  const numRuns = Math.ceil(4000 * inject('effort'));
  let read = 0;
  fc.assert(
    fc.property(
      fc.nat(100),
      fc.array(fc.nat(20), { minLength: 1, maxLength: 6 }),
      anything,
      (file, path, by) => {
        const answers = shopAnswers();
        const names = Object.keys(answers);
        const name = names[file % names.length]!;
        answers[name] = replaceAt(answers[name], path, by) as object;
        let model: ReturnType<typeof modelOf>;
        try {
          model = modelOf(answers);
        } catch (error) {
          expect(isGroundcrewError(error) && error.code.startsWith('network.saved.')).toBe(true);
          return;
        }
        read += 1;
        for (const [from, to] of [
          ['internet', 'www.example.com:443'],
          ['web-1', 'internet:443'],
        ] as const) {
          try {
            trace(model, readQuestion(model, from, to));
          } catch (error) {
            expect(isGroundcrewError(error)).toBe(true);
          }
        }
      },
    ),
    { numRuns },
  );
  // It is a quarter of them: of 120 runs not as few as this once in a million times.
  expect(read).toBeGreaterThan(0.05 * numRuns);
});
