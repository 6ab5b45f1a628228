import type { Program } from '@groundcrew/cli';
import { credentialsHint } from './credentials-hint.ts';
import packageJson from './package.json' with { type: 'json' };

/** The `groundcrew` command. Modules of commands, and the SDK with them, are imported when they are called. */
export const program: Program = {
  name: 'groundcrew',
  version: packageJson.version,
  hintOf: credentialsHint,
  defaultsOf: async (path, command, io) =>
    (await import('./defaults.ts')).defaultsOf(path, command, {
      environment: io.environment,
      commands: program.commands.map(({ name }) => name),
    }),
  description:
    'Ground crew for an AWS account: inventory, instances, tags and costs, on one machine or in the cloud.',
  commandGroups: {
    inventory: {
      summary: 'Stock files and stock items',
      examples: [
        { command: 'groundcrew inventory load stock.csv', description: 'Load a stock file into the table' },
        {
          command: 'groundcrew inventory list --out-of-stock',
          description: 'List items that are out of stock',
        },
      ],
    },
    ec2: {
      summary: 'Instances: list, look up, watch, explain types',
      examples: [
        { command: 'groundcrew ec2 type m7gd.4xlarge', description: 'Read the name of an instance type' },
        { command: 'groundcrew ec2 list --regions all', description: 'See every instance of the account' },
        { command: 'groundcrew ec2 lookup 10.0.0.1', description: 'Find the instance of an address' },
        { command: 'groundcrew ec2 metadata', description: 'See the facts of this instance' },
      ],
    },
    account: {
      summary: 'The account: collected once, compared, shown',
      examples: [
        {
          command: 'groundcrew account collect account.gz --regions all',
          description: 'Save what there is',
        },
        { command: 'groundcrew account diff monday.gz tuesday.gz', description: 'See what changed' },
        {
          command: 'groundcrew account show vpc-0123456789abcdef0 --from account.gz',
          description: 'See what is in a network',
        },
      ],
    },
    tags: {
      summary: 'Tags: policy, audit, plan, apply, undo',
      examples: [
        { command: 'groundcrew tags policy init tags.yaml', description: 'Start a policy' },
        {
          command: 'groundcrew tags audit --policy tags.yaml --regions all',
          description: 'List violations of it',
        },
        {
          command: 'groundcrew tags plan --policy tags.yaml --out fixes.json',
          description: 'Plan the changes that fix them',
        },
        { command: 'groundcrew tags apply fixes.json --apply', description: 'Apply the changes' },
        {
          command: 'groundcrew tags undo fixes.json.journal --apply',
          description: 'Undo all changes',
        },
      ],
    },
    cost: {
      summary: 'Costs: reports, changes, anomalies, commitments, tags',
      examples: [
        { command: 'groundcrew cost report', description: 'See this month so far, by service' },
        {
          command: 'groundcrew cost diff 2026-09 2026-10 --source exports/',
          description: 'See what changed, from a billing export',
        },
        { command: 'groundcrew cost anomalies', description: 'See which days stood out' },
        {
          command: 'groundcrew cost commitments --source exports/',
          description: 'See what of Savings Plans and reservations was not used',
        },
        {
          command: 'groundcrew cost tags --policy tags.yaml',
          description: 'See by which tags costs can be grouped',
        },
      ],
    },
    iam: {
      summary: 'Policies: who may do what, and why',
      examples: [
        {
          command:
            'groundcrew iam explain --role groundcrew-load-inventory s3:GetObject arn:aws:s3:::acme-stock/berlin.csv',
          description: 'Ask whether a function may read a file',
        },
      ],
    },
    schedule: {
      summary: 'Office hours: schedules, what they make of a year',
      examples: [
        { command: 'groundcrew schedule init schedule.yaml', description: 'Begin a schedule file' },
        { command: 'groundcrew schedule check schedule.yaml', description: 'See problems, and what to know' },
        {
          command: 'groundcrew schedule simulate schedule.yaml --year 2027',
          description: 'See the year that it makes',
        },
        {
          command: 'groundcrew schedule plan schedule.yaml --regions all --out plan.json',
          description: 'Plan what has to be started or stopped now',
        },
      ],
    },
    network: {
      summary: 'Networks: addresses, plan, apply, undo; whether traffic arrives',
      examples: [
        { command: 'groundcrew network init network.yaml', description: 'Begin a network file' },
        { command: 'groundcrew network address-plan network.yaml', description: 'See its subnets' },
        {
          command: 'groundcrew network plan network.yaml',
          description: 'See what would be made, and its price',
        },
        { command: 'groundcrew network apply network.yaml --apply', description: 'Make it' },
        {
          command: 'groundcrew network trace internet www.example.com:443',
          description: 'Ask whether a site is reached',
        },
        {
          command: 'groundcrew network show',
          description: 'See the networks of a region, and what is suspicious',
        },
      ],
    },
    queue: {
      summary: 'Failure queues: what is in them, and the way back',
      examples: [
        { command: 'groundcrew queue look groundcrew-load-failures', description: 'See why loads failed' },
        {
          command: 'groundcrew queue redrive groundcrew-load-failures',
          description: 'Load what failed again',
        },
      ],
    },
    deploy: {
      summary: 'The functions, in an account',
      examples: [
        {
          command: 'groundcrew deploy template inventory --out deploy',
          description: 'Write a stack, ready for sam deploy',
        },
      ],
    },
    'inventory alerts': {
      summary: 'Alerts that failed: what they are, and the way to their readers',
      examples: [
        { command: 'groundcrew inventory alerts look', description: 'See which alerts failed, and why' },
        {
          command: 'groundcrew inventory alerts replay --dry-run',
          description: 'See which of them are still true',
        },
      ],
    },
    'tags policy': {
      summary: 'The policy: which tags are required',
      examples: [
        { command: 'groundcrew tags policy init tags.yaml', description: 'Start a policy' },
        { command: 'groundcrew tags policy check tags.yaml', description: 'Validate it' },
      ],
    },
  },
  commands: [
    {
      name: 'demo',
      summary: 'Show the whole inventory flow on this machine',
      load: () => import('./demo.ts'),
    },
    {
      name: 'console',
      summary: 'Open a page in the browser: shelves, uploads, alerts, costs, tags, instances, schedules',
      load: async () => ({ command: (await import('./console.ts')).consoleCommand(program) }),
    },
    {
      name: 'local',
      summary: 'Run the embedded AWS, for any SDK',
      load: () => import('./local.ts'),
    },
    {
      name: 'rehearse',
      summary: 'Apply a plan to a copy of the account, undo it there, and report',
      load: () => import('./rehearse.ts'),
    },
    {
      name: 'whoami',
      summary: 'Show account, role and region, and where each is from',
      load: () => import('./whoami.ts'),
    },
    {
      name: 'inventory load',
      summary: 'Load a stock file into a table',
      load: () => import('./inventory/load.ts'),
    },
    {
      name: 'inventory backfill',
      summary: 'Put the latest counts of many old files into the table, each shelf once',
      load: () => import('./inventory/backfill.ts'),
    },
    {
      name: 'inventory list',
      summary: 'List stock items',
      load: () => import('./inventory/list.ts'),
    },
    {
      name: 'inventory loads',
      summary: 'List loads, and which can be undone',
      load: () => import('./inventory/loads.ts'),
    },
    {
      name: 'inventory undo',
      summary: 'Put back what a load changed',
      load: () => import('./inventory/undo.ts'),
    },
    {
      name: 'inventory alerts look',
      summary: 'Show alerts that failed permanently, by cause',
      load: () => import('./inventory/alerts/look.ts'),
    },
    {
      name: 'inventory alerts replay',
      summary: 'Send failed alerts that are still true',
      load: () => import('./inventory/alerts/replay.ts'),
    },
    {
      name: 'inventory alerts save',
      summary: 'Save failed alerts to a file',
      load: () => import('./inventory/alerts/save.ts'),
    },
    {
      name: 'inventory alerts restore',
      summary: 'Put saved alerts back',
      load: () => import('./inventory/alerts/restore.ts'),
    },
    {
      name: 'inventory metrics',
      summary: 'Show loads, rows, alerts, failures and throttles of a period',
      load: () => import('./inventory/metrics.ts'),
    },
    {
      name: 'ec2 list',
      summary: 'List instances, in any region and account',
      load: () => import('./ec2/list.ts'),
    },
    {
      name: 'ec2 lookup',
      summary: 'Find the instance with an id, address, name or tag',
      load: () => import('./ec2/lookup.ts'),
    },
    {
      name: 'ec2 metadata',
      summary: 'Report the facts of this instance from its metadata service',
      load: () => import('./ec2/metadata.ts'),
    },
    {
      name: 'ec2 watch',
      summary: 'Wait for a notice of an interruption of this instance',
      load: () => import('./ec2/watch.ts'),
    },
    {
      name: 'ec2 type',
      summary: 'Explain the name of an instance type',
      load: () => import('./ec2/type.ts'),
    },
    {
      name: 'tags policy init',
      summary: 'Write a commented tag policy to start from',
      load: () => import('./tags/policy-init.ts'),
    },
    {
      name: 'tags policy check',
      summary: 'Print the rules of a tag policy, or its problems',
      load: () => import('./tags/policy-check.ts'),
    },
    {
      name: 'tags policy import',
      summary: 'Make a policy from tag policies of AWS Organizations',
      load: () => import('./tags/policy-import.ts'),
    },
    {
      name: 'account collect',
      summary: 'Save a snapshot of what there is, in any region and account',
      load: () => import('./account/collect.ts'),
    },
    {
      name: 'account diff',
      summary: 'Compare two snapshots: new, gone, changed',
      load: () => import('./account/diff.ts'),
    },
    {
      name: 'account show',
      summary: 'Show one resource of a snapshot, and all that depends on it',
      load: () => import('./account/show.ts'),
    },
    {
      name: 'tags collect',
      summary: 'Save a snapshot of resources and their tags, for audits and plans',
      load: () => import('./tags/collect.ts'),
    },
    {
      name: 'tags audit',
      summary: 'Report violations of a policy, in any region and account',
      load: () => import('./tags/audit.ts'),
    },
    {
      name: 'tags plan',
      summary: 'Plan the changes that fix violations',
      load: () => import('./tags/plan.ts'),
    },
    {
      name: 'tags apply',
      summary: 'Check a plan against the account, and with --apply make its changes',
      load: () => import('./tags/apply.ts'),
    },
    {
      name: 'tags undo',
      summary: 'Undo the changes of an apply',
      load: () => import('./tags/undo.ts'),
    },
    {
      name: 'tags group',
      summary: 'Create resource groups of resources with the same tag',
      load: () => import('./tags/group.ts'),
    },
    {
      name: 'cost report',
      summary: 'Report what was spent, by group, and what is not tagged',
      load: () => import('./cost/report.ts'),
    },
    {
      name: 'cost diff',
      summary: 'List what changed from one period to another, and why',
      load: () => import('./cost/diff.ts'),
    },
    {
      name: 'cost anomalies',
      summary: 'List days that stand out from their own history',
      load: () => import('./cost/anomalies.ts'),
    },
    {
      name: 'cost commitments',
      summary: 'List Savings Plans and reservations: what is used, what is not, what ends when',
      load: () => import('./cost/commitments.ts'),
    },
    {
      name: 'cost tags',
      summary: 'List the keys that costs can be grouped by, and activate others',
      load: () => import('./cost/tags.ts'),
    },
    {
      name: 'iam explain',
      summary: 'Show whether policies allow an action, and which statement decides',
      load: () => import('./iam/explain.ts'),
    },
    {
      name: 'completion',
      summary: 'Print a completion script for bash, zsh or fish',
      load: async () => ({ command: (await import('./completion.ts')).completionCommand(program) }),
    },
    {
      name: 'schedule init',
      summary: 'Write a commented schedule file to start from',
      load: () => import('./schedule/init.ts'),
    },
    {
      name: 'schedule check',
      summary: 'Print the schedules of a file and its findings, or its problems',
      load: () => import('./schedule/check.ts'),
    },
    {
      name: 'schedule simulate',
      summary: 'Show the hours, calendar, starts and stops of a year; test them',
      load: () => import('./schedule/simulate.ts'),
    },
    {
      name: 'schedule rehearse',
      summary: 'Run the function for days on a copy of the account, and report',
      load: () => import('./schedule/rehearse.ts'),
    },
    {
      name: 'schedule plan',
      summary: 'Plan what has to be started or stopped now',
      load: () => import('./schedule/plan.ts'),
    },
    {
      name: 'schedule apply',
      summary: 'Check a plan against the account, and with --apply start and stop',
      load: () => import('./schedule/apply.ts'),
    },
    {
      name: 'schedule undo',
      summary: 'Undo the starts and stops of an apply',
      load: () => import('./schedule/undo.ts'),
    },
    {
      name: 'schedule why',
      summary: 'Show why an instance runs or is stopped, and what comes next',
      load: () => import('./schedule/why.ts'),
    },
    {
      name: 'schedule override',
      summary: 'Keep resources on or off until a time; list and revoke overrides',
      load: () => import('./schedule/override.ts'),
    },
    {
      name: 'network init',
      summary: 'Write a commented network file to start from',
      load: () => import('./network/init.ts'),
    },
    {
      name: 'network address-plan',
      summary: 'Show the address range of each subnet, and what is left',
      load: () => import('./network/address-plan.ts'),
    },
    {
      name: 'network show',
      summary: 'Show networks, a picture of them, and what is suspicious',
      load: () => import('./network/show.ts'),
    },
    {
      name: 'network trace',
      summary: 'Show whether traffic arrives, by which rules, and what would open the way',
      load: () => import('./network/trace.ts'),
    },
    {
      name: 'network check',
      summary: 'Check what must be reached, and what must never be',
      load: () => import('./network/check.ts'),
    },
    {
      name: 'network survive',
      summary: 'Show which paths hold without a zone, a NAT gateway, an instance',
      load: () => import('./network/survive.ts'),
    },
    {
      name: 'network plan',
      summary: 'Show what would be made, changed and removed, and what it costs',
      load: () => import('./network/plan.ts'),
    },
    {
      name: 'network apply',
      summary: 'Make the network of a file, step by step, with a journal',
      load: () => import('./network/apply.ts'),
    },
    {
      name: 'network undo',
      summary: 'Remove what network apply made, and put back what it changed',
      load: () => import('./network/undo.ts'),
    },
    {
      name: 'queue look',
      summary: 'Show what is in a queue, by cause',
      load: () => import('./queue/look.ts'),
    },
    {
      name: 'queue redrive',
      summary: 'Send messages back to where they failed',
      load: () => import('./queue/redrive.ts'),
    },
    {
      name: 'queue save',
      summary: 'Save messages to a file',
      load: () => import('./queue/save.ts'),
    },
    {
      name: 'queue restore',
      summary: 'Send saved messages to a queue',
      load: () => import('./queue/restore.ts'),
    },
    {
      name: 'deploy template',
      summary: 'Write the SAM template and the functions of a stack, for sam deploy',
      load: () => import('./deploy/template.ts'),
    },
  ],
  async policyOf({ command, values, global, environment }) {
    const { leastPolicy } = await import('@groundcrew/permissions/least-policy');
    const { AWS_REGION, AWS_DEFAULT_REGION } = environment;
    // Where several regions are searched, the policy is for all of them.
    const region =
      values['regions'] === undefined ? (global.region ?? (AWS_REGION || AWS_DEFAULT_REGION)) : undefined;
    return leastPolicy({ command, values, region });
  },
  examples: [
    { command: 'groundcrew demo', description: 'See it work, without an account' },
    {
      command: 'groundcrew inventory load stock.csv --dry-run',
      description: 'Report what loading a file would write and cost',
    },
  ],
};
