import type { Random } from './random.ts';
import type { Include, Node } from './tree.ts';

/** The same configuration with runs of its nodes moved into files that are included where they stood. */
export function splitIntoFiles(nodes: readonly Node[], random: Random): readonly Node[] {
  const state = { next: 1 };
  const visit = (body: readonly Node[], depth: number): readonly Node[] => {
    const inner = body.map((node): Node => {
      if (node.kind === 'include' || node.body === undefined || isData(node.name)) return node;
      return { ...node, body: visit(node.body, depth + 1) };
    });
    if (depth === 0 || inner.length === 0 || !random.chance(0.3)) return inner;
    const from = random.below(inner.length);
    const to = from + 1 + random.below(inner.length - from);
    return [...inner.slice(0, from), include(inner.slice(from, to), random, state), ...inner.slice(to)];
  };
  return visit(nodes, 0);
}

function include(nodes: readonly Node[], random: Random, state: { next: number }): Include {
  const number = state.next++;
  if (random.chance(0.7) || nodes.length < 2) {
    const path = `snippets/part-${number}.conf`;
    return { kind: 'include', pattern: path, files: [{ path, body: nodes }] };
  }
  const half = Math.ceil(nodes.length / 2);
  const file = (name: string, body: readonly Node[]): Include['files'][number] => ({
    path: `parts-${number}/${name}.conf`,
    body,
  });
  // Byte order: `10` comes before `9`.
  const files = [file('10-first', nodes.slice(0, half)), file('9-second', nodes.slice(half))];
  return { kind: 'include', pattern: `parts-${number}/*.conf`, files };
}

/** Bodies whose lines are data, where an `include` is something else or nothing. */
function isData(name: string): boolean {
  return name === 'geo' || name === 'split_clients' || name === 'upstream' || name === 'types';
}
