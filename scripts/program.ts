import type { Program } from '@groundcrew/cli';
import packageJson from './package.json' with { type: 'json' };

/** The `groundcrew` command. Modules of commands are imported when they are called, the SDK with them. */
export const program: Program = {
  name: 'groundcrew',
  version: packageJson.version,
  description:
    'Ground crew for an AWS account: inventory, instances, tags and costs, on one machine or in the cloud.',
  commandGroups: {
    inventory: {
      summary: 'Stock files and what is on the shelves',
      examples: [
        { command: 'groundcrew inventory load stock.csv', description: 'Load a stock file into the table' },
        { command: 'groundcrew inventory list --out-of-stock', description: 'See what has run out' },
      ],
    },
    ec2: {
      summary: 'Instances: what they are, and which there are',
      examples: [
        { command: 'groundcrew ec2 type m7gd.4xlarge', description: 'Read the name of an instance type' },
        { command: 'groundcrew ec2 list --regions all', description: 'See every instance of the account' },
        { command: 'groundcrew ec2 lookup 10.0.0.1', description: 'See which instance has an address' },
        { command: 'groundcrew ec2 metadata', description: 'See who this instance is' },
      ],
    },
    tags: {
      summary: 'Tags that hold: policy, audit, plan, apply, undo',
      examples: [
        { command: 'groundcrew tags policy init tags.yaml', description: 'Begin a policy' },
        {
          command: 'groundcrew tags audit --policy tags.yaml --regions all',
          description: 'See what does not follow it',
        },
        {
          command: 'groundcrew tags plan --policy tags.yaml --out fixes.json',
          description: 'See what would mend it',
        },
        { command: 'groundcrew tags apply fixes.json --apply', description: 'Mend it' },
        {
          command: 'groundcrew tags undo fixes.json.journal --apply',
          description: 'Put everything back',
        },
      ],
    },
    cost: {
      summary: 'Where the money went: reports, changes, days that stand out',
      examples: [
        { command: 'groundcrew cost report', description: 'See this month so far, by service' },
        {
          command: 'groundcrew cost diff 2026-09 2026-10 --source exports/',
          description: 'See what changed, out of a billing export',
        },
        { command: 'groundcrew cost anomalies', description: 'See which days stood out' },
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
    'tags policy': {
      summary: 'The policy: which tags there have to be',
      examples: [
        { command: 'groundcrew tags policy init tags.yaml', description: 'Begin a policy' },
        { command: 'groundcrew tags policy check tags.yaml', description: 'See whether it can be read' },
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
      name: 'local',
      summary: 'Run the embedded AWS, for any SDK',
      load: () => import('./local.ts'),
    },
    {
      name: 'inventory load',
      summary: 'Load a stock file into a table',
      load: () => import('./inventory/load.ts'),
    },
    {
      name: 'inventory list',
      summary: 'List what is on the shelves',
      load: () => import('./inventory/list.ts'),
    },
    {
      name: 'ec2 list',
      summary: 'List instances, in any region and account',
      load: () => import('./ec2/list.ts'),
    },
    {
      name: 'ec2 lookup',
      summary: 'Tell which instance has this id, address, name or tag',
      load: () => import('./ec2/lookup.ts'),
    },
    {
      name: 'ec2 metadata',
      summary: 'Tell who this instance is, from its metadata service',
      load: () => import('./ec2/metadata.ts'),
    },
    {
      name: 'ec2 watch',
      summary: 'Wait for a notice that this instance is about to go',
      load: () => import('./ec2/watch.ts'),
    },
    {
      name: 'ec2 type',
      summary: 'Read the name of an instance type',
      load: () => import('./ec2/type.ts'),
    },
    {
      name: 'tags policy init',
      summary: 'Write a commented tag policy to start from',
      load: () => import('./tags/policy-init.ts'),
    },
    {
      name: 'tags policy check',
      summary: 'Tell what a tag policy says, or what is wrong with it',
      load: () => import('./tags/policy-check.ts'),
    },
    {
      name: 'tags collect',
      summary: 'Save what is there and how it is tagged, to audit and plan from',
      load: () => import('./tags/collect.ts'),
    },
    {
      name: 'tags audit',
      summary: 'Tell what does not follow a policy, in any region and account',
      load: () => import('./tags/audit.ts'),
    },
    {
      name: 'tags plan',
      summary: 'Plan the changes that would mend it',
      load: () => import('./tags/plan.ts'),
    },
    {
      name: 'tags apply',
      summary: 'Check a plan against the account, and with --apply make its changes',
      load: () => import('./tags/apply.ts'),
    },
    {
      name: 'tags undo',
      summary: 'Put back what an apply changed',
      load: () => import('./tags/undo.ts'),
    },
    {
      name: 'tags group',
      summary: 'Make resource groups of what carries the same tag',
      load: () => import('./tags/group.ts'),
    },
    {
      name: 'cost report',
      summary: 'Tell what was spent, on what, and what is not tagged',
      load: () => import('./cost/report.ts'),
    },
    {
      name: 'cost diff',
      summary: 'Tell what changed from one period to another, and why',
      load: () => import('./cost/diff.ts'),
    },
    {
      name: 'cost anomalies',
      summary: 'Tell days that stand out of their own history',
      load: () => import('./cost/anomalies.ts'),
    },
    {
      name: 'deploy template',
      summary: 'Write the SAM template and the functions of a stack, for sam deploy',
      load: () => import('./deploy/template.ts'),
    },
  ],
  examples: [
    { command: 'groundcrew demo', description: 'See it work, without an account' },
    {
      command: 'groundcrew inventory load stock.csv --dry-run',
      description: 'Tell what loading a file would write and cost',
    },
  ],
};
