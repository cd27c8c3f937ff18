import { mainFile, type Block, type Configuration, type Node, type Statement, type Style } from './tree.ts';

/** Where a statement, or the head of a block, stands. */
export interface Spot {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

export interface Rendered {
  /** By relative path, the main file first. */
  readonly files: Readonly<Record<string, string>>;
  readonly spots: ReadonlyMap<Statement | Block, Spot>;
}

/** The configuration as text; a file that nothing includes is none of it. */
export function render({ files, style }: Configuration): Rendered {
  const spots = new Map<Statement | Block, Spot>();
  const texts = new Map<string, string>();
  const visit = (path: string): void => {
    const nodes = files[path] ?? [];
    if (texts.has(path)) return;
    texts.set(path, renderFile(path, nodes, style, spots));
    includedIn(nodes).forEach(visit);
  };
  visit(mainFile);
  return { files: Object.fromEntries(texts), spots };
}

function includedIn(nodes: readonly Node[]): readonly string[] {
  return nodes.flatMap((node) => {
    if (node.kind === 'include') return node.paths;
    return node.kind === 'block' ? includedIn(node.body) : [];
  });
}

function renderFile(
  path: string,
  nodes: readonly Node[],
  { indent, eol, ownBrace }: Style,
  spots: Map<Statement | Block, Spot>,
): string {
  let text = '';
  const put = (node: Statement | Block, head: string): void => {
    spots.set(node, { path, start: text.length, end: text.length + head.length });
    text += head;
  };
  const write = (node: Node, depth: number, oneLine: boolean): void => {
    const [before, after] = oneLine ? [' ', ''] : [indent.repeat(depth), eol];
    text += before;
    switch (node.kind) {
      case 'comment':
        text += `# ${node.text}${eol}`;
        return;
      case 'include':
        text += `include ${node.pattern};${after}`;
        return;
      case 'statement':
        put(node, `${[node.keyword, ...node.args].join(' ')};`);
        text += `${node.remark === undefined || oneLine ? '' : ` # ${node.remark}`}${after}`;
        return;
      case 'block': {
        put(node, [node.keyword, ...node.args].join(' '));
        const short = oneLine || node.oneLine;
        text += ownBrace && !short ? `${eol}${before}{${eol}` : short ? ' {' : ` {${eol}`;
        for (const inner of node.body) write(inner, depth + 1, short);
        text += short ? ` }${after}` : `${before}}${eol}`;
      }
    }
  };
  for (const node of nodes) write(node, 0, false);
  return text;
}
