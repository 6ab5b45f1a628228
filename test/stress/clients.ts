import { randomUUID } from 'node:crypto';
import { createStressApi, type StressApi } from './stress-api.ts';

export interface StressOptions {
  readonly endpoint: string;
  readonly clients: number;
  /** No client begins another turn after this. */
  readonly durationMs?: number;
  /** The most turns of one client; default: no limit. */
  readonly turns?: number;
}

export interface StressReport {
  readonly calls: number;
  readonly seconds: number;
  /** What was wrong or lost: none, if all is well. */
  readonly problems: readonly string[];
}

/** What all clients have done, to be compared with what the services have at the end. */
interface Totals {
  calls: number;
  updates: number;
  readonly sent: Set<string>;
  readonly received: Set<string>;
  readonly counts: Set<number>;
  readonly problems: string[];
}

/**
 * Clients that put and get objects, count in one item, and send and receive messages, all at once, by the services' own protocols. Every
 * answer is checked; at the end nothing may be missing.
 */
export async function runClients(options: StressOptions): Promise<StressReport> {
  const { endpoint, clients, durationMs = Infinity, turns = Infinity } = options;
  const totals: Totals = {
    calls: 0,
    updates: 0,
    sent: new Set(),
    received: new Set(),
    counts: new Set(),
    problems: [],
  };
  const api = createStressApi(endpoint, () => totals.calls++);
  await api.setUp();
  const startedAt = performance.now();
  const endAt = startedAt + durationMs;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let turn = 0; turn < turns && performance.now() < endAt; turn++) {
        if (totals.problems.length >= 20) return;
        try {
          await runTurn(api, totals, `${client}/${turn}`);
        } catch (error) {
          totals.problems.push(`client ${client}: ${String(error)}`);
        }
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await checkTotals(api, totals);
  return { calls: totals.calls, seconds, problems: totals.problems };
}

async function runTurn(api: StressApi, totals: Totals, name: string): Promise<void> {
  const body = `${name} ${randomUUID()}`.repeat(20);
  await api.putObject(name, body);
  const found = await api.getObject(name);
  if (found !== body) totals.problems.push(`the object ${name} is not what was put`);

  const count = await api.increment();
  totals.updates++;
  if (totals.counts.has(count)) totals.problems.push(`the count ${count} was returned twice`);
  totals.counts.add(count);

  const id = randomUUID();
  totals.sent.add(id);
  await api.publish(id);
  await drain(api, totals);
}

async function drain(api: StressApi, totals: Totals): Promise<number> {
  const messages = await api.receive();
  for (const { id, handle } of messages) {
    if (!totals.sent.has(id)) totals.problems.push(`the message ${id} was never sent`);
    if (totals.received.has(id)) totals.problems.push(`the message ${id} was received again`);
    totals.received.add(id);
    await api.deleteMessage(handle);
  }
  return messages.length;
}

async function checkTotals(api: StressApi, totals: Totals): Promise<void> {
  while ((await drain(api, totals)) > 0);
  const lost = [...totals.sent].filter((id) => !totals.received.has(id));
  if (lost.length > 0) totals.problems.push(`${lost.length} of ${totals.sent.size} messages were lost`);
  const count = (await api.increment()) - 1;
  if (count !== totals.updates) totals.problems.push(`the item counts ${count} of ${totals.updates} updates`);
}
