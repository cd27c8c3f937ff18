import type { Unit } from '../../../model/dialect.ts';
import type { HeaderOp, StatusSet } from '../../../model/header-op.ts';
import type { Unread } from '../../../model/scope.ts';
import { replaceScalar } from '../../../syntax/yaml/edit.ts';
import { at, textOf, type YamlNode, type YamlScalar } from '../../../syntax/yaml/node.ts';
import type { YamlDocument, YamlFile } from '../../../syntax/yaml/parse.ts';

/** Kong writes `add_header` and this text into the nginx that it runs on. */
const VARIABLE = /^KONG_NGINX_(?:PROXY|HTTP)_ADD_HEADER$/;
/** Without `always` (ngx_http_headers_filter_module). */
const ORDINARY: StatusSet = [
  [200, 201],
  [204, 204],
  [206, 206],
  [301, 304],
  [307, 308],
];

/** What the environment of Kong's container adds to every answer. */
export interface Environment {
  /** Where it stands; it is for the configurations in and below that folder. */
  readonly folder: string;
  readonly ops: readonly HeaderOp[];
  readonly unread: readonly Unread[];
}

export function environmentsIn({ files }: Unit<YamlFile>): readonly Environment[] {
  return files
    .filter(({ file }) => file.text.includes('_ADD_HEADER'))
    .flatMap(({ tree }) => tree.documents)
    .flatMap((document) => {
      const { root, file } = document;
      const found = root === undefined ? [] : variablesIn(root);
      const folder = file.uri.slice(0, file.uri.lastIndexOf('/') + 1);
      return found.map(({ scalar, text }) => read(document, scalar, text, folder));
    });
}

interface Variable {
  readonly scalar: YamlScalar;
  /** The value alone, which may stand behind `NAME=`. */
  readonly text: string;
}

/** In a map, in a list of `NAME=value`, in a list of name and value. */
function variablesIn(node: YamlNode): readonly Variable[] {
  if (node.kind === 'seq') return node.items.flatMap(variablesIn);
  if (node.kind === 'scalar') {
    const equals = node.text.indexOf('=');
    const isOurs = equals > 0 && VARIABLE.test(node.text.slice(0, equals));
    return isOurs ? [{ scalar: node, text: node.text.slice(equals + 1) }] : [];
  }
  const value = at(node, 'value');
  if (value?.kind === 'scalar' && VARIABLE.test(textOf(at(node, 'name')) ?? '')) {
    return [{ scalar: value, text: value.text }];
  }
  return node.entries.flatMap((entry) =>
    entry.value.kind === 'scalar' && VARIABLE.test(entry.key.text)
      ? [{ scalar: entry.value, text: entry.value.text }]
      : variablesIn(entry.value),
  );
}

function read(document: YamlDocument, scalar: YamlScalar, text: string, folder: string): Environment {
  const lines = text.split(';').map((line, index) => wordsOf(index === 0 ? `add_header ${line}` : line));
  const headers = lines.filter(([directive]) => directive === 'add_header');
  return {
    folder,
    ops: headers.flatMap(([, name = '', value, always]) =>
      value === undefined || name.endsWith(':') ? [] : [added(document, scalar, { name, value, always })],
    ),
    unread: headers.flatMap(([, name = '']) => withColon(document, scalar, name)),
  };
}

/** Words of nginx, in quotes or not. */
function wordsOf(line: string): readonly string[] {
  return [...line.matchAll(/"((?:\\.|[^"\\])*)"|'((?:\\.|[^'\\])*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );
}

interface Line {
  readonly name: string;
  readonly value: string;
  readonly always: string | undefined;
}

function added(document: YamlDocument, scalar: YamlScalar, { name, value, always }: Line): HeaderOp {
  const place = document.place(scalar.at);
  return {
    kind: 'append',
    name: { text: name.toLowerCase(), prefix: false },
    spelling: name,
    value: value.includes('$')
      ? { kind: 'dynamic', parts: [undefined], template: value, at: place }
      : { kind: 'literal', text: value, at: place },
    whenEmpty: 'skip',
    reach: always === 'always' ? {} : { statuses: ORDINARY },
    nameAt: place,
    statement: place,
    edits: {},
  };
}

/** The form of an answer, not of nginx: the colon comes into the name. */
function withColon(document: YamlDocument, scalar: YamlScalar, name: string): readonly Unread[] {
  if (!/^(?:x-frame-options|content-security-policy):$/i.test(name)) return [];
  const bare = name.slice(0, -1);
  const text = scalar.text.replace(name, bare);
  // An error page can be framed as well.
  const isSingle = !/;|\balways\s*$/.test(text);
  const change = replaceScalar(document, scalar, isSingle ? `${text.trimEnd()} always` : text);
  return [
    {
      at: document.place(scalar.at),
      what: name,
      why: 'this is the text of an nginx add_header, which has no colon',
      advice: `Write ${bare} and the value, in quotes where it has blanks.`,
      ...(change && { title: 'Take the colon out', fix: [change] }),
    },
  ];
}
