/** A generated configuration before it is written as text. Nodes are compared by identity. */
export type Node = Statement | Include;

export interface Statement {
  readonly kind: 'statement';
  readonly name: string;
  /** As nginx shall read them; quoted when they are written. */
  readonly args: readonly string[];
  readonly body?: readonly Node[];
  /** Nothing can be asked without it, so shrinking leaves it. */
  readonly needed?: true;
}

export interface Include {
  readonly kind: 'include';
  readonly pattern: string;
  /** The files that the pattern brings in, in nginx's order. */
  readonly files: readonly { readonly path: string; readonly body: readonly Node[] }[];
}

export function say(name: string, ...args: readonly string[]): Statement {
  return { kind: 'statement', name, args };
}

/** A block; of what nginx takes once only, the first stays. */
export function block(name: string, args: readonly string[], body: readonly Node[]): Statement {
  const seen = new Set<string>();
  const once = body.filter((node) => {
    if (node.kind === 'include' || REPEATABLE.test(node.name) || DATA.has(name)) return true;
    if (seen.has(node.name)) return false;
    seen.add(node.name);
    return true;
  });
  return { kind: 'statement', name, args, body: once };
}

const REPEATABLE =
  /^(server|location|if|map|geo|split_clients|upstream|set|rewrite|return|break|listen|allow|deny|error_page|add_header|add_trailer|more_.*|.*_(hide|pass|set)_header|auth_request_set)$/;
/** Bodies whose lines are data. */
const DATA: ReadonlySet<string> = new Set(['map', 'geo', 'split_clients', 'types', 'upstream']);

/** Every node, those in blocks and files included; outer ones first. */
export function* walk(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node;
    if (node.kind === 'statement') yield* walk(node.body ?? []);
    else for (const file of node.files) yield* walk(file.body);
  }
}

/** The tree with one node replaced; the same tree where it is not in there. */
export function replace(nodes: readonly Node[], old: Node, by: readonly Node[]): readonly Node[] {
  const result = nodes.flatMap((node) => (node === old ? by : [inside(node, old, by)]));
  const isSame = result.length === nodes.length && result.every((node, index) => node === nodes[index]);
  return isSame ? nodes : result;
}

function inside(node: Node, old: Node, by: readonly Node[]): Node {
  if (node.kind === 'statement') {
    if (node.body === undefined) return node;
    const body = replace(node.body, old, by);
    return body === node.body ? node : { ...node, body };
  }
  const files = node.files.map((file) => {
    const body = replace(file.body, old, by);
    return body === file.body ? file : { ...file, body };
  });
  return files.every((file, index) => file === node.files[index]) ? node : { ...node, files };
}
