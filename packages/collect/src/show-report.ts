import {
  type Attributes,
  type Coverage,
  type LinkName,
  type LinkTarget,
  nameOf,
  type Resource,
  type TreeNode,
} from '@groundcrew/account';
import { type Column, countOf, type Report, type Row, type Value } from '@groundcrew/report';

/** A resource of a snapshot, what it refers to, and what depends on it. */
export interface ShownResource {
  readonly takenAt: string;
  readonly tree: TreeNode;
  readonly links: readonly LinkTarget[];
  /** What the snapshot lacks of the account and region: it may depend on the resource too. */
  readonly gaps: readonly Coverage[];
}

const linkTexts: Readonly<Record<LinkName, string>> = {
  cluster: 'is in',
  stack: 'is of',
  instance: 'is of',
  volume: 'is of',
  'network-interface': 'is of',
  subnet: 'is in',
  vpc: 'is in',
  snapshot: 'is of',
  'security-group': 'uses',
  'instance-profile': 'uses',
  'source-snapshot': 'was made of',
};

export function showReport({ takenAt, tree, links, gaps }: ShownResource): Report {
  const { resource } = tree;
  const hanging = [...linesOf(tree.children, '')];
  return {
    title: `${resource.id} at ${takenAt}`,
    catalog: 'account',
    lead: [
      `${nameOf(resource) ?? resource.id}: ${resource.type}, ${countOf(hanging.length, 'resource')} on it.`,
    ],
    csv: 'hanging',
    sections: [
      factsOf(resource),
      {
        kind: 'table',
        key: 'tags',
        title: 'Tags',
        columns: [
          { key: 'key', title: 'Key' },
          { key: 'value', title: 'Value', wrap: true },
        ],
        rows: Object.entries(resource.tags ?? {}).map(([key, value]) => ({ key, value })),
        whenEmpty: resource.tags === null ? 'They are unknown.' : 'It has none.',
      },
      {
        kind: 'table',
        key: 'links',
        title: 'What it refers to',
        columns: [
          { key: 'by', title: 'How', words: true },
          { key: 'type', title: 'Type', words: true },
          { key: 'id', title: 'Resource', whole: true },
          { key: 'name', title: 'Name' },
          { key: 'arn', title: 'ARN', hidden: true },
        ],
        rows: links.map(({ by, arn, resource: target }) => ({
          by: linkTexts[by],
          type: target?.type ?? 'not in the snapshot',
          id: target?.id ?? arn,
          name: (target && nameOf(target)) ?? null,
          arn,
        })),
        whenEmpty: 'Nothing that is known.',
      },
      {
        kind: 'table',
        key: 'hanging',
        title: 'What depends on it',
        columns: [
          { key: 'tree', title: 'Resource', whole: true },
          { key: 'type', title: 'Type' },
          { key: 'name', title: 'Name' },
          { key: 'state', title: 'State' },
          { key: 'how', title: 'How', words: true },
          { key: 'depth', title: 'Depth', unit: 'count', hidden: true },
          { key: 'id', title: 'Id', hidden: true },
          { key: 'arn', title: 'ARN', hidden: true },
        ],
        rows: hanging,
        whenEmpty: 'Nothing that is known.',
      },
    ],
    notes: [
      countOf(hanging.length, 'resource') + ' on it.',
      ...(gaps.length > 0
        ? [
            `There may be more: ${gaps.map(({ type, status }) => `${type} (${status})`).join(', ')} of ` +
              `${resource.region} is not complete in the snapshot.`,
          ]
        : []),
    ],
  };
}

function factsOf(resource: Resource): Report['sections'][number] {
  const { arn, type, id, accountId, region, createdAt, attributes = {} } = resource;
  const facts: Record<string, Value> = {
    type,
    id,
    name: nameOf(resource) ?? null,
    arn,
    accountId,
    region,
    createdAt: createdAt ?? null,
    ...attributeFacts(attributes),
  };
  return {
    kind: 'facts',
    key: 'resource',
    columns: Object.keys(facts).map((key): Column => ({ key, title: titles[key] ?? key, wrap: true })),
    values: facts,
  };
}

const titles: Readonly<Record<string, string>> = {
  type: 'Type',
  id: 'Id',
  name: 'Name',
  arn: 'ARN',
  accountId: 'Account',
  region: 'Region',
  createdAt: 'Created',
};

/** An instance has a type of its own. */
function attributeFacts(attributes: Attributes): Record<string, Value> {
  const facts: Record<string, Value> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const text = Array.isArray(value) ? value.join(', ') : (value as Value);
    facts[name === 'type' ? 'instanceType' : name] = text;
  }
  return facts;
}

/** The rows of a tree, drawn by their first column. */
function* linesOf(nodes: readonly TreeNode[], indent: string, depth = 1): Generator<Row> {
  for (const [index, { resource, by, children }] of nodes.entries()) {
    const isLast = index === nodes.length - 1;
    const { id, type, arn, attributes = {} } = resource;
    yield {
      tree: `${indent}${isLast ? '└ ' : '├ '}${id}`,
      type,
      name: nameOf(resource) ?? null,
      state: typeof attributes.state === 'string' ? attributes.state : null,
      how: by === undefined ? null : linkTexts[by],
      depth,
      id,
      arn,
    };
    yield* linesOf(children, `${indent}${isLast ? '  ' : '│ '}`, depth + 1);
  }
}
