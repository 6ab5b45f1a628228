import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outputOf, runCommand } from './command.ts';
import { type Moto, startMoto } from './moto.ts';
import { createWorkFolder, groundcrewScript, tool, toolEnvironment } from './tools.ts';

const regions = ['us-east-1', 'eu-west-1'];
/** Types whose lists have no tags, and which moto's GetResources leaves out, unlike that of AWS. */
const withoutTagsInMoto = [
  'ecr:repository',
  'eks:cluster',
  'es:domain',
  'kinesis:stream',
  'route53:hostedzone',
];
/** moto has no such operation. */
const notInMoto = ['elasticache:serverlesscache'];

interface Twin {
  readonly type: string;
  readonly region: string;
  /** An id or an ARN. */
  readonly id: string;
  readonly tagged: boolean;
}
interface Found {
  readonly arn: string;
  readonly id: string;
  readonly type: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>> | null;
}

let work: Awaited<ReturnType<typeof createWorkFolder>>;
let moto: Moto;
let env: NodeJS.ProcessEnv;
let twins: readonly Twin[];
let coverage: readonly { readonly type: string; readonly status: string; readonly reason?: string }[];
let resources: readonly Found[];

beforeAll(async () => {
  work = await createWorkFolder();
  moto = await startMoto(tool('moto_server'), toolEnvironment(work.path));
  const access = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test' };
  env = toolEnvironment(work.path, { AWS_ENDPOINT_URL: moto.endpoint, AWS_REGION: regions[0]!, ...access });
  const script = fileURLToPath(new URL('make_twins.py', import.meta.url));
  twins = JSON.parse(await outputOf(tool('python'), [script, moto.endpoint, ...regions], { env })) as Twin[];
  // What moto does not have is reported, with exit code 3.
  expect(await groundcrew('account', 'collect', 'snapshot.jsonl', '--regions', regions.join())).toMatchObject(
    {
      code: 3,
    },
  );
  const lines = (await readFile(path.join(work.path, 'snapshot.jsonl'), 'utf8')).trimEnd().split('\n');
  const [header, ...rows] = lines.map((line) => JSON.parse(line) as unknown);
  coverage = (header as { coverage: typeof coverage }).coverage;
  resources = rows as Found[];
});
afterAll(async () => {
  await moto?.stop();
  await work.remove();
});

async function groundcrew(...words: string[]) {
  return await runCommand('node', [groundcrewScript(), ...words], { env, cwd: work.path });
}

function foundOf({ type, region, id }: Twin): readonly Found[] {
  return resources.filter(
    (each) => each.type === type && each.region === region && (each.arn === id || each.id === id),
  );
}

test('of more than thirty types in two regions, each resource is found once, tagged or not', () => {
  expect(new Set(twins.map(({ type }) => type)).size).toBeGreaterThan(30);
  expect(twins.filter((twin) => foundOf(twin).length !== 1)).toEqual([]);
});

test('each has the tag that it was made with, or is known to have none', () => {
  const wrong = twins.filter((twin) => {
    const [found] = foundOf(twin);
    return JSON.stringify(found?.tags) !== JSON.stringify(twin.tagged ? { Twin: 'tagged' } : {});
  });
  // An error of moto that is corrected shows here.
  expect([...new Set(wrong.map(({ type }) => type))].toSorted()).toEqual(withoutTagsInMoto);
  expect(wrong.filter(({ tagged }) => !tagged)).toEqual([]);
});

test('all is listed in full but what moto does not have, of which nothing is known', () => {
  const gaps = coverage.filter(({ status }) => status !== 'listed' && status !== 'tagged-only');
  expect(new Set(gaps.map(({ type }) => type))).toEqual(new Set(notInMoto));
});

test('an audit scores each of them right', async () => {
  await writeFile(path.join(work.path, 'policy.yaml'), 'version: 1\nkeys:\n  Twin: { required: true }\n');
  const words = ['--policy', 'policy.yaml', '--from', 'snapshot.jsonl', '--output', 'json'];
  const { stdout } = await groundcrew('tags', 'audit', ...words);
  const { violations, summary, byType } = JSON.parse(stdout) as {
    readonly violations: readonly { readonly arn: string }[];
    readonly summary: { readonly compliant: number; readonly taggedOnly: number };
    readonly byType: readonly { readonly name: string; readonly compliant: number }[];
  };
  const violating = new Set(violations.map(({ arn }) => arn));
  for (const twin of twins) {
    const [found] = foundOf(twin);
    const isTagged = twin.tagged && !withoutTagsInMoto.includes(twin.type);
    expect([twin, violating.has(found!.arn)]).toEqual([twin, !isTagged]);
  }
  const tagged = twins.filter(({ type, tagged: is }) => is && !withoutTagsInMoto.includes(type));
  expect(summary).toMatchObject({ compliant: tagged.length, taggedOnly: 0 });
  for (const { name, compliant } of byType)
    expect([name, compliant]).toEqual([name, tagged.filter(({ type }) => type === name).length]);
});
