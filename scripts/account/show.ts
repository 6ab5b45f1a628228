import {
  type Coverage,
  createResourceGraph,
  findResources,
  gapsIn,
  OTHER_TYPES,
  type Resource,
} from '@groundcrew/account';
import { kindOfId } from '@groundcrew/account/file';
import { resourceNameOf } from '@groundcrew/aws/tagging';
import { defineCommand, exitCodes, usageError } from '@groundcrew/cli';
import { showReport } from '@groundcrew/collect/show-report';
import { GroundcrewError } from '@groundcrew/errors';
import { languageOption } from '../language-option.ts';
import { openSnapshotFile } from './snapshot-file.ts';

/** As many are named of those that a question fits. */
const MAX_NAMED = 10;

export const command = defineCommand({
  description:
    'Shows one resource of a snapshot by its ARN, id, address or name: its attributes and tags, what it refers to, and all that depends on it, as a tree. If several match, they are listed and none is shown. The exit code is 6 if none matches and the snapshot is incomplete.',
  arguments: [
    {
      name: 'question',
      description: 'an ARN, i-0123456789abcdef0, vpc-…, 10.0.0.1, a bucket, the name web-1, …',
    },
  ],
  options: {
    from: { type: 'text', value: 'FILE', description: 'the snapshot of account collect' },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew account show vpc-0123456789abcdef0 --from account.gz',
      description: 'See what is in a network',
    },
    { command: 'groundcrew account show 10.0.0.1 --from account.gz', description: 'See whose an address is' },
  ],
  async handler({ options, arguments: { question }, io, print }) {
    if (options.from === undefined) {
      throw usageError('account show needs a snapshot: --from FILE; groundcrew account collect saves one');
    }
    const { header, resources: pages } = await openSnapshotFile(options.from);
    const resources: Resource[] = [];
    for await (const page of pages) for (const resource of page) resources.push(resource);
    const found = findResources(resources, question.trim());
    if (found === undefined) {
      const gaps = gapsIn(header.coverage).length;
      const isAsked = header.types === undefined || isListed(question.trim(), header.coverage);
      const taken = `nothing in the snapshot of ${header.takenAt} has the ARN, id, address or name "${question}"`;
      if (gaps === 0 && isAsked) {
        throw new GroundcrewError('account.show.not-found', `${taken}; check it, or collect again`);
      }
      const why =
        gaps === 0
          ? `it has only ${header.types?.join(', ')}`
          : `${gaps === 1 ? 'a list' : `${gaps} lists`} could not be read in full`;
      io.stderr.write(`${taken}; ${why}, so it is not known.\n`);
      return exitCodes.unknown;
    }
    const [resource, ...others] = found.resources;
    if (resource === undefined || others.length > 0) throw ambiguous(question, found.resources);
    const graph = createResourceGraph(resources);
    const gaps = gapsIn(header.coverage).filter(
      ({ accountId, region, type }) =>
        accountId === resource.accountId && region === resource.region && type !== OTHER_TYPES,
    );
    await print(
      showReport({
        takenAt: header.takenAt,
        tree: graph.treeOf(resource),
        links: graph.linksOf(resource),
        gaps,
      }),
    );
    return exitCodes.done;
  },
});

/** Whether all of the type of an ARN or of an id of EC2 is in the snapshot, wherever that may be. */
function isListed(question: string, coverage: readonly Coverage[]): boolean {
  const kind = kindOfId(question);
  const type = kind === undefined ? resourceNameOf(question)?.type : `ec2:${kind}`;
  const rows = coverage.filter((row) => row.type === type);
  return rows.length > 0 && rows.every(({ status }) => status === 'listed');
}

function ambiguous(question: string, found: readonly Resource[]): GroundcrewError {
  const named = found.slice(0, MAX_NAMED).map(({ arn }) => `\n  ${arn}`);
  const more = found.length > MAX_NAMED ? `\n  and ${found.length - MAX_NAMED} more` : '';
  return new GroundcrewError(
    'account.show.ambiguous',
    `"${question}" fits ${found.length} resources; name one by its ARN:${named.join('')}${more}`,
  );
}
