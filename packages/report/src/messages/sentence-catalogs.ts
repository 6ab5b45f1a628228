import { accountSentences } from './account-sentences.ts';
import { commonSentences } from './common-sentences.ts';
import { costSentences } from './cost-sentences.ts';
import { costTextPairs } from './cost-texts.ts';
import { instanceSentences } from './instance-sentences.ts';
import { inventorySentences } from './inventory-sentences.ts';
import { queueSentences } from './queue-sentences.ts';
import { scheduleSentences } from './schedule-sentences.ts';
import type { SentencePair } from './sentence-pair.ts';
import { tagSentences } from './tag-sentences.ts';

/** What reports are about: a short text such as `Left` may mean something else in each. */
export const sentenceCatalogs = [
  'account',
  'costs',
  'instances',
  'inventory',
  'queues',
  'schedules',
  'tags',
] as const;
export type SentenceCatalog = (typeof sentenceCatalogs)[number];

const scheduleTexts = new Set(scheduleSentences.map(([en]) => en));
const isOfSchedules = (en: string) => scheduleTexts.has(en);

const own: Readonly<Record<SentenceCatalog, () => readonly SentencePair[]>> = {
  account: () => accountSentences,
  // Texts of the cost report have a key each; those of all others share one meaning for each English text.
  costs: () => [...costSentences, ...costTextPairs()],
  instances: () => instanceSentences,
  inventory: () => inventorySentences,
  queues: () => queueSentences,
  // Plans that start and stop are reported as plans of tags are.
  schedules: () => [...scheduleSentences, ...tagSentences.filter(([en]) => !isOfSchedules(en))],
  tags: () => tagSentences,
};

/** The texts of a catalog, its own first, then those that reports share. */
export function sentencePairs(name: SentenceCatalog): readonly SentencePair[] {
  return [...own[name](), ...commonSentences];
}
