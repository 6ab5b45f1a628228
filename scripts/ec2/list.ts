import { defineCommand, type ExitCode, exitCodes, type Io, orUsageError, usageError } from '@groundcrew/cli';
import { chooseColumns, parseSort, type SortKey } from '@groundcrew/ec2/choose-columns';
import type { InstanceFacts } from '@groundcrew/ec2/instance';
import { detailColumns, detailsOf, type UnknownDetail } from '@groundcrew/ec2/details';
import { instanceColumns } from '@groundcrew/ec2/instance-report';
import { type ListOutcome, listInstances } from '@groundcrew/ec2/listing';
import { listingNotes, listingReport, placesOf, unaskedIn } from '@groundcrew/ec2/listing-report';
import { parseSelection } from '@groundcrew/ec2/selection';
import { sortInstances } from '@groundcrew/ec2/sort-instances';
import { isGroundcrewError } from '@groundcrew/errors';
import { readAhead } from '@groundcrew/report';
import { unknownRegionAsUsageError } from '../accounts/unknown-region.ts';
import { languageOption } from '../language-option.ts';
import { listingProgress } from './listing-progress.ts';
import { readPrices } from './read-prices.ts';
import { fleetOptions, fleetScopeOf, fromOption, openFleet } from './open-fleet.ts';
import { writeInstancesJson } from './write-json.ts';

