import type { HeaderOp } from '../../../model/header-op.ts';
import { boolField, entriesNamed, entryNamed, field, stringField } from '../../../syntax/envoy/fields.ts';
import { yamlHeaderOp } from '../../../syntax/yaml/header-op.ts';
import type { YamlNode } from '../../../syntax/yaml/node.ts';
import { matchesString } from '../../../routes/envoy/matchers.ts';
import { stringMatch } from '../read/match-nodes.ts';
import type { Report } from '../read/report.ts';
import type { Source } from '../read/source.ts';
import { optionOp, removalOp } from './header-options.ts';

/** Names that a pattern may mean; of others nobody asks. */
const KNOWN = [
  'x-frame-options',
  // Written with its colon, it is a name of its own.
  'x-frame-options:',
  'content-security-policy',
  'content-security-policy-report-only',
  'strict-transport-security',
  'x-content-type-options',
  'referrer-policy',
  'permissions-policy',
];

/** The `response_mutations` of a header_mutation filter, or of its configuration for a route: strictly in order. */
export function mutationOps(
  config: YamlNode | undefined,
  source: Source,
  report: Report,
): readonly HeaderOp[] {
  const mutations = field(config, 'mutations');
  if (mutations === undefined) return [];
  return entriesNamed(mutations, 'response_mutations').flatMap((entry) => {
    const each = entry.value.kind === 'seq' ? entry.value.items : [entry.value];
    return each.flatMap((item) => mutationOp(item, { item, entry, parent: mutations }, source, report));
  });
}

function mutationOp(
  item: YamlNode,
  statement: Parameters<typeof optionOp>[1],
  source: Source,
  report: Report,
): readonly HeaderOp[] {
  const append = field(item, 'append');
  if (append !== undefined) return [optionOp(append, statement, source, report)].flatMap((op) => op ?? []);
  const remove = entryNamed(item, 'remove');
  if (remove !== undefined) {
    const op = removalOp({ ...statement, item: remove.value }, source, report);
    return op === undefined ? [] : [op];
  }
  const matcher = field(item, 'remove_on_match', 'key_matcher');
  return matcher === undefined ? [] : patternRemovals(item, matcher, source);
}

function patternRemovals(item: YamlNode, matcher: YamlNode, source: Source): readonly HeaderOp[] {
  const removal = (name: string, isPrefix: boolean): HeaderOp => {
    const op = yamlHeaderOp({
      document: source.document,
      kind: 'remove',
      name,
      nameNode: matcher,
      statement: item,
    });
    // Names are in lower case when they are asked.
    return { ...op, name: { text: name, prefix: isPrefix } };
  };
  const exact = stringField(matcher, 'exact');
  const match = stringMatch(matcher);
  const prefix = stringField(matcher, 'prefix');
  if (prefix !== undefined && boolField(matcher, 'ignore_case') !== true) return [removal(prefix, true)];
  const names = exact === undefined ? KNOWN.filter((name) => matchesString(match, name) === true) : [exact];
  return names.map((name) => removal(name, false));
}
