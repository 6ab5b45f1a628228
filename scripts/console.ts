import { once } from 'node:events';
import {
  type CommandContext,
  defineCommand,
  exitCodes,
  type GlobalOptions,
  type Program,
} from '@groundcrew/cli';
import { type Console, type ConsoleOptions, startConsole } from '@groundcrew/console';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { languages } from '@groundcrew/report/messages';
import { openBrowser } from './console/open-browser.ts';
import { accountSource } from './console/account-source.ts';
import { createInternals } from './console/internals-source.ts';
import { machineLanguage } from './console/machine-language.ts';
import { localSource } from './console/local-source.ts';
import { reportSource } from './console/report-source.ts';
import { sampleAccount, sampleBill, writeSampleFiles } from './console/sample-shop.ts';
import { uploadSamples } from './console/upload-samples.ts';
import { liveLines } from './local/live-line.ts';
import { readAccounts } from './local/read-accounts.ts';
import { startStacks } from './local/start-stacks.ts';
import { consoleScript } from './package-files.ts';
import packageJson from './package.json' with { type: 'json' };

const DEFAULT_PORT = 4580;
/** Where the sample shop has most of its resources. */
const SAMPLE_REGION = 'ap-northeast-2';
/** Much shorter than the minutes of AWS, so that a function that failed is seen again soon. */
const retryDelaysMs = [500, 1_000];

const options = {
  local: {
    type: 'flag',
    description: 'show the embedded AWS, started in this process with the functions and the samples',
  },
  allowChanges: {
    type: 'flag',
    description: 'allow changes to the account, each shown and confirmed first; always allowed with --local',
  },
  port: {
    type: 'integer',
    value: 'N',
    minimum: 0,
    maximum: 65_535,
    default: DEFAULT_PORT,
    description: 'port on 127.0.0.1; 0 for any',
  },
  noOpen: { type: 'flag', description: 'do not open the page in a browser' },
  language: {
    type: 'text',
    value: 'LANGUAGE',
    choices: languages,
    description:
      'language of the pages and, with --local, of the alerts; default: that of the browser, and for alerts that of this machine',
  },
  table: { type: 'text', value: 'NAME', default: 'Inventory', description: 'the table of stock items' },
  ledgerTable: {
    type: 'text',
    value: 'NAME',
    default: 'InventoryLoads',
    description: 'the table of loaded files',
  },
  rejectsBucket: {
    type: 'text',
    value: 'NAME',
    description: 'the bucket of rejected rows; default: that of the stack, groundcrew-rejects-ACCOUNT-REGION',
  },
  topic: { type: 'text', value: 'NAME', default: 'NoStock', description: 'the topic of the alerts' },
  refresh: {
    type: 'integer',
    value: 'SECONDS',
    minimum: 5,
    maximum: 86_400,
    default: 60,
    description:
      'how often the table is read again while a page is open: each time costs the read units of the whole table',
  },
  data: { type: 'text', value: 'DIR', description: 'with --local: folder for all state; default: in memory' },
} as const;

type Context = CommandContext<typeof options, []> & { readonly program: Program };

/** @param program what the pages of reports run */
export const consoleCommand = (program: Program) =>
  defineCommand({
    description:
      'Serves a page on this machine until Ctrl-C, and opens it in the browser: shelves, updated live; upload of stock files; repair of rejected rows; alerts; and loaded files. It only reads the account, unless --allow-changes is passed. The printed address has a token, which is required.',
    arguments: [],
    options,
    examples: [
      { command: 'groundcrew console --local', description: 'Try it, without an account' },
      { command: 'groundcrew console --profile shop', description: 'See the shelves of an account' },
      {
        command: 'groundcrew console --profile shop --allow-changes',
        description: 'Upload files into it, and repair rows',
      },
      {
        command: 'groundcrew console --local --language ko --no-open --port 0',
        description: 'Print the address of pages in Korean, on any port',
      },
    ],
    handler: (context) =>
      context.options.local ? serveLocal({ ...context, program }) : serveAccount({ ...context, program }),
  });

