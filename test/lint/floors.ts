/** What one floor holds: its workspaces (folders), each with what it is for. */
export interface Floor {
  readonly floor: number;
  readonly workspaces: Readonly<Record<string, string>>;
}

/**
 * The floors, the highest first. Shipped source imports only from floors below its own. Tests may import from any floor, as
 * long as no packages end in a circle. The table in CONTRIBUTING.md is made from this one, and a test holds both together.
 */
export const floors: readonly Floor[] = [
  {
    floor: 6,
    workspaces: { scripts: 'the command `groundcrew`', deploy: 'SAM templates and the CDK app' },
  },
  {
    floor: 5,
    workspaces: {
      functions: 'Lambda handlers and their manifests',
      'packages/console': 'the local page over the operations',
    },
  },
  {
    floor: 4,
    workspaces: {
      'packages/inventory': 'stock files in, stock items and alerts out',
      'packages/tags': 'tag policy, audit, planning',
      'packages/cost': 'spend: sources, periods, anomalies',
      'packages/schedule': 'office hours: intervals, decisions, simulation',
      'packages/ec2': 'instances: metadata, listing, types, watching',
      'packages/queue': 'failure queues: what is in them, and the way back',
      'packages/permissions': 'policies explained, the least policy of a command',
      'packages/network': 'networks: address plan, desired network, model, tracing',
    },
  },
  {
    floor: 3,
    workspaces: {
      'packages/collect': 'asks accounts and regions for what there is',
      'packages/local': 'the embedded AWS',
    },
  },
  {
    floor: 2,
    workspaces: {
      'packages/aws': 'a folder and a subpath export per service, over its SDK client',
      'packages/duckdb': 'SQL over files',
      'packages/cli': 'the command kit',
    },
  },
  {
    floor: 1,
    workspaces: {
      'packages/aws-core': 'identity, client settings, retry, rate limits, paging',
      'packages/account':
        'the model of an account: resources, snapshots, coverage, diff, graph, account files',
      'packages/iam': 'policies and their evaluation, the reference of the actions in use',
      'packages/plan': 'plan, apply, undo',
      'packages/report': 'reports as data, rendered',
      'packages/lambda': 'the handler kit and manifests',
      'packages/settings': 'files that people write: YAML and JSON with the place of each value, globs',
    },
  },
  {
    floor: 0,
    workspaces: {
      'packages/errors': 'typed errors',
      'packages/async': 'waiting, backoff, bounded concurrency, seeded random',
      'packages/zip': 'the list of files of a ZIP archive',
    },
  },
];

/** Workspaces beside the floors: only tests may import from them, and they may import from any floor. */
export const beside: Readonly<Record<string, string>> = {
  test: 'what crosses packages: end to end, faults, stress, conformance, browser, bench, lint',
};

/** Folders with a package.json of their own in a workspace, which no rule looks into, and what they hold. */
export const outside: Readonly<Record<string, string>> = {
  'deploy/cdk': 'the CDK app, which has a lock file of its own',
  'test/conformance/asl': 'asl-validator, which its test installs',
};

/**
 * Files of a shipped workspace that are run in a checkout and never bundled, as paths from the root. They may use what
 * tests may use.
 */
export const tools: readonly RegExp[] = [/^scripts\/(make-|build\/)/];

/** The only workspace whose shipped source imports clients of the SDK. */
export const sdkWorkspace = 'packages/aws';

/** Dependencies that no file imports and no npm script runs, and what uses them. */
export const usedOtherwise: Readonly<Record<string, string>> = {
  'axe-core': 'test/browser runs its text in pages',
  '@types/node': 'types in tsconfig.json',
  'oxlint-tsgolint': 'oxlint --type-aware runs it',
  '@duckdb/node-api': 'packages/duckdb, bundled into the command, loads it where it is installed',
};
