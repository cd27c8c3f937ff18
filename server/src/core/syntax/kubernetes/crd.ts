import { entriesOf, itemsOf, type YamlEntry, type YamlNode, type YamlScalar } from '../yaml/node.ts';

/**
 * What a Kubernetes API server makes of an object with a structural schema: a field that it does not know is pruned
 * without an error, a wrong type refuses the whole object. Manifests are read as YAML 1.1.
 */
export type CrdShape =
  | { readonly kind: 'any' | 'text' | 'boolean' }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, CrdShape>> }
  /** A map with any keys. */
  | { readonly kind: 'map' | 'list'; readonly of: CrdShape };

export const ANY: CrdShape = { kind: 'any' };
export const TEXT: CrdShape = { kind: 'text' };
export const BOOLEAN: CrdShape = { kind: 'boolean' };

export function object(fields: Readonly<Record<string, CrdShape>>): CrdShape {
  return { kind: 'object', fields };
}

export function list(of: CrdShape): CrdShape {
  return { kind: 'list', of };
}

export function map(of: CrdShape): CrdShape {
  return { kind: 'map', of };
}

export interface CrdFault {
  readonly kind: 'pruned' | 'refused';
  /** The entry that is dropped, or whose value has the wrong type; absent for an item of a list. */
  readonly entry?: YamlEntry | undefined;
  readonly node: YamlNode;
  /** Of what type it should be, with an article. */
  readonly wanted: string;
}

const TEMPLATE = /\{\{|\$\{|<%|\{%/;

export function crdFaults(
  node: YamlNode | undefined,
  shape: CrdShape,
  entry?: YamlEntry,
): readonly CrdFault[] {
  if (node === undefined || shape.kind === 'any') return [];
  if (node.kind === 'scalar' && (node.isNull || TEMPLATE.test(node.text))) return [];
  const refused = (wanted: string): readonly CrdFault[] => [{ kind: 'refused', entry, node, wanted }];
  switch (shape.kind) {
    case 'text':
      return node.kind === 'scalar' && isText(node) ? [] : refused('a text');
    case 'boolean':
      return node.kind === 'scalar' && node.style === 'plain' && WORDS.test(node.text)
        ? []
        : refused('true or false');
    case 'list':
      return node.kind === 'seq'
        ? itemsOf(node).flatMap((item) => crdFaults(item, shape.of))
        : refused('a list');
    case 'map':
      return node.kind === 'map'
        ? entriesOf(node).flatMap((each) => crdFaults(each.value, shape.of, each))
        : refused('a map');
    case 'object':
      if (node.kind !== 'map') return refused('a map');
      return entriesOf(node).flatMap((each): readonly CrdFault[] => {
        const field = Object.hasOwn(shape.fields, each.key.text) ? shape.fields[each.key.text] : undefined;
        if (field !== undefined) return crdFaults(each.value, field, each);
        const isTemplate = TEMPLATE.test(each.key.text);
        return isTemplate ? [] : [{ kind: 'pruned', entry: each, node: each.value, wanted: '' }];
      });
  }
}

/** Plain words that YAML 1.1 takes for booleans. */
const WORDS = /^(y|yes|on|true|n|no|off|false)$/i;

function isText({ style, text }: YamlScalar): boolean {
  if (style !== 'plain') return true;
  return !WORDS.test(text) && !/^[-+]?(\d[\d_]*\.?\d*([eE][-+]?\d+)?|0x[0-9a-fA-F]+)$/.test(text);
}
