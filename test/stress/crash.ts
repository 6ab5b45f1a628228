import { randomUUID } from 'node:crypto';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { createRandom } from '@groundcrew/async';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { createFailingDisk, type FailingDisk } from './failing-disk.ts';
import { createStressApi, type StressApi } from './stress-api.ts';

/** What happened with one seed. */
export interface CrashReport {
  readonly seed: number;
  readonly acknowledged: number;
  readonly refused: number;
  /** What was lost, or appeared: none, if all is well. */
  readonly problems: readonly string[];
}

/**
 * What may be true of each fact: one value once a call was answered, several where a call was not. A refused call changes nothing.
 */
type Facts = Map<string, ReadonlySet<string>>;

const ABSENT = 'absent';
const CLIENTS = 4;

/**
 * Clients that write to an embedded AWS whose disk fills and empties, and which is killed at some write. Then its folder is opened again:
 * nothing that was acknowledged may be missing, and nothing that was refused may be there.
 */
export async function runCrash(seed: number): Promise<CrashReport> {
  const random = createRandom(seed);
  const base = await mkdtemp(path.join(os.tmpdir(), 'groundcrew-crash-'));
  const dataDir = path.join(base, 'data');
  await mkdir(dataDir);
  const facts: Facts = new Map();
  const counts = { acknowledged: 0, refused: 0 };
  const problems: string[] = [];
  const disk = createFailingDisk(dataDir, random);
  try {
    const local = await startLocal({ dataDir });
    const api = createStressApi(local.endpoint);
    await api.setUp();
    disk.stepsLeft = 1 + Math.floor(random() * 400);
    const largeShare = random() < 0.3 ? 0.7 : 0.05;
    const shared = { api, disk, random, largeShare, facts, counts };
    await Promise.all(Array.from({ length: CLIENTS }, (_, client) => runClient({ client, ...shared })));
    await cp(dataDir, path.join(base, 'copy'), { recursive: true });
    disk.restore();
    await local.close();
    problems.push(...(await checkFolder(path.join(base, 'copy'), facts)));
  } catch (error) {
    problems.push(String(error));
  } finally {
    disk.restore();
    await rm(base, { recursive: true, force: true });
  }
  return { seed, ...counts, problems };
}

interface Client {
  readonly client: number;
  readonly api: StressApi;
  readonly disk: FailingDisk;
  readonly random: () => number;
  /** The share of large values: a journal with many of them is compacted while it is used. */
  readonly largeShare: number;
  readonly facts: Facts;
  readonly counts: { acknowledged: number; refused: number };
}

async function runClient({ client, api, disk, random, largeShare, facts, counts }: Client): Promise<void> {
  const pick = (count: number) => Math.floor(random() * count);
  const handles: { id: string; handle: string }[] = [];

  /** Carries out a call that is to change a fact. */
  async function change(fact: string, value: string, call: () => Promise<unknown>): Promise<boolean> {
    const before = facts.get(fact) ?? new Set([ABSENT]);
    // Until it is answered both may be.
    facts.set(fact, new Set([...before, value]));
    const answer = await call().then(
      () => 'ok',
      (error: unknown) => (String(error).includes('killed') ? 'unknown' : 'refused'),
    );
    // Answers of a killed process never arrived.
    if (answer === 'unknown' || disk.isKilled()) return false;
    facts.set(fact, answer === 'ok' ? new Set([value]) : before);
    counts[answer === 'ok' ? 'acknowledged' : 'refused']++;
    return answer === 'ok';
  }

  for (let turn = 0; turn < 60 && !disk.isKilled(); turn++) {
    if (random() < 0.05) disk.freeBytes = pick(30_000);
    if (random() < 0.1) disk.freeBytes = Number.POSITIVE_INFINITY;
    const name = `${client}-${pick(4)}`;
    const value = `${turn}-${'x'.repeat(random() < largeShare ? 250_000 : pick(2000))}`;
    switch (pick(6)) {
      case 0:
        await change(`object ${name}`, value, () => api.putObject(name, value));
        break;
      case 1:
        await change(`object ${name}`, ABSENT, () => api.deleteObject(name));
        break;
      case 2:
        await change(`item ${name}`, value, () => api.putItem(name, value));
        break;
      case 3:
        await change(`item ${name}`, ABSENT, () => api.deleteItem(name));
        break;
      case 4: {
        const id = randomUUID();
        await change(`message ${id}`, 'sent', () => api.send(id));
        break;
      }
      default: {
        if (handles.length === 0) handles.push(...(await api.receive().catch(() => [])));
        const message = handles.pop();
        if (message) await change(`message ${message.id}`, ABSENT, () => api.deleteMessage(message.handle));
        else await change(`topic t${name}`, 'made', () => api.createTopic(`t${name}`));
      }
    }
  }
}

/** Opens a folder twice: as it was left, and after that with a write more. */
async function checkFolder(dataDir: string, facts: Facts): Promise<string[]> {
  const problems: string[] = [];
  for (const round of ['the first', 'the second']) {
    const local = await startLocal({ dataDir });
    try {
      const found = await readFacts(local, facts);
      for (const [fact, allowed] of facts) {
        const value = found.get(fact) ?? ABSENT;
        if (!allowed.has(value)) {
          problems.push(
            `after ${round} start ${fact} is ${value.slice(0, 20)}, and ought to be ${[...allowed].map((one) => one.slice(0, 20)).join(' or ')}`,
          );
        }
      }
      for (const fact of found.keys()) {
        if (!facts.has(fact)) problems.push(`after ${round} start there is ${fact}`);
      }
      await createStressApi(local.endpoint).putItem('0-0', round);
      facts.set('item 0-0', new Set([round]));
    } finally {
      await local.close();
    }
  }
  return problems;
}

async function readFacts(local: LocalAws, facts: Facts): Promise<Map<string, string>> {
  const api = createStressApi(local.endpoint);
  const found = new Map<string, string>();
  const names = new Set(
    [...facts.keys()]
      .map((fact) => fact.split(' '))
      .filter(([kind]) => kind === 'object' || kind === 'item')
      .map(([, name]) => name!),
  );
  for (const name of names) {
    const object = await api.getObject(name).catch(() => undefined);
    if (object !== undefined) found.set(`object ${name}`, object);
    const item = await api.getItem(name);
    if (item !== undefined) found.set(`item ${name}`, item);
  }
  for (const { body } of local.messages('stress')) found.set(`message ${body}`, 'sent');
  for (const topic of await api.listTopics()) {
    if (topic !== 'stress') found.set(`topic ${topic}`, 'made');
  }
  return found;
}
