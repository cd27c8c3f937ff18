import type { HeaderMatch, PathMatch, QueryMatch, StringMatch } from '../../../routes/envoy/matchers.ts';
import { boolField, field, numberField, stringField } from '../../../syntax/envoy/fields.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';

/** Filled in before Envoy reads the file. */
const TEMPLATE = /\{\{|\{%|\$\{|<%|\$\(/;

function text(node: YamlNode | undefined, name: string): string | undefined {
  const found = stringField(node, name);
  return found !== undefined && TEMPLATE.test(found) ? undefined : found;
}

const STRING_KINDS = ['exact', 'prefix', 'suffix', 'contains'] as const;

/** A StringMatcher; `undefined` for one that is not known. */
export function stringMatch(node: YamlNode | undefined): StringMatch | undefined {
  const ignoreCase = boolField(node, 'ignore_case') === true;
  for (const kind of STRING_KINDS) {
    const value = text(node, kind);
    if (value !== undefined) return { kind, text: value, ignoreCase };
  }
  return regexMatch(field(node, 'safe_regex'));
}

function regexMatch(node: YamlNode | undefined): StringMatch | undefined {
  const regex = text(node, 'regex');
  return regex === undefined ? undefined : { kind: 'regex', text: regex };
}

/** The path that a RouteMatch asks for; `undefined` where that is not known. */
export function pathMatch(match: YamlNode | undefined): PathMatch | undefined {
  const ignoreCase = boolField(match, 'case_sensitive') === false;
  const [prefix, path, separated] = ['prefix', 'path', 'path_separated_prefix'].map((name) =>
    text(match, name),
  );
  if (prefix !== undefined) return { kind: 'prefix', text: prefix, ignoreCase };
  if (path !== undefined) return { kind: 'path', text: path, ignoreCase };
  if (separated !== undefined) return { kind: 'separated-prefix', text: separated, ignoreCase };
  const regex = text(field(match, 'safe_regex'), 'regex');
  return regex === undefined ? undefined : { kind: 'regex', text: regex };
}

/** A HeaderMatcher, in its present form and in the older ones. */
export function headerMatch(node: YamlNode): HeaderMatch {
  return {
    name: text(node, 'name') ?? '',
    test: text(node, 'name') === undefined ? undefined : headerTest(node),
    invert: boolField(node, 'invert_match') === true,
    missingIsEmpty: boolField(node, 'treat_missing_header_as_empty') === true,
  };
}

const OLD_KINDS = {
  exact_match: 'exact',
  prefix_match: 'prefix',
  suffix_match: 'suffix',
  contains_match: 'contains',
} as const;

function headerTest(node: YamlNode): HeaderMatch['test'] {
  const string = field(node, 'string_match');
  if (string !== undefined) return { kind: 'string', match: stringMatch(string) };
  const regex = field(node, 'safe_regex_match');
  if (regex !== undefined) return { kind: 'string', match: regexMatch(regex) };
  for (const [name, kind] of Object.entries(OLD_KINDS)) {
    const value = text(node, name);
    if (value !== undefined) return { kind: 'string', match: { kind, text: value } };
  }
  const range = field(node, 'range_match');
  if (range !== undefined) {
    return { kind: 'range', start: numberField(range, 'start') ?? 0, end: numberField(range, 'end') ?? 0 };
  }
  // A name alone asks for its presence.
  return { kind: 'present', present: boolField(node, 'present_match') ?? true };
}

export function queryMatch(node: YamlNode): QueryMatch {
  const string = field(node, 'string_match');
  const test: QueryMatch['test'] =
    string === undefined
      ? { kind: 'present', present: boolField(node, 'present_match') ?? true }
      : { kind: 'string', match: stringMatch(string) };
  return { name: stringField(node, 'name') ?? '', test };
}
