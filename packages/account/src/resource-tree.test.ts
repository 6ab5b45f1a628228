import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findResources } from './find-resources.ts';
import { type Links, nameOf, type Resource } from './resource.ts';
import { createResourceGraph, type TreeNode } from './resource-tree.ts';
import { arbitraryResources } from './testing/arbitrary-resources.ts';

function resource(id: string, links: Links = {}, rest: Partial<Resource> = {}): Resource {
  const place = { accountId: '111122223333', region: 'eu-west-1' };
  return { ...place, arn: `arn:${id}`, id, type: `ec2:${id.split('-')[0]}`, tags: {}, links, ...rest };
}

const vpc = resource('vpc-1');
const subnet = resource('subnet-1', { vpc: vpc.arn });
const group = resource('sg-1', { vpc: vpc.arn }, { attributes: { groupName: 'web' } });
const instance = resource(
  'i-1',
  { vpc: vpc.arn, subnet: subnet.arn, 'security-group': [group.arn] },
  { tags: { Name: 'web-1' }, attributes: { privateIps: ['10.0.0.4'], publicIps: ['203.0.113.9'] } },
);
const card = resource(
  'eni-1',
  { vpc: vpc.arn, subnet: subnet.arn, instance: instance.arn },
  { attributes: { privateIps: ['10.0.0.4'], publicIps: ['203.0.113.9'] } },
);
const address = resource(
  'eipalloc-1',
  { instance: instance.arn, 'network-interface': card.arn },
  { attributes: { publicIp: '203.0.113.9' } },
);
const volume = resource('vol-1', { instance: instance.arn });
const snapshot = resource('snap-1', { volume: volume.arn });
const image = resource(
  'ami-1',
  { instance: instance.arn, 'source-snapshot': [snapshot.arn] },
  { tags: null },
);
const all = [vpc, subnet, group, instance, card, address, volume, snapshot, image];

type Drawn = { [id: string]: Drawn };
const draw = ({ resource: { id }, children }: TreeNode): Drawn => ({
  [id]: Object.assign({}, ...children.map(draw)) as Drawn,
});

describe('what depends on a resource', () => {
  test('is a tree, each below the closest one that it refers to', () => {
    expect(draw(createResourceGraph(all).treeOf(vpc))).toEqual({
      'vpc-1': {
        'subnet-1': {
          'i-1': {
            'eni-1': { 'eipalloc-1': {} },
            'vol-1': { 'snap-1': {} },
            'ami-1': {},
          },
        },
        'sg-1': {},
      },
    });
  });

  test('has all that refers to it, and each once, whatever refers to what', () => {
    fc.assert(
      fc.property(arbitraryResources, (resources) => {
        const graph = createResourceGraph(resources);
        for (const root of resources) {
          const seen: string[] = [];
          const visit = ({ resource: each, children }: TreeNode) => {
            seen.push(each.arn);
            children.forEach(visit);
          };
          visit(graph.treeOf(root));
          expect(new Set(seen).size).toBe(seen.length);
          const direct = resources.filter((each) => graph.linksOf(each).some(({ arn }) => arn === root.arn));
          for (const { arn } of direct) expect(seen).toContain(arn);
        }
      }),
    );
  });

  test('may be a long chain', () => {
    const chain = Array.from({ length: 50_000 }, (_, index) =>
      resource(`vol-${index}`, index === 0 ? {} : { 'source-snapshot': [`arn:vol-${index - 1}`] }),
    );
    expect(() => createResourceGraph(chain).treeOf(chain[0]!)).not.toThrow();
  });

  test('refers to what is not in the snapshot, too', () => {
    const [link] = createResourceGraph([volume]).linksOf(volume);
    expect(link).toEqual({ by: 'instance', arn: instance.arn });
  });
});

describe('a question', () => {
  test.each([
    ['arn:vol-1', 'arn', ['vol-1']],
    ['vol-1', 'id', ['vol-1']],
    ['10.0.0.4', 'address', ['i-1']],
    ['203.0.113.9', 'address', ['i-1']],
    ['web-1', 'name', ['i-1']],
    ['web', 'name', ['sg-1']],
  ])('%s is by %s', (question, by, ids) => {
    const found = findResources(all, question);
    expect({ by: found?.by, ids: found?.resources.map(({ id }) => id) }).toEqual({ by, ids });
  });

  test('that fits nothing finds nothing', () => {
    expect(findResources(all, 'web-2')).toBeUndefined();
  });

  test('of a name that several have finds all of them', () => {
    const twin = resource('i-2', {}, { tags: { Name: 'web-1' } });
    expect(findResources([...all, twin], 'web-1')?.resources).toEqual([instance, twin]);
  });

  test('a tag Name without text does not count as a name', () => {
    expect(nameOf({ tags: { Name: '' }, attributes: { groupName: 'web' } })).toBe('web');
  });
});
