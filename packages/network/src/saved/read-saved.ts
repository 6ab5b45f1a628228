import { emptyContent, type ModelContent } from '../model/index.ts';
import { type NetworkAnswer, parseSaved, recognizeAll, type SavedFile } from './answer.ts';
import { type AnswerPlace, readScope } from './scope-content.ts';

/** What saved answers have. */
export interface SavedNetwork {
  readonly content: ModelContent;
  /** Files that are not an answer that the model reads. */
  readonly ignored: readonly string[];
}

/**
 * Reads answers that were saved with the AWS CLI: what a file is, is found by its content. Files of one folder are of one
 * account and region; further ones are in folders of their own. Several pages of one list are put together.
 *
 * @throws GroundcrewError `network.saved.not-json`, `network.saved.malformed`, `network.saved.mixed-regions`,
 *   `network.saved.whose`
 */
export function readSaved(files: readonly SavedFile[]): SavedNetwork {
  return readAnswers(files.map(parseSaved));
}

/**
 * The same of answers that are values already.
 *
 * @param place where all of them are from, if that is known; without it, the folders of their paths distinguish them
 * @throws GroundcrewError as {@link readSaved}
 */
export function readAnswers(answers: readonly NetworkAnswer[], place: AnswerPlace = {}): SavedNetwork {
  const { known, ignored } = recognizeAll(answers);
  const byScope = Map.groupBy(known, ({ scope }) => scope);
  const contents = [...byScope].map(([scope, own]) => readScope(scope, own, place));
  return { content: mergeContents(contents), ignored };
}

/** What several accounts and regions have. */
export function mergeContents(contents: readonly ModelContent[]): ModelContent {
  return contents.reduce(merged, emptyContent);
}

function merged(one: ModelContent, other: ModelContent): ModelContent {
  const both = Object.entries(one).map(([key, list]) => [
    key,
    [...list, ...other[key as keyof ModelContent]],
  ]);
  return Object.fromEntries(both) as ModelContent;
}
