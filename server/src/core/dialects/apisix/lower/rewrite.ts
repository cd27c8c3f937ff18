import type { HeaderOp, HeaderValue, Reach } from '../../../model/header-op.ts';
import type { Change, Span } from '../../../model/place.ts';
import { isSharedStep, objectHeader, type Step } from '../../../syntax/kubernetes/header.ts';
import { replaceScalar } from '../../../syntax/yaml/edit.ts';
import { scalarValue, yamlHeaderOp } from '../../../syntax/yaml/header-op.ts';
import {
  at,
  entriesOf,
  entryOf,
  type YamlEntry,
  type YamlMap,
  type YamlScalar,
} from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { Plugin } from '../read/plugins.ts';
import { reachOf } from './condition.ts';

/**
 * The instructions of a response-rewrite in the order in which they are carried out: add, set, remove
 * (`_M.header_filter` of apisix/plugins/response-rewrite.lua; the documentation names another order).
 */
export function rewriteOps({ document, config, statement, steps }: Plugin): readonly HeaderOp[] {
  const headers = entryOf(config, 'headers');
  if (config?.kind !== 'map' || headers?.value.kind !== 'map') return [];
  const { value: map } = headers;
  const [own, ...outer] = steps;
  const around: readonly Step[] = [
    { parent: config, child: headers },
    // An emptied configuration goes with its plugin.
    ...(own === undefined ? [] : [{ parent: own.parent, child: statement }]),
    ...outer,
  ];
  const source: Source = { document, reach: reachOf(document, config, 'vars') };
  if (!isNewForm(map)) return inNoOrder(map.entries.flatMap((entry) => setting(source, map, entry, around)));
  const [add, set, remove] = ['add', 'set', 'remove'].map((key) => entryOf(map, key));
  const inMap = (entry: YamlEntry | undefined): readonly Step[] =>
    entry === undefined ? around : [{ parent: map, child: entry }, ...around];
  const setMap = set?.value;
  return [
    ...itemSteps(add, inMap(add)).flatMap(({ item, steps: way }) => adding(source, item, way)),
    ...(setMap?.kind === 'map'
      ? inNoOrder(setMap.entries.flatMap((entry) => setting(source, setMap, entry, inMap(set))))
      : []),
    ...itemSteps(remove, inMap(remove)).map(({ item, steps: way }) => removing(source, item, way)),
  ];
}

/** One of the three holds a table; what stands beside them is then not read (`is_new_headers_conf`). */
export function isNewForm(headers: YamlMap): boolean {
  return ['add', 'set', 'remove'].some((key) => {
    const kind = at(headers, key)?.kind;
    return kind === 'map' || kind === 'seq';
  });
}

interface Source {
  readonly document: YamlDocument;
  readonly reach: Reach;
}

/** `ngx.header[name] = ""` takes the header away. */
function setting(
  { document, reach }: Source,
  parent: YamlMap,
  entry: YamlEntry,
  outer: readonly Step[],
): readonly HeaderOp[] {
  const { key: name, value } = entry;
  if (value.kind !== 'scalar' || value.isNull) return [];
  const steps = [{ parent, child: entry }, ...outer];
  const op = objectHeader({ document, kind: 'set', name, value, statement: entry, steps });
  return [{ ...op, value: withVariables(op.value), whenEmpty: 'skip', reach }];
}

function removing({ document, reach }: Source, name: YamlScalar, steps: readonly Step[]): HeaderOp {
  const op = objectHeader({ document, kind: 'remove', name, statement: name, steps });
  return { ...op, reach };
}

/** `Name: value` in one text. */
function adding({ document, reach }: Source, item: YamlScalar, steps: readonly Step[]): readonly HeaderOp[] {
  const [, name, gap, text] = /^([^:\s]+)(\s*:\s*)([^:]+)$/s.exec(item.text) ?? [];
  if (name === undefined || gap === undefined || text === undefined) return [];
  const value = placedValue(document, item, name.length + gap.length, text);
  const isShared = steps.some(isSharedStep);
  const op = yamlHeaderOp({
    document,
    kind: 'append',
    name,
    nameNode: item,
    value: withVariables(value),
    statement: item,
    reach,
  });
  const removal = objectHeader({ document, kind: 'remove', name: item, statement: item, steps }).edits.remove;
  const canRewrite = !isShared && replaceScalar(document, item, 'x') !== undefined;
  return [
    {
      ...op,
      edits: {
        ...(removal && { remove: removal }),
        ...(canRewrite && {
          rewrite: (part): readonly Change[] => {
            const next = `${part.name ?? name}${gap}${part.value ?? text}`;
            const change = next.slice(next.indexOf(':') + 1).includes(':')
              ? undefined
              : replaceScalar(document, item, next);
            return change === undefined ? [] : [change];
          },
        }),
      },
    },
  ];
}

/** The value alone, where its text stands in the file as it is meant. */
function placedValue(document: YamlDocument, item: YamlScalar, offset: number, text: string): HeaderValue {
  const source = document.text.slice(item.at.start, item.at.end);
  const start = item.at.start + (item.style === 'plain' ? 0 : 1) + offset;
  const span: Span = { start, end: start + text.length };
  const isThere = source.length > 0 && document.text.slice(span.start, span.end) === text;
  return { ...scalarValue(document, { ...item, text }), at: document.place(isThere ? span : item.at) };
}

/** Values may hold variables of nginx (`core.utils.resolve_var`), and of the environment (`${{X}}`, `${{X:=y}}`). */
const VARIABLE = /\$\{\{.*?\}\}|\$\{\w+\}|\$\w+/;

function withVariables(value: HeaderValue): HeaderValue {
  const text = value.kind === 'literal' ? value.text : value.template;
  if (!VARIABLE.test(text)) return value;
  const parts = text
    .split(new RegExp(VARIABLE.source, 'g'))
    .flatMap((part, index) => (index === 0 ? [part] : [undefined, part]));
  return { kind: 'dynamic', parts: parts.filter((part) => part !== ''), template: text, at: value.at };
}

function itemSteps(
  entry: YamlEntry | undefined,
  outer: readonly Step[],
): readonly { readonly item: YamlScalar; readonly steps: readonly Step[] }[] {
  const list = entry?.value;
  if (list?.kind !== 'seq') return [];
  return list.items.flatMap((item) =>
    item.kind === 'scalar' && !item.isNull
      ? [{ item, steps: [{ parent: list, child: item }, ...outer] }]
      : [],
  );
}

/** Two spellings of one name are two keys of a Lua table: which one is set last is not told. */
function inNoOrder(ops: readonly HeaderOp[]): readonly HeaderOp[] {
  const values = new Map<string, Set<string>>();
  for (const { name, value } of ops) {
    const text = value.kind === 'literal' ? value.text : value.template;
    values.set(name.text, (values.get(name.text) ?? new Set()).add(text));
  }
  const when = { label: 'it comes last of two spellings', holds: () => undefined };
  return ops.map((op) =>
    (values.get(op.name.text)?.size ?? 0) > 1 ? { ...op, reach: { ...op.reach, when } } : op,
  );
}

/** The names that a plugin sets under a map of that kind, for what sends headers of the request. */
export function namedIn(map: YamlMap): readonly { readonly entry: YamlEntry; readonly parent: YamlMap }[] {
  return ['set', 'add'].flatMap((key) => {
    const inner = at(map, key);
    return inner?.kind === 'map' ? entriesOf(inner).map((entry) => ({ entry, parent: inner })) : [];
  });
}
