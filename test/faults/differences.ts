import type { Observation, PublishedMessage } from './observe.ts';
import { type Expectation, type shelfOf, stepsBack, transitionsOf } from './oracle.ts';
import type { Scenario } from './scenario.ts';

const MAX_DIFFERENCES = 10;

/** The differences between actual and expected state, one sentence each. */
export function differences(scenario: Scenario, expected: Expectation, found: Observation): string[] {
  const history = transitionsOf(found.history);
  return [
    ...compareMaps('count of', expected.table, found.table),
    ...stepsBack(found.history.slice(0, found.changesBeforeUndo), expected.ages),
    ...compareLoads(scenario, expected, found),
    ...[...expected.alerts]
      .filter(([shelf, times]) => (history.get(shelf) ?? 0) !== times)
      .map(([shelf, times]) => `${shelf} became empty ${history.get(shelf) ?? 0} times, not ${times}`),
    ...compareMaps('alerts of', sentencesOf(history), countSentences(found.published)),
    ...compareRepeats(found.published),
    ...(found.alertsGivenUp > 0 ? [`${found.alertsGivenUp} stream batches were given up`] : []),
  ].slice(0, MAX_DIFFERENCES);
}

function compareMaps(
  what: string,
  expected: ReadonlyMap<string, number>,
  found: ReadonlyMap<string, number>,
): string[] {
  return [...new Set([...expected.keys(), ...found.keys()])]
    .filter((key) => expected.get(key) !== found.get(key))
    .map((key) => `${what} ${key}: ${found.get(key) ?? 'none'}, not ${expected.get(key) ?? 'none'}`);
}

/** Every file is loaded, every row of its last upload counted once, every reject reported once and in order. */
function compareLoads(scenario: Scenario, expected: Expectation, found: Observation): string[] {
  const uploads = new Map(
    scenario.rounds.flatMap(({ uploads: all }) => all.map((upload) => [upload.key, upload])),
  );
  return [...uploads].flatMap(([key, { rows }]) => {
    const lines = expected.rejectedLines.get(key) ?? [];
    const wanted = {
      status: 'loaded/loaded',
      rows: rows.length + lines.length,
      rejected: lines.length,
      rejectedLines: lines,
    };
    const is = JSON.stringify(found.loads.get(key) ?? null);
    return is === JSON.stringify(wanted) ? [] : [`load of ${key}: ${is}, not ${JSON.stringify(wanted)}`];
  });
}

function sentence(store: string, item: string): string {
  return `${store} is out of stock of ${item}`.replace(/\s*\n\s*/g, ' ');
}

function sentencesOf(transitions: ReadonlyMap<string, number>): Map<string, number> {
  return new Map(
    [...transitions].map(([shelf, times]) => {
      const [store, item] = JSON.parse(shelf) as Parameters<typeof shelfOf>;
      return [sentence(store, item), times];
    }),
  );
}

/** Alerts by their text. A message repeated under the same key is one alert; a digest is several. */
function countSentences(published: readonly PublishedMessage[]): Map<string, number> {
  const once = new Map(published.map((message) => [message.dedupeKey, message]));
  const counts = new Map<string, number>();
  for (const { dedupeKey, text } of once.values()) {
    const lines = dedupeKey.startsWith('digest:') ? text.split('\n') : [text.replace(/\s*\n\s*/g, ' ')];
    for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  }
  return counts;
}

/** A message repeated under the same key must have the same text. */
function compareRepeats(published: readonly PublishedMessage[]): string[] {
  const first = new Map<string, string>();
  return published.flatMap(({ dedupeKey, text }) => {
    if (dedupeKey === '') return [`a message has no dedupeKey: ${text}`];
    const before = first.get(dedupeKey);
    first.set(dedupeKey, before ?? text);
    return before === undefined || before === text
      ? []
      : [`${dedupeKey} had the text "${before}", then "${text}"`];
  });
}