export const command = defineCommand({
  description:
    'Lists instances: of the current region, of some, or of every enabled one, in one account or in several. ' +
    'Terminated instances are left out unless --state includes them. Texts may contain * and ?, as in EC2. ' +
    'Rows are printed as they are read, with regions mixed; sorted rows are printed at the end, and take about 1.5 KB of ' +
    'memory each. A region that could not be listed is reported with the reason, and the exit code is then 3.',
  arguments: [
    {
      name: 'text',
      description: 'only instances with this in a name, an id, an address, the type or a tag',
      optional: true,
      repeat: true,
    },
  ],
  options: {
    from: fromOption,
    ...fleetOptions,
    name: {
      type: 'text',
      value: 'NAME',
      repeat: true,
      description: 'the tag Name: web-*; may be repeated',
    },
    tag: {
      type: 'text',
      value: 'TAG',
      repeat: true,
      description: 'Project=shop, Project (present), !Project (absent), !Project=shop; may be repeated',
    },
    state: { type: 'text', value: 'LIST', description: 'running,stopped; all: also terminated ones' },
    type: { type: 'text', value: 'LIST', description: 'm7g.*,t4g.small' },
    lifecycle: { type: 'text', value: 'LIST', description: 'on-demand, spot, scheduled, capacity-block' },
    vpc: { type: 'text', value: 'LIST', description: 'VPCs, by id or by name: vpc-0abc,shop' },
    subnet: { type: 'text', value: 'LIST', description: 'subnets, by id or by name' },
    zone: { type: 'text', value: 'LIST', description: 'availability zones: us-east-1a' },
    image: { type: 'text', value: 'LIST', description: 'ids of AMIs' },
    id: { type: 'text', value: 'LIST', description: 'ids of instances' },
    ip: {
      type: 'text',
      value: 'LIST',
      description: 'addresses, private or public, patterns and blocks of them: 10.0.1.*,10.80.0.0/20',
    },
    columns: {
      type: 'text',
      value: 'LIST',
      description: `name,id,tag:Team; all, or some of: ${instanceColumns.map(({ key }) => key).join(', ')}; and, each with a further call or file: ${detailColumns.map(({ key }) => key).join(', ')}`,
    },
    sort: {
      type: 'text',
      value: 'LIST',
      description: 'columns to sort by, -column in descending order: name,-launchTime',
    },
    describe: {
      type: 'flag',
      description: 'add the name and age of each AMI: the columns imageName and imageAge',
    },
    prices: {
      type: 'text',
      value: 'FILE',
      description:
        'prices, CSV with type,region,hourly, or a bill in the form of FOCUS: adds the column monthlyPrice, for 730 hours',
    },
    limit: { type: 'integer', value: 'N', minimum: 1, description: 'list at most this many instances' },
    watch: {
      type: 'integer',
      value: 'SECONDS',
      minimum: 2,
      maximum: 3_600,
      description: 'list again after so many seconds, until Ctrl-C; in a terminal',
    },
    skipHint: { type: 'flag', description: 'if nothing is found, do not search the other regions' },
    ...languageOption,
  },
  examples: [
    { command: 'groundcrew ec2 list --regions all', description: 'See every instance of the account' },
    { command: 'groundcrew ec2 list web', description: 'Find what has this in its name or elsewhere' },
    {
      command: 'groundcrew ec2 list --vpc shop --ip 10.80.0.0/20 --columns name,id,tag:Team',
      description: 'See a network, and whose instances are in it',
    },
    {
      command: "groundcrew ec2 list --name 'web-*' --tag Project=shop --tag '!Owner' --state running",
      description: 'Find running instances of a project without an owner',
    },
    {
      command:
        'groundcrew ec2 list --regions all --accounts 111122223333,444455556666 --role auditor --output csv',
      description: 'List several accounts for a spreadsheet',
    },
    {
      command: 'groundcrew ec2 list --regions all --accounts organization --role auditor --output csv',
      description: 'List all accounts of the organization',
    },
    {
      command: 'groundcrew ec2 list --columns name,id,state,checks,ssm,imageAge --sort -imageAge',
      description: 'See what is not healthy, or runs an old AMI',
    },
    {
      command: 'groundcrew ec2 list --regions all --prices prices.csv --output csv',
      description: 'See what each instance costs a month',
    },
    {
      command: "groundcrew ec2 list --output json | jq -r '.instances[].instanceId'",
      description: 'Pass ids to another program',
    },
  ],
  async handler({ options, arguments: { text: words }, global, io, signal, print }) {
    const typed = fleetScopeOf(options, global);
    const { watch } = options;
    if (watch !== undefined && (!io.stdout.isTty || global.output !== 'table')) {
      throw usageError('--watch is for tables in a terminal; without one, run the command again and again');
    }
    const hasAccounts =
      typed.accounts !== undefined || options.profiles !== undefined || options.from !== undefined;
    if (options.from !== undefined && watch !== undefined) {
      throw usageError('--watch lists from EC2 again; a snapshot stays the same: leave out --from');
    }
    const { selection, columns, sortKeys } = orUsageError(() => ({
      selection: parseSelection({
        ids: options.id,
        names: options.name,
        tags: options.tag,
        states: options.state,
        types: options.type,
        vpcIds: options.vpc,
        subnetIds: options.subnet,
        imageIds: options.image,
        availabilityZones: options.zone,
        lifecycles: options.lifecycle,
        addresses: options.ip,
        words,
      }),
      columns: chooseColumns({
        text: options.columns,
        hasAccounts,
        hasRegions: typed.regions !== 'current' && typed.regions.length !== 1,
        output: global.output,
        added: addedColumns(options),
      }),
      // Where rows are printed again they have to be in the same order.
      sortKeys:
        options.sort === undefined && watch === undefined
          ? undefined
          : parseSort(options.sort ?? 'name,instanceId'),
    }));
    const wanted = detailsOf(
      [...columns, ...(sortKeys ?? [])].map((each) => ('key' in each ? each.key : each.column)),
    );
    if (wanted.has('price') && options.prices === undefined) {
      throw usageError('the column monthlyPrice needs the prices of an hour: --prices FILE');
    }
    const gone = options.from === undefined ? undefined : uncollectedState(selection.states);
    if (gone !== undefined) {
      throw usageError(
        `snapshots have no instances that are ${gone}; ask EC2 without --from, or leave out --state ${gone}`,
      );
    }
    const prices = options.prices === undefined ? undefined : await readPrices(options.prices);
    const fleet = await openFleet(options, { global, io, signal }, typed);
    const { scope } = fleet;
    const listOnce = async (): Promise<ExitCode> => {
      const progress = listingProgress(io);
      const unknown: UnknownDetail[] = [];
      const details = {
        ...fleet.details,
        wanted,
        prices,
        onUnknown: (one: UnknownDetail) => void unknown.push(one),
      };
      try {
        const listing = await unknownRegionAsUsageError(
          listInstances(
            {
              ...scope,
              selection,
              noHint: options.skipHint,
              // Sorted, the first ones are known only at the end.
              limit: sortKeys ? undefined : options.limit,
            },
            {
              ...fleet.deps,
              ...(wanted.size > 0 && { details }),
              onProgress: (state) => progress.update(state),
            },
          ),
        );
        const title = `Instances in ${fleet.takenAt === undefined ? placesOf(scope, fleet.deps.currentRegion) : `the snapshot of ${fleet.takenAt}`}`;
        let outcome: ListOutcome | undefined;
        const notes = () => (outcome ? listingNotes(outcome) : []);
        const instances = async function* () {
          const all = sortKeys ? await sorted(listing.instances, sortKeys) : undefined;
          const source = all?.slice(0, options.limit) ?? listing.instances;
          for await (const facts of source) {
            progress.rowsStarted();
            yield facts;
          }
          progress.end();
          outcome = { ...(await listing.outcome), unknown };
          if (all && all.length > (options.limit ?? all.length)) outcome = { ...outcome, limited: true };
        };
        if (global.output === 'json' && options.columns === undefined) {
          await writeInstancesJson(io.stdout, title, instances(), async () => ({
            regions: outcome?.regions,
            elsewhere: outcome?.elsewhere,
            notes: [...fleet.notes, ...notes()],
          }));
        } else {
          const report = listingReport({
            title,
            columns,
            instances: instances(),
            outcomeOf: () => outcome,
            hasAccounts,
            nowMs: io.now(),
          });
          // A page begins with what is known at the end; all else is printed as it arrives.
          await print(global.output === 'html' ? await readAhead(report) : report);
        }
        // Without an outcome the reader of the output has closed the pipe.
        if (outcome === undefined) return exitCodes.done;
        if (global.output === 'csv') {
          for (const { region, reason } of unaskedIn(outcome.regions))
            io.stderr.write(`${region}: ${reason}\n`);
          for (const note of notes()) io.stderr.write(`${note}\n`);
        }
        return unaskedIn(outcome.regions).length + unknown.length > 0 ? exitCodes.partial : exitCodes.done;
      } finally {
        progress.end();
      }
    };
    try {
      return await (watch === undefined ? listOnce() : repeat(listOnce, watch * 1_000, { io, signal }));
    } finally {
      fleet.close();
    }
  },
});

