import type { ResolvedResource } from './resolve-template.ts';

/** The resources in a form in which two ways of saying the same thing are the same text. */
export function normalForm(resources: readonly ResolvedResource[]): ResolvedResource[] {
  return resources
    .map(({ properties, ...rest }) => {
      // Where the code was put and what label it got is the deploying tool's own affair.
      const { Code: _code, Tags: _tags, ...compared } = properties;
      return { ...rest, properties: normal(compared) as Record<string, unknown> };
    })
    .sort((a, b) => compare(`${a.type} ${a.name}`, `${b.type} ${b.name}`));
}

function normal(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(normal);
  // A key of KMS may be given by ARN or by what follows in it.
  if (typeof node === 'string') return node.replace(/^arn:aws:kms:[^:]*:\d*:/, '');
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === 'Statement' ? splitStatements(value) : normal(value),
    ]),
  );
}

/** A statement for each action on each resource. */
function splitStatements(statements: unknown): unknown {
  if (!Array.isArray(statements)) return statements;
  return statements
    .flatMap(({ Effect, Principal, Action, Resource, Condition }: Record<string, unknown>) =>
      [Action].flat().flatMap((action) =>
        [Resource].flat().map((resource) => ({
          effect: Effect,
          principal: principal(Principal),
          action,
          resource,
          condition: Condition,
        })),
      ),
    )
    .sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b)));
}

/** Everybody is `*` or `{ AWS: '*' }`. */
function principal(given: unknown): unknown {
  return JSON.stringify(given) === '{"AWS":"*"}' ? '*' : given;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
