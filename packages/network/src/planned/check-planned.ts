import type { Item } from '../desired/item.ts';
import type { NetworkFile } from '../file/index.ts';
import type { NetworkModel } from '../model/index.ts';
import { pathsOfFile } from '../trace/file-paths.ts';
import { type CheckedPath, checkPath, holdsBy } from '../trace/paths.ts';
import type { Verdict } from '../trace/trace.ts';
import { placeTakers, plannedNetwork } from './planned-model.ts';

/** The planned network in each arrangement that it needs to be asked in: one, if all have room everywhere. */
export function plannedModels(
  file: NetworkFile,
  items: ReadonlyMap<string, Item>,
): readonly [NetworkModel, ...NetworkModel[]] {
  const { model, isShort } = plannedNetwork(file, items);
  if (!isShort) return [model];
  const others = placeTakers(file, 0)
    .slice(1)
    .map((_, at) => plannedNetwork(file, items, at + 1).model);
  return [model, ...others];
}

/** Whether the paths of a file hold in the network that it wants, before anything of it is made. */
export function checkPlanned(
  file: NetworkFile,
  models: readonly [NetworkModel, ...NetworkModel[]],
): readonly CheckedPath[] {
  const each = models.map((model) => pathsOfFile(model, file).map((path) => checkPath(model, path)));
  return each[0]!.map((first, at) => together(each.map((checked) => checked[at] ?? first)));
}

/** What holds for some members of a group and not for others, holds in part. */
function together(all: readonly CheckedPath[]): CheckedPath {
  const verdicts = new Set(all.map(({ verdict }) => verdict));
  const [first] = all;
  if (verdicts.size === 1) return first!;
  const verdict = verdictOf(verdicts);
  const holds = holdsBy(verdict, first!.path.must);
  const shown = all.find((each) => each.verdict === verdict) ?? all.find((each) => each.holds !== 'yes');
  return { ...(shown ?? first!), verdict, holds };
}

function verdictOf(verdicts: ReadonlySet<Verdict>): Verdict {
  const isMixed = verdicts.has('reachable') && verdicts.has('blocked');
  return isMixed || verdicts.has('in-part') ? 'in-part' : 'unknown';
}
