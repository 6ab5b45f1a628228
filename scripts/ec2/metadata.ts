import {
  type CommandContext,
  createProgress,
  defineCommand,
  exitCodes,
  type Io,
  orUsageError,
  usageError,
} from '@groundcrew/cli';
import {
  type MetadataValue,
  metadataNotes,
  parseMetadataPath,
  readMetadata,
  readMetadataPath,
  readSignedIdentity,
} from '@groundcrew/ec2/metadata';
import { metadataReport } from '@groundcrew/ec2/metadata-report';
import { languageOption } from '../language-option.ts';
import { imdsOptions, openImds } from './imds-options.ts';

type Global = CommandContext<Record<never, never>>['global'];

export const command = defineCommand({
  description:
    'Reports the facts of this instance from its own metadata service: name, addresses, type, role, tags, and notices. ' +
    'With a path, prints the value at it, as curl would: ' +
    'placement/region, dynamic/instance-identity/document, user-data; a folder lists its entries. ' +
    'The path "identity" returns the identity document with its signatures, as JSON. ' +
    'What could not be read has the reason beside it, and the exit code is then 3. ' +
    'Only sessions with a token (IMDSv2) are used, except with --allow-imdsv1.',
  arguments: [{ name: 'path', description: 'what to print; default: everything', optional: true }],
  options: {
    allowCredentials: {
      type: 'flag',
      description:
        "allow a path that prints the keys of the instance's role, which grant all of its permissions",
    },
    ...imdsOptions,
    ...languageOption,
  },
  examples: [
    { command: 'groundcrew ec2 metadata', description: 'See the facts of this instance' },
    { command: 'groundcrew ec2 metadata placement/region', description: 'Print one value' },
    { command: 'groundcrew ec2 metadata user-data | gunzip', description: 'Read compressed user data' },
    {
      command: "groundcrew ec2 metadata --output json | jq -r '.publicIpv4[0]'",
      description: 'Pass the facts to another program',
    },
  ],
  async handler({ arguments: { path: typed }, options, global, io, signal, print }) {
    const { allowCredentials } = options;
    if (typed === undefined) {
      const progress = readingProgress(io);
      const imds = await openImds(options, { global, io, onRead: progress.count });
      const facts = await readMetadata(imds, { signal }).finally(progress.end);
      if (global.output !== 'json') await print(metadataReport(facts));
      else {
        await io.stdout.write(toJson(facts));
        for (const note of metadataNotes(facts)) io.stderr.write(`${note}\n`);
      }
      return facts.unread === undefined ? exitCodes.done : exitCodes.partial;
    }
    if (global.output === 'csv' || global.output === 'html') {
      throw usageError(
        `--output ${global.output} is for all of the metadata; one value is printed unchanged, or with --output json`,
      );
    }
    const imds = await openImds(options, { global, io });
    if (typed === 'identity') {
      await io.stdout.write(toJson(await readSignedIdentity(imds, { signal })));
      return exitCodes.done;
    }
    const path = orUsageError(() => parseMetadataPath(typed, { allowCredentials }));
    await writeValue(await readMetadataPath(imds, path, { signal }), global, io);
    return exitCodes.done;
  },
});

/** A second is enough for all values, unless the service limits its requests: then it may take a minute. */
const SHOWN_AFTER_MS = 1_000;

function readingProgress(io: Io) {
  const progress = createProgress(io, { label: 'Reading', unit: 'values' });
  const startMs = io.now();
  let done = 0;
  return {
    count(): void {
      done += 1;
      if (io.now() - startMs >= SHOWN_AFTER_MS) progress.update({ done });
    },
    end: progress.end,
  };
}

async function writeValue(value: MetadataValue, { output }: Global, { stdout }: Io): Promise<void> {
  const { path } = value;
  if (value.kind === 'folder') {
    const { entries } = value;
    await stdout.write(
      output === 'json' ? toJson({ path, entries }) : entries.map((each) => `${each}\n`).join(''),
    );
    return;
  }
  const { bytes } = value;
  if (output === 'json') {
    await stdout.write(toJson({ path, ...asText(bytes) }));
    return;
  }
  await stdout.write(bytes);
  // User data is printed byte for byte; only in a terminal a line break is added.
  const isExact = path === 'user-data' && !stdout.isTty;
  if (!isExact && bytes.at(-1) !== NEWLINE) await stdout.write('\n');
}

const NEWLINE = 0x0a;

function asText(bytes: Uint8Array): { value: string } | { base64: string } {
  try {
    return { value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return { base64: Buffer.from(bytes).toString('base64') };
  }
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