/** The state of instances that are in no snapshot, if only such ones are asked for. */
function uncollectedState(states: readonly string[] | undefined): string | undefined {
  const uncollected = ['shutting-down', 'terminated'];
  return states?.every((state) => uncollected.includes(state)) ? states[0] : undefined;
}

function addedColumns({
  describe,
  prices,
}: {
  readonly describe: boolean;
  readonly prices: string | undefined;
}) {
  return [...(describe ? ['imageName', 'imageAge'] : []), ...(prices === undefined ? [] : ['monthlyPrice'])];
}

/** Clears the screen before each round; Ctrl-C is its regular end. */
async function repeat(
  round: () => Promise<ExitCode>,
  pauseMs: number,
  { io, signal }: { readonly io: Io; readonly signal: AbortSignal },
): Promise<ExitCode> {
  let code: ExitCode = exitCodes.done;
  try {
    for (;;) {
      await io.stdout.write('\u001b[H\u001b[2J');
      code = await round();
      await io.sleep(pauseMs, signal);
    }
  } catch (error) {
    if (signal.aborted || isGroundcrewError(error, 'cli.output.closed')) return code;
    throw error;
  }
}

async function sorted(
  instances: AsyncIterable<InstanceFacts>,
  keys: readonly SortKey[],
): Promise<InstanceFacts[]> {
  const all: InstanceFacts[] = [];
  for await (const facts of instances) all.push(facts);
  return sortInstances(all, keys);
}
