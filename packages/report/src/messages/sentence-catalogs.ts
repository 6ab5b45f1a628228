import { accessSentences } from './access-sentences.ts';
import { accountSentences } from './account-sentences.ts';
import { commandSentences } from './command-sentences.ts';
import { commonSentences } from './common-sentences.ts';
import { costPairs } from './cost-pairs.ts';
import { failureSentences } from './failure-sentences.ts';
import { instanceSentences } from './instance-sentences.ts';
import { inventorySentences } from './inventory-sentences.ts';
import { networkApplySentences } from './network-apply-sentences.ts';
import { networkPathSentences } from './network-path-sentences.ts';
import { networkSentences } from './network-sentences.ts';
import { queueSentences } from './queue-sentences.ts';
import { scheduleSentences } from './schedule-sentences.ts';
import type { SentencePair } from './sentence-pair.ts';
import { tagSentences } from './tag-sentences.ts';

/** What reports are about: a short text such as `Left` may mean something else in each. */
export const sentenceCatalogs = [
  'access',
  'account',
  'commands',
  'costs',
  'instances',
  'inventory',
  'networks',
  'queues',
  'schedules',
  'tags',
] as const;
export type SentenceCatalog = (typeof sentenceCatalogs)[number];

const scheduleTexts = new Set(scheduleSentences.map(([en]) => en));
const isOfSchedules = (en: string) => scheduleTexts.has(en);

const own: Readonly<Record<SentenceCatalog, () => readonly SentencePair[]>> = {
  access: () => accessSentences,
  account: () => accountSentences,
  commands: () => [...commandSentences, ...failureSentences],
  costs: costPairs,
  instances: () => instanceSentences,
  inventory: () => inventorySentences,
  networks: networkPairs,
  queues: () => queueSentences,
  // Plans that start and stop are reported as plans of tags are.
  schedules: () => [...scheduleSentences, ...tagSentences.filter(([en]) => !isOfSchedules(en))],
  tags: () => tagSentences,
};

/** A text of plans and addresses means the same in traces, and in what became of a plan. */
function networkPairs(): readonly SentencePair[] {
  const pairs = new Map<string, SentencePair>();
  for (const pair of [...networkSentences, ...networkPathSentences, ...networkApplySentences]) {
    if (!pairs.has(pair[0])) pairs.set(pair[0], pair);
  }
  return [...pairs.values()];
}

/** The texts of a catalog, and those that reports share and it does not have. */
export function sentencePairs(name: SentenceCatalog): readonly SentencePair[] {
  const pairs = own[name]();
  const known = new Set(pairs.map(([english]) => english));
  return [...pairs, ...commonSentences.filter(([english]) => !known.has(english))];
}
