import { type OutputFormat, render } from '@groundcrew/report';
import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { translateText } from '@groundcrew/report/messages';
import { expect, test } from 'vitest';
import type { Coverage, Tags } from '../model.ts';
import { policyOf, resourceOf } from '../policy/testing/policy-of.ts';
import type { Audit } from './audit.ts';
import { type AuditDigest, digestOf } from './audit-digest.ts';
import { auditReport } from './audit-report.ts';
import { auditSummary } from './audit-summary.ts';
import { auditTags } from './audit-tags.ts';

const nowMs = Date.parse('2026-11-21T09:00:00Z');
const policy = policyOf(`keys:
  Project: { required: true, values: { list: [shop, web] } }
  Owner: { owner: true, required: true }
exemptions:
  - { match: { region: eu-west-1 }, keys: all, reason: over, until: 2026-11-20 }
`);

const noBuckets: Coverage = {
  accountId: '123456789012',
  region: 'us-east-1',
  type: 's3:bucket',
  status: 'denied',
  resources: 0,
  unknown: 0,
  reason: 's3:ListAllMyBuckets is not allowed',
};

function auditOf(
  tags: readonly (Tags | null)[],
  region = 'ap-northeast-2',
  coverage: readonly Coverage[] = [noBuckets],
): Audit {
  const resources = tags.map((own, index) =>
    resourceOf(own, { id: `i-${index}`, arn: `arn:${index}`, region }),
  );
  return auditTags(
    {
      format: 'groundcrew-tag-snapshot/1',
      takenAt: '2026-11-21T08:00:00.000Z',
      accounts: [{ id: '123456789012', alias: 'shop-prod' }],
      resources,
      coverage,
    },
    policy,
    { nowMs },
  );
}

async function text(audit: Audit, format: OutputFormat, top?: number): Promise<string> {
  let all = '';
  for await (const chunk of render(auditReport(audit, top === undefined ? {} : { top }), format))
    all += chunk;
  return all;
}

const good = { Project: 'shop', Owner: 'kim' };

test('CSV has one violation a line, and a value that a spreadsheet would run stays text', async () => {
  expect((await text(auditOf([{ Project: '=cmd|calc', Owner: '@kim' }, good]), 'csv')).split('\r\n')).toEqual(
    [
      'id,type,region,accountId,owner,key,kind,found,message,fix,fixDetail,arn',
      'i-0,ec2:instance,ap-northeast-2,123456789012,\'@kim,Project,bad-value,\'=cmd|calc,"Project ""=cmd|calc"" is not one of ""shop"", ""web""",decide,"correct the value, or allow it in the policy",arn:0',
      '',
    ],
  );
});

test('HTML shows a hostile tag as text', async () => {
  const page = await text(
    auditOf([{ Project: '<script>alert(1)</script>', Owner: '"><img src=x>' }]),
    'html',
  );
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).not.toMatch(/<script|<img/);
});

test('JSON has every part of an audit under its own name', async () => {
  const parsed = JSON.parse(await text(auditOf([good, {}, null]), 'json')) as Record<string, unknown>;
  expect(parsed).toMatchObject({
    summary: { percent: 50, violating: 1, violations: 2, repairable: 0, unknown: 1, gaps: 1 },
    toDo: [
      { key: 'Project', problem: 'missing', violations: 1, example: 'i-1' },
      { key: 'Owner', problem: 'missing', violations: 1, example: 'i-1' },
    ],
    byKey: [{ name: 'Owner', percent: 50 }, { name: 'Project' }],
    byAccount: [{ name: '123456789012', alias: 'shop-prod', percent: 50 }],
    byOwner: [{ name: '(none)' }, { name: '(unknown)' }, { name: 'kim' }],
    gaps: [{ status: 'denied', resources: null, reason: 's3:ListAllMyBuckets is not allowed' }],
    exemptions: [{ state: 'expired', match: 'eu-west-1', keys: 'all', until: '2026-11-20', reason: 'over' }],
    violations: [{ id: 'i-1' }, { id: 'i-1' }],
  });
});

test('a truncated report contains a note, and one with gaps that it may be worse', async () => {
  const { notes } = auditReport(auditOf([{}, {}]), { top: 3 });
  expect(notes).toEqual([
    'Shown are 3 of 4 violations; CSV and JSON without a limit have all.',
    'Not everything could be known: resources that are not listed, or have unknown tags, are in no percentage.',
  ]);
  expect((await text(auditOf([{}, {}]), 'csv', 3)).trim().split('\r\n')).toHaveLength(1 + 3);
});

