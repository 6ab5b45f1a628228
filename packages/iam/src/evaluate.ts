import { resourceTokens } from './arn.ts';
import { meetsConditions } from './condition.ts';
import {
  all,
  type ConditionContext,
  type ContextReader,
  createContextReader,
  type Verdict,
} from './context.ts';
import type { NamedPolicy, Policy, Statement } from './policy.ts';
import { expand } from './variables.ts';
import { matches, tokensOf } from './wildcard.ts';

/** What a principal asks to do. */
export interface AccessRequest {
  /** `s3:GetObject` */
  readonly action: string;
  /** The ARN, or `*` for an action that is not about one resource. */
  readonly resource: string;
  readonly context: ConditionContext;
}

/** The policies that decide about a request. */
export interface PolicySet {
  /** The policies of the principal. */
  readonly identity: readonly NamedPolicy[];
  /** The most that those can allow; omitted: the principal has no permissions boundary. */
  readonly boundary?: NamedPolicy;
}

/** A statement by its place. */
export interface DecidingStatement {
  readonly policy: string;
  /** Counted from 0. */
  readonly index: number;
  readonly statement: Statement;
}

export type Decision =
  | { readonly outcome: 'allowed'; readonly by: DecidingStatement; readonly boundary?: DecidingStatement }
  | {
      readonly outcome: 'denied';
      readonly reason: 'explicit-deny';
      readonly by: DecidingStatement;
      readonly of: 'identity' | 'boundary';
    }
  /** No statement allows it, of the policies named. */
  | { readonly outcome: 'denied'; readonly reason: 'implicit-deny'; readonly of: 'identity' | 'boundary' }
  /** It depends on these condition keys, whose values are not known. */
  | {
      readonly outcome: 'unknown';
      readonly keys: readonly string[];
      readonly by: readonly DecidingStatement[];
    };

type Source = 'identity' | 'boundary';

/**
 * Decides about a request: a statement that denies it decides over all others; then one has to allow it, in the policies of
 * the principal and in its boundary; nothing is allowed otherwise ("Policy evaluation logic").
 *
 * Not evaluated, as nothing here knows them: service control policies, resource-based policies, session policies.
 */
export function evaluate({ identity, boundary }: PolicySet, request: AccessRequest): Decision {
  const reader = createContextReader(request.context);
  const applying = (policies: readonly NamedPolicy[], of: Source) =>
    policies.flatMap(({ name, policy }) =>
      policy.statements.flatMap((statement, index) => {
        const verdict = applies(statement, policy.version, request, reader);
        return verdict === 'no' ? [] : [{ policy: name, index, statement, verdict, of }];
      }),
    );
  const own = applying(identity, 'identity');
  const limiting = boundary === undefined ? [] : applying([boundary], 'boundary');
  const both = [...own, ...limiting];

  const denying = both.filter(({ statement }) => statement.effect === 'Deny');
  const denied = denying.find(({ verdict }) => verdict === 'yes');
  if (denied) return { outcome: 'denied', reason: 'explicit-deny', by: placeOf(denied), of: denied.of };

  const allows = ({ statement }: Applying) => statement.effect === 'Allow';
  const isSure = ({ verdict }: Applying) => verdict === 'yes';
  const [ownAllowing, limitingAllowing] = [own.filter(allows), limiting.filter(allows)];
  if (ownAllowing.length === 0) return { outcome: 'denied', reason: 'implicit-deny', of: 'identity' };
  if (boundary !== undefined && limitingAllowing.length === 0) {
    return { outcome: 'denied', reason: 'implicit-deny', of: 'boundary' };
  }
  const allowed = ownAllowing.find(isSure);
  const bounded = limitingAllowing.find(isSure);
  if (denying.length === 0 && allowed && (boundary === undefined || bounded)) {
    return { outcome: 'allowed', by: placeOf(allowed), ...(bounded && { boundary: placeOf(bounded) }) };
  }
  const open = [...denying, ...(allowed ? [] : ownAllowing), ...(bounded ? [] : limitingAllowing)];
  const keys = open.flatMap(({ verdict }) => (typeof verdict === 'string' ? [] : verdict.unknown));
  return { outcome: 'unknown', keys: [...new Set(keys)], by: open.map(placeOf) };
}

interface Applying extends DecidingStatement {
  readonly verdict: Verdict;
  readonly of: Source;
}

function placeOf({ policy, index, statement }: DecidingStatement): DecidingStatement {
  return { policy, index, statement };
}

/** Whether a statement is about a request, and its conditions are met. */
function applies(
  statement: Statement,
  version: Policy['version'],
  { action, resource }: AccessRequest,
  reader: ContextReader,
): Verdict {
  const { actions, resources, conditions } = statement;
  // Actions are compared without regard to case, and without variables.
  const names = action.toLowerCase();
  const isNamed = actions.patterns.some((pattern) => matches(tokensOf(pattern.toLowerCase()), names));
  if (isNamed === actions.not) return 'no';
  return all([
    isAboutResource(resources, version, resource, reader),
    meetsConditions(conditions, version, reader),
  ]);
}

function isAboutResource(
  { not, patterns }: Statement['resources'],
  version: Policy['version'],
  resource: string,
  reader: ContextReader,
): Verdict {
  const unknown: string[] = [];
  let isNamed = false;
  for (const pattern of patterns) {
    const tokens = expand(pattern, reader, { variables: version === '2012-10-17', wildcards: true });
    if (tokens === 'absent') return 'no';
    if ('unknown' in tokens) unknown.push(...tokens.unknown);
    else isNamed ||= matches(resourceTokens(tokens), resource);
  }
  if (isNamed && not) return 'no';
  // Also if another pattern names it: a variable that turns out to be absent makes the statement inapplicable.
  if (unknown.length > 0) return { unknown };
  return isNamed === not ? 'no' : 'yes';
}
