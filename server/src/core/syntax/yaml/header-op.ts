import type { HeaderOp, HeaderValue, OpEdits, Reach } from '../../model/header-op.ts';
import type { Change } from '../../model/place.ts';
import { removeNode, replaceScalar } from './edit.ts';
import type { YamlEntry, YamlMap, YamlNode, YamlScalar, YamlSeq } from './node.ts';
import type { YamlDocument } from './parse.ts';

/** A header instruction as YAML writes it. */
export interface YamlHeader {
  readonly document: YamlDocument;
  readonly kind: HeaderOp['kind'];
  readonly name: string;
  readonly nameNode: YamlNode;
  /** Absent for instructions without a value. */
  readonly value?: HeaderValue;
  /** The entry or item that is the whole statement, and what it stands in; its removal is offered where it is faithful. */
  readonly statement: YamlEntry | YamlNode;
  readonly parent?: YamlMap | YamlSeq;
  readonly whenEmpty?: HeaderOp['whenEmpty'];
  readonly reach?: Reach;
  /** The scalar that is nothing but the value, or nothing but the name; edits of them are then offered. */
  readonly valueScalar?: YamlScalar;
  readonly nameScalar?: YamlScalar;
}

export function yamlHeaderOp(header: YamlHeader): HeaderOp {
  const { document, kind, name, nameNode, statement } = header;
  return {
    kind,
    name: { text: name.toLowerCase(), prefix: false },
    spelling: name,
    value: header.value ?? { kind: 'literal', text: '', at: document.place(statement.at) },
    whenEmpty: header.whenEmpty ?? 'send',
    reach: header.reach ?? {},
    nameAt: document.place(nameNode.at),
    statement: document.place(statement.at),
    edits: editsOf(header),
  };
}

function editsOf({ document, nameScalar, valueScalar, statement, parent }: YamlHeader): OpEdits {
  const remove = parent && removeNode(document, parent, statement);
  const rewritable = valueScalar !== undefined && replaceScalar(document, valueScalar, 'x') !== undefined;
  const renamable = nameScalar !== undefined && replaceScalar(document, nameScalar, 'x') !== undefined;
  return {
    ...(remove && { remove: [remove] }),
    // Both parts are asked for together at times; what cannot be done alone is not offered at all.
    ...(rewritable && renamable
      ? {
          rewrite: (part): readonly Change[] =>
            [
              part.name === undefined ? undefined : replaceScalar(document, nameScalar, part.name),
              part.value === undefined ? undefined : replaceScalar(document, valueScalar, part.value),
            ].filter((change) => change !== undefined),
        }
      : {}),
  };
}

const TEMPLATE = /\{\{.*?\}\}|\{%.*?%\}|\$\{[^}]*\}|<%.*?%>|\$\([^)]*\)/s;

/** A scalar as a header value: known, or with template holes. */
export function scalarValue(document: YamlDocument, scalar: YamlScalar): HeaderValue {
  const at = document.place(scalar.at);
  const { text } = scalar;
  if (!TEMPLATE.test(text)) return { kind: 'literal', text, at };
  const parts = text
    .split(new RegExp(TEMPLATE.source, 'gs'))
    .flatMap((part, index) => (index === 0 ? [part] : [undefined, part]));
  return { kind: 'dynamic', parts: parts.filter((part) => part !== ''), template: text, at };
}
