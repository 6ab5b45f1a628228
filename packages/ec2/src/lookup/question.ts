import type { RegionChoice } from '@groundcrew/aws/ec2/regions';
import { GroundcrewError } from '@groundcrew/errors';

/** The kinds of questions. */
export type LookupKind = 'id' | 'address' | 'dns-name' | 'interface' | 'name' | 'tags';

/** One validated question: texts are literal, not patterns. */
export type LookupQuestion =
  | {
      readonly by: Exclude<LookupKind, 'tags'>;
      /** In AWS's form: lower case except for names, IPv6 in its shortest form. */
      readonly value: string;
      /** Where it has to be, as what was typed names it: an ARN, a DNS name, a provider id. */
      readonly region?: string;
      /** As an ARN names it; the region is then that of the ARN. */
      readonly accountId?: string;
    }
  | {
      readonly by: 'tags';
      /** All of them have to be present, with exactly these values. At least one. */
      readonly tags: Readonly<Record<string, string>>;
    };

export const lookupKinds: readonly LookupKind[] = ['id', 'address', 'dns-name', 'interface', 'name', 'tags'];

/**
 * The regions to search: those of the options, or the one that the question itself names, or the default.
 *
 * @throws GroundcrewError `fleet.lookup.bad-question` if the question is an ARN of another region than those named
 */
export function regionsFor(
  question: LookupQuestion,
  named: RegionChoice | undefined,
  usual: RegionChoice,
): RegionChoice {
  const { region: own, accountId } = question.by === 'tags' ? {} : question;
  if (named !== undefined && typeof named !== 'string' && accountId !== undefined && own !== undefined) {
    if (named.includes(own)) return [own];
    throw new GroundcrewError(
      'fleet.lookup.bad-question',
      `the ARN is of the region ${own}, and what is searched is ${named.join(', ')}; leave the regions out`,
    );
  }
  return named ?? (own === undefined ? usual : [own]);
}