test('a report contains that resources of other types that were never tagged are invisible', async () => {
  const listed: Coverage = {
    ...noBuckets,
    type: 'other',
    status: 'listed',
    resources: 2,
    reason: 'only tagged ones are known',
  };
  const audit = auditOf([good], 'us-east-1', [listed, { ...listed, region: 'eu-west-1' }]);
  const { taggedOnly: _, ...coverage } = audit.coverage;
  expect(auditReport(audit).notes).toEqual([
    'For types without a list, only resources that are or were tagged are known: 4 in 2 regions. The tagging API does not return others: no figure includes them.',
  ]);
  expect(await text(audit, 'table')).toContain('Every type that has a list here was listed');
  expect(await text({ ...audit, coverage }, 'table')).toContain('Everything requested was listed');
});

test('an exemption that ran out while something still needs it is pointed at', () => {
  const { notes } = auditReport(auditOf([{}], 'eu-west-1'));
  expect(notes?.at(-1)).toMatch(/^Expired exemptions no longer apply/);
});

test('a message contains the state, and what got worse since the last one', () => {
  const before = digestOf(auditOf([good, good, { Owner: 'kim' }]));
  const { subject, text: message } = auditSummary(
    auditOf([good, { Project: 'x', Owner: 'lee' }, good]),
    before,
  );
  expect(subject).toBe('Tags: 66.6% compliant, 1 violation, 1 new');
  expect(message).toContain('66.6% of the resources with known tags comply (66.6% last time).');
  expect(message).toContain('Since 2026-11-21T08:00:00.000Z: 1 new, 1 gone.');
  expect(message).toContain('What got worse\n- owner lee: 1 more that violate the policy (0% compliant)\n');
  expect(message).toContain(
    'The worst one\n- i-1 (ec2:instance, ap-northeast-2, 123456789012, lee), new: Project "x" is not one of "shop", "web"\n',
  );
  expect(message).toContain('s3:bucket in us-east-1 denied');
});

test('a message in Korean has no English beside names', () => {
  const words = { language: 'ko', translate: (text: string) => translateText(text, 'ko', 'tags') } as const;
  const before = digestOf(auditOf([good, good, { Owner: 'kim' }]));
  const now = auditOf([good, { Project: 'x', Owner: 'lee' }, good, {}]);
  const { subject, text: message } = auditSummary(now, before, words);
  expect(subject).toBe('태그: 준수율 50%, 위반 3건, 신규 3건');
  expect(message).toContain('태그를 확인한 리소스의 정책 준수율은 50%입니다(지난번 66.6%).');
  expect(message).toContain('2026-11-21T08:00:00.000Z 이후 신규 3건, 해소 1건입니다.');
  expect(message).toContain('나빠진 것\n- ');
  expect(message).toContain('- 소유자 lee: 위반 리소스 1개 증가(준수율 0%)\n');
  expect(message).toContain('s3:bucket (us-east-1): 권한 없음');
  expect(message).toContain('먼저 할 일\n- ');
  const names = /ec2:instance|s3:bucket|[a-z]{2}-[a-z]+-\d|"[^"]*"|tags plan|tags\.yaml|lee|Owner|Project/g;
  const first = auditSummary(auditOf([good]), undefined, words);
  for (const text of [
    subject,
    message,
    first.subject,
    first.text,
    auditSummary(now, digestOf(now), words).text,
  ])
    expect(text.replaceAll(names, '')).not.toMatch(/[{}]|[a-z]{4,}/);
});

test('a first message has nothing to compare with', () => {
  const { subject, text: message } = auditSummary(auditOf([good]));
  expect(subject).toBe('Tags: 100% compliant, 0 violations');
  expect(message).not.toContain('worse');
});

test('the same audit twice has nothing new, also when it is too large for a digest to name all', () => {
  const audit = auditOf(Array.from({ length: 10_100 }, () => ({})));
  const digest = JSON.parse(JSON.stringify(digestOf(audit))) as AuditDigest;
  expect(digest.hashes).toHaveLength(20_000);
  expect(JSON.stringify(digest).length).toBeLessThan(400_000);
  expect(auditSummary(audit, digest).text).toContain('at least 0 new, at least 0 gone');
  expect(auditSummary(audit, digest).text).toContain('What got worse\n- nothing\n');
});

test('whatever the tags contain, a message fits SNS', () => {
  const value = anyText({ maxLength: 256 });
  const tags = fc.array(fc.record({ Project: value, Owner: value }), { maxLength: 30 });
  fc.assert(
    fc.property(tags, tags, (now, then) => {
      const { subject, text: message } = auditSummary(auditOf(now), digestOf(auditOf(then)));
      expect(subject).toMatch(/^[\x20-\x7e]{1,100}$/);
      expect(Buffer.byteLength(message)).toBeLessThan(64 * 1024);
      expect(message.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
    }),
  );
});
