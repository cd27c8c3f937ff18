/** A generated configuration, before it is written as text. Nodes are compared by identity. */
export type Node = Statement | Comment | Include | Block;

export interface Statement {
  readonly kind: 'statement';
  readonly keyword: string;
  /** As written, with their quotes. */
  readonly args: readonly string[];
  /** A comment behind it on its line. */
  readonly remark?: string | undefined;
  /** The configuration answers no request without it, so shrinking leaves it. */
  readonly needed?: true;
}

export interface Comment {
  readonly kind: 'comment';
  readonly text: string;
}

export interface Include {
  readonly kind: 'include';
  readonly pattern: string;
  /** What the pattern brings in, in nginx's order. */
  readonly paths: readonly string[];
}

export interface Block {
  readonly kind: 'block';
  readonly keyword: 'events' | 'http' | 'server' | 'location' | 'if';
  /** As written; none of them needs quotes. */
  readonly args: readonly string[];
  readonly body: readonly Node[];
  readonly oneLine: boolean;
}

export interface Style {
  readonly indent: string;
  readonly eol: '\n' | '\r\n';
  /** The opening brace on a line of its own. */
  readonly ownBrace: boolean;
}

export interface Configuration {
  readonly seed: number;
  readonly style: Style;
  /** By relative path; the main file is `nginx.conf`. */
  readonly files: Readonly<Record<string, readonly Node[]>>;
}

export const mainFile = 'nginx.conf';

/** The statements and blocks of a body in the order in which nginx meets them. */
export function expanded(body: readonly Node[], { files }: Configuration): readonly (Statement | Block)[] {
  const visit = (nodes: readonly Node[]): readonly (Statement | Block)[] =>
    nodes.flatMap((node) => {
      if (node.kind === 'comment') return [];
      return node.kind === 'include' ? node.paths.flatMap((path) => visit(files[path] ?? [])) : [node];
    });
  return visit(body);
}
