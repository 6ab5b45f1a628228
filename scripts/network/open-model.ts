import { createModel, type NetworkModel } from '@groundcrew/network/model';
import { readAnswers, readSaved, type SavedNetwork } from '@groundcrew/network/saved';
import { type AskContext, askNetwork, missingLines } from './ask-network.ts';
import { readFolder } from './saved-folder.ts';

/** The option of the commands that read networks. */
export const fromOption = {
  from: {
    type: 'text',
    value: 'FOLDER',
    description:
      'saved answers of aws ... describe-*, in place of the account; network show --how-to-save prints a script that makes them',
  },
} as const;

export interface OpenedModel {
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
): Promise<OpenedModel> {
  const { content, ignored } =
    from === undefined ? await readAccount(context, region) : readSaved(await readFolder(from));
  return { model: createModel(content), ignored };
}

async function readAccount(context: AskContext, wanted: string | undefined): Promise<SavedNetwork> {
  const { region, answers, missing } = await askNetwork({ region: wanted }, context);
  for (const line of missingLines(missing)) context.io.stderr.write(`${line}\n`);
  return readAnswers(
    answers.map(({ path, value }) => ({ path: `${region}/${path}`, value })),
    { region },
  );
}
