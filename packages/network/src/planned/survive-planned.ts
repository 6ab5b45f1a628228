import type { NetworkFile } from '../file/index.ts';
import type { NetworkModel } from '../model/index.ts';
import { type Failure, failuresOf, survive, type Survival, type SurvivedPath } from '../trace/failures.ts';
import { pathsOfFile } from '../trace/file-paths.ts';

/** What can fail in a planned network: its zones and NAT gateways. Instances of it are stand-ins. */
export function plannedFailures(model: NetworkModel): readonly Failure[] {
  return failuresOf(model, undefined).filter(({ kind }) => kind !== 'instance');
}

/** Which paths of a file still hold without each of some resources, in the network that it wants. */
export function survivePlanned(
  file: NetworkFile,
  models: readonly [NetworkModel, ...NetworkModel[]],
  failures: readonly Failure[],
): readonly Survival[] {
  const each = models.map((model) => survive(model, pathsOfFile(model, file), failures));
  return each[0]!.map(({ failure, paths }, at) => ({
    failure,
    paths: paths.map((_, index) => worst(each.map((survivals) => survivals[at]!.paths[index]!))),
  }));
}

const order: readonly SurvivedPath['holds'][] = ['no', 'unknown', 'in-part', 'gone', 'yes'];

function worst(all: readonly SurvivedPath[]): SurvivedPath {
  return all.reduce((one, other) => (order.indexOf(other.holds) < order.indexOf(one.holds) ? other : one));
}
