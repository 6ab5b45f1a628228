import type { Identity, Setting } from '@groundcrew/aws-core/identity';
import type { Report, Row, Section } from '@groundcrew/report';
import { chainOf, principalText, sourceText } from './describe-identity.ts';
import type { OtherEndpoint } from './other-endpoints.ts';
import type { Caller } from './who-am-i.ts';

export interface IdentityFacts {
  readonly identity: Identity;
  /** `undefined`: AWS does not return it. */
  readonly caller: Caller | undefined;
  readonly region: Setting | undefined;
  /** An endpoint other than AWS's own. */
  readonly endpoint?: Setting | undefined;
  /** Services with another one. */
  readonly others?: readonly OtherEndpoint[];
  readonly proxy?: Setting | undefined;
  readonly caBundle?: Setting | undefined;
}

/** Who the caller is, and where each part of that is from. */
export function identityReport(facts: IdentityFacts): Report {
  const { caller } = facts;
  return {
    title: 'Identity',
    catalog: 'access',
    sections: [
      ...(caller ? [callerSection(caller, facts.region)] : []),
      {
        kind: 'table',
        key: 'sources',
        title: 'Where it is from',
        columns: [
          { key: 'part', title: 'Part', words: true },
          { key: 'value', title: 'Value', wrap: true, printed: 'valueText', words: true },
          { key: 'from', title: 'From', wrap: true, words: true },
        ],
        rows: sourcesOf(facts),
      },
    ],
    csv: 'sources',
  };
}

const OWN_ENDPOINT = "AWS's own";

function callerSection({ accountId, alias, arn, principal }: Caller, region: Setting | undefined): Section {
  return {
    kind: 'facts',
    key: 'caller',
    columns: [
      { key: 'accountId', title: 'Account' },
      { key: 'alias', title: 'Alias' },
      { key: 'principal', title: 'Signed in as', wrap: true },
      { key: 'role', title: 'Role', hidden: true },
      { key: 'session', title: 'Session', hidden: true },
      { key: 'user', title: 'User', hidden: true },
      { key: 'arn', title: 'ARN', wrap: true },
      { key: 'region', title: 'Region' },
    ],
    values: {
      accountId,
      alias: alias ?? null,
      principal: principalText(principal),
      role: principal.kind === 'role' ? principal.name : null,
      session: principal.session ?? null,
      user: principal.kind === 'user' ? principal.name : null,
      arn,
      region: region?.value ?? null,
    },
  };
}

function sourcesOf({ identity, region, endpoint, others = [], proxy, caBundle }: IdentityFacts): Row[] {
  const { chosen, source } = identity;
  const { name, namedBy, profile } = chosen;
  const settings: [string, Setting | undefined][] = [
    ['region', region],
    ['endpoint', endpoint],
    ['proxy', proxy],
    ['certificates', caBundle],
  ];
  return [
    { part: 'profile', value: name, from: namedBy ?? profile?.origin ?? 'no profile named' },
    ...chainOf(source).map((each, index) => ({
      part: index === 0 ? 'credentials' : 'assumed with',
      value: sourceText(each),
      valueText: sourceText(each),
      from: each.origin,
    })),
    ...settings.flatMap(([part, setting]) =>
      setting ? [{ part, value: setting.value, from: setting.origin }] : [],
    ),
    ...others.map(({ services, endpoint: other }) => ({
      part: `endpoint of ${services.join(', ') || 'other services'}`,
      ...(other ? { value: other.value } : { value: OWN_ENDPOINT, valueText: OWN_ENDPOINT }),
      from: other?.origin ?? '',
    })),
  ];
}
