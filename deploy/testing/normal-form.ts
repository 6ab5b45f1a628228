import type { ResolvedResource } from './resolve-template.ts';

/** The resources in a normal form: equivalent definitions become the same text. */
export function normalForm(resources: readonly ResolvedResource[]): ResolvedResource[] {
  return resources
    .map(({ properties, ...rest }) => {
      // The location and label of the code are up to the deployment tool.
      const { Code: _code, Tags: _tags, ...compared } = properties;
      return { ...rest, properties: normal(compared) as Record<string, unknown> };
    })
    .sort((a, b) => compare(`${a.type} ${a.name}`, `${b.type} ${b.name}`));
}

function normal(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(normal);
  // A KMS key may be specified by ARN or by id.
  if (typeof node === 'string') return node.replace(/^arn:aws:kms:[^:]*:\d*:/, '');
  if (typeof node !== 'object' || node === null) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === 'Statement' ? splitStatements(value) : normal(value),
    ]),
  );
}

/** One statement per action and resource. */
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

/** The wildcard principal is `*` or `{ AWS: '*' }`. */
function principal(given: unknown): unknown {
  return JSON.stringify(given) === '{"AWS":"*"}' ? '*' : given;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