async function serveLocal(context: Context) {
  const { options: chosen, global, io } = context;
  let shown: Console | undefined;
  const internals = createInternals(io.now);
  io.stderr.write('Starting the embedded AWS with its functions …\n');
  const local = await startStacks([stack], {
    retryDelaysMs,
    region: global.region ?? SAMPLE_REGION,
    accounts: (await readAccounts(sampleAccount)).accounts,
    bill: sampleBill,
    ...(chosen.data !== undefined && { dataDir: chosen.data }),
    settings: {
      UndoJournal: 'on',
      // The functions start before a browser sends its language, which mostly is that of the machine.
      AlertLanguage: chosen.language ?? machineLanguage(io.environment),
    },
    onEvent(event) {
      internals.onEvent(event);
      shown?.notify('internals');
      if (event.type === 'published') shown?.notify('alerts');
      if (event.type === 'finished' && event.function === 'load-inventory') {
        shown?.notify('loads');
        shown?.notify('rejects');
      }
      if (event.type === 'failed' || event.type === 'bug')
        for (const line of liveLines(event)) io.stderr.write(`${line}\n`);
    },
  });
  const inventory = localSource(local);
  const samples = await writeSampleFiles();
  try {
    const account = { accountId: local.accountId, region: local.region, isLocal: true };
    const reports = reportSource({
      program: context.program,
      environment: { ...io.environment, AWS_PROFILE: undefined, ...local.environment() },
      // Typed in a shell, the same is about the embedded AWS too, not about the account of the shell.
      globalWords: ['--endpoint-url', local.endpoint, '--region', local.region],
      initial: samples.initial,
    });
    shown = await startConsole({
      ...(await common(context)),
      allowChanges: true,
      account,
      inventory,
      reports,
      internals: internals.of(local, stack),
    });
    announce(shown, context);
    if (chosen.data === undefined) await uploadSamples(local, inventory.s3);
    return await untilInterrupted(context);
  } finally {
    await shown?.close();
    for (const client of [inventory.dynamodb, inventory.s3, inventory.sns]) client.destroy();
    await local.close();
    await samples.remove();
  }
}

async function serveAccount(context: Context) {
  const { account, inventory, close } = await accountSource(context.options, context);
  let shown: Console | undefined;
  try {
    const { allowChanges } = context.options;
    const reports = reportSource({
      program: context.program,
      environment: context.io.environment,
      globalWords: globalWordsOf(context.global),
    });
    shown = await startConsole({ ...(await common(context)), allowChanges, account, inventory, reports });
    announce(shown, context);
    return await untilInterrupted(context);
  } finally {
    await shown?.close();
    close();
  }
}

/** As they were typed, so that a command line that is shown does the same in a shell. */
function globalWordsOf({ profile, region, endpointUrl }: GlobalOptions): string[] {
  return [
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...(region === undefined ? [] : ['--region', region]),
    ...(endpointUrl === undefined ? [] : ['--endpoint-url', endpointUrl]),
  ];
}

async function common({ options: { port, language }, io }: Context) {
  return {
    port,
    ...(language !== undefined && { language }),
    script: await consoleScript(),
    version: packageJson.version,
    now: io.now,
    onError: (error: unknown) => io.stderr.write(`${String(error)}\n`),
  } satisfies Partial<ConsoleOptions>;
}

function announce({ address }: Console, { options: { noOpen }, io }: Context): void {
  io.stderr.write(`The console is at\n\n  ${address}\n\nCtrl-C ends it.\n`);
  if (!noOpen) openBrowser(address, io.environment);
}

async function untilInterrupted({ signal }: Context) {
  if (!signal.aborted) await once(signal, 'abort');
  return exitCodes.done;
}
