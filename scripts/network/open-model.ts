import { createModel, type NetworkModel } from '@groundcrew/network/model';
import { mergeContents, readAnswers, readSaved, type SavedNetwork } from '@groundcrew/network/saved';
import { type AskContext, askNetwork, missingLines } from './ask-network.ts';
import { isFile, readFolder } from './saved-folder.ts';
import { readSnapshotAnswers } from './snapshot-answers.ts';

/** The option of the commands that read networks. */
export const fromOption = {
  from: {
    type: 'text',
    value: 'PATH',
    description:
      'in place of the account: a snapshot of account collect --networks, or a folder of saved answers of aws ... describe-* ' +
      '(network show --how-to-save prints a script that makes them)',
  },
} as const;

/** The networks that questions are asked about. */
export interface ModelHandle {
  readonly model: NetworkModel;
  /** Files that were not read. */
  readonly ignored: readonly string[];
}

/**
 * The networks of a folder of saved answers, or of the account. What of the account could not be read is on stderr, and
 * unknown in the model.
 *
 * @param region of the account; default: the current one
 * @throws GroundcrewError `network.saved.unreadable` and those of `readSaved`; those of `openAccounts`
 */
export async function openModel(
  from: string | undefined,
  context: AskContext,
  region?: string,
): Promise<ModelHandle> {
  const { content, ignored } =
    from === undefined
      ? await readAccount(context, region)
      : (await isFile(from))
        ? await readSnapshot(from)
        : readSaved(await readFolder(from));
  return { model: createModel(content), ignored };
}

/** @throws GroundcrewError `network.snapshot.unknown`: networks were not collected */
async function readSnapshot(path: string): Promise<SavedNetwork> {
  const { places } = await readSnapshotAnswers(path);
  const networks = places.map(({ accountId, region, answers }) =>
    readAnswers(answers, { account: accountId, region }),
  );
  return { content: mergeContents(networks.map(({ content }) => content)), ignored: [] };
}

async function readAccount(context: AskContext, wanted: string | undefined): Promise<SavedNetwork> {
  const { region, answers, missing } = await askNetwork({ region: wanted }, context);
  for (const line of missingLines(missing)) context.io.stderr.write(`${line}\n`);
  return readAnswers(
    answers.map(({ path, value }) => ({ path: `${region}/${path}`, value })),
    { region },
  );
}
