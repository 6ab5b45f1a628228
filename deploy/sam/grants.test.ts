import { stacks } from '@groundcrew/functions/stacks';
import { readPolicyDocument } from '@groundcrew/iam';
import { authorizationTable, findPolicyProblems } from '@groundcrew/iam/reference';
import { expect, test } from 'vitest';
import { resolveTemplate } from '../testing/resolve-template.ts';
import { samTemplate } from './template.ts';

interface Document {
  readonly Statement: readonly (Readonly<Record<string, unknown>> & { readonly Principal?: unknown })[];
}

/** Every policy of a template, by its resource: those of roles, and those of buckets, topics, queues and keys. */
function policiesOf(template: Parameters<typeof resolveTemplate>[0]): (readonly [name: string, Document])[] {
  return resolveTemplate(template).flatMap(({ type, name, properties }) => {
    const inline = (properties['Policies'] ?? []) as readonly { readonly PolicyDocument: Document }[];
    const own = properties['PolicyDocument'] ?? properties['KeyPolicy'];
    return [
      ...inline.map(({ PolicyDocument }) => [`${type} ${name}`, PolicyDocument] as const),
      ...(own === undefined ? [] : [[`${type} ${name}`, own as Document] as const]),
    ];
  });
}

/** Without its principals: what it is about is held against the reference, not whom it trusts. */
function withoutPrincipals({ Statement, ...document }: Document): object {
  return { ...document, Statement: Statement.map(({ Principal: _, ...statement }) => statement) };
}

test.each(stacks.map((one) => [one.name, one] as const))(
  'every grant of %s is one that the service authorization reference knows',
  (_, one) => {
    const policies = policiesOf(samTemplate(one));
    expect(policies.length).toBeGreaterThan(0);
    const problems = policies.flatMap(([name, document]) =>
      findPolicyProblems(authorizationTable, readPolicyDocument(withoutPrincipals(document), name)).map(
        (problem) => `${name}: ${problem}`,
      ),
    );
    expect(problems).toEqual([]);
  },
);
