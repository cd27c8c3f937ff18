import type { Configuration, Node } from './tree.ts';

/** More trials than this are not worth the wait. */
const mostTrials = 400;

/**
 * The smallest configuration found that still fails: drops one node after another, whole blocks first, until nothing
 * can go.
 */
export async function shrink(
  configuration: Configuration,
  fails: (smaller: Configuration) => Promise<boolean>,
): Promise<Configuration> {
  let smallest = configuration;
  let trials = 0;
  for (let shrunk = true; shrunk && trials < mostTrials;) {
    shrunk = false;
    for (const node of droppable(smallest)) {
      if (++trials > mostTrials) break;
      const smaller = without(smallest, node);
      if (smaller !== smallest && (await fails(smaller))) {
        smallest = smaller;
        shrunk = true;
      }
    }
  }
  return smallest;
}

/** Outer nodes before inner ones. */
function droppable({ files }: Configuration): readonly Node[] {
  const visit = (nodes: readonly Node[]): readonly Node[] => [
    ...nodes.filter((node) => !(node.kind === 'statement' && node.needed === true)),
    ...nodes.flatMap((node) => (node.kind === 'block' ? visit(node.body) : [])),
  ];
  return Object.values(files)
    .flatMap(visit)
    .filter((node) => !(node.kind === 'block' && (node.keyword === 'http' || node.keyword === 'events')));
}

function without(configuration: Configuration, dropped: Node): Configuration {
  let found = false as boolean;
  const visit = (nodes: readonly Node[]): readonly Node[] =>
    nodes.flatMap((node) => {
      if (node !== dropped) return [node.kind === 'block' ? { ...node, body: visit(node.body) } : node];
      found = true;
      return [];
    });
  const files = Object.entries(configuration.files).map(([path, nodes]): [string, readonly Node[]] => [
    path,
    visit(nodes),
  ]);
  return found ? { ...configuration, files: Object.fromEntries(files) } : configuration;
}
