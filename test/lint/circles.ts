/**
 * Circles of a graph: of each set of nodes that all lead to one another, one circle through the first of them, as the nodes
 * on it in order. A node that leads to itself is one.
 */
export function findCircles(graph: ReadonlyMap<string, ReadonlySet<string>>): string[][] {
  const circles: string[][] = [];
  const taken = new Set<string>();
  for (const start of [...graph.keys()].toSorted()) {
    if (taken.has(start)) continue;
    const circle = shortestBack(graph, start);
    if (!circle) continue;
    for (const node of circle) taken.add(node);
    circles.push(circle);
  }
  return circles;
}

/** The shortest way from a node back to itself. */
function shortestBack(graph: ReadonlyMap<string, ReadonlySet<string>>, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const node of queue)
    for (const next of graph.get(node) ?? []) {
      if (next === start) {
        const way = [node];
        for (let at = cameFrom.get(node); at !== undefined; at = cameFrom.get(at)) way.unshift(at);
        return way;
      }
      if (cameFrom.has(next)) continue;
      cameFrom.set(next, node);
      queue.push(next);
    }
  return undefined;
}
