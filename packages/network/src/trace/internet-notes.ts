import type { NetworkModel } from '../model/index.ts';
import { endpointRanges, vpcsOfEnd } from './clients/internet.ts';
import type { Question } from './question.ts';

/** What questions about the internet leave out: the addresses of a service of AWS that a gateway endpoint leads to. */
export function internetNotes(
  model: NetworkModel,
  questions: readonly (Question | undefined)[],
): readonly string[] {
  const vpcs = questions.flatMap((question) => {
    if (question?.from.kind === 'internet') return vpcsOfEnd(model, question.to);
    return question?.to.kind === 'internet' ? vpcsOfEnd(model, question.from) : [];
  });
  return endpointRanges(model, [...new Set(vpcs)]).length > 0
    ? ['The internet is without the addresses to which gateway endpoints lead.']
    : [];
}
