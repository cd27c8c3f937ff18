import type { HeaderOp } from '../../../model/header-op.ts';
import type { Level } from '../../../model/scope.ts';
import {
  APPEND_ACTIONS,
  levelOps,
  OP_OF_ACTION,
  type AppendAction,
} from '../../../routes/envoy/header-rules.ts';
import { envoyHeader } from '../../../routes/envoy/header-value.ts';
import { boolField, entriesNamed, entryNamed, envoyScalar, field } from '../../../syntax/envoy/fields.ts';
import { removeNode } from '../../../syntax/yaml/edit.ts';
import { scalarValue, yamlHeaderOp } from '../../../syntax/yaml/header-op.ts';
import type { YamlEntry, YamlNode, YamlScalar, YamlSeq } from '../../../syntax/yaml/node.ts';
import { replaceScalar } from '../../../syntax/yaml/edit.ts';
import type { Report } from '../read/report.ts';
import type { Source } from '../read/source.ts';

/** Where an instruction stands: what its removal would leave behind. */
export interface Statement {
  readonly item: YamlNode;
  readonly entry: YamlEntry;
  readonly parent: YamlNode;
}

/** A level's `response_headers_to_add` and `response_headers_to_remove`, in the order in which they act. */
export function levelHeaderOps(
  node: YamlNode,
  source: Source,
  mark: string,
  report: Report,
): readonly HeaderOp[] {
  return levelOps(
    [...removals(node, source, report), ...optionsAt(node, 'response_headers_to_add', source, report)],
    mark,
  );
}

/** The HeaderValueOptions of a list. */
export function optionsAt(node: YamlNode, name: string, source: Source, report: Report): readonly HeaderOp[] {
  return statements(node, name).flatMap(
    (statement) => optionOp(statement.item, statement, source, report) ?? [],
  );
}

function statements(node: YamlNode, name: string): readonly Statement[] {
  return entriesNamed(node, name).flatMap((entry) => {
    const { value } = entry;
    if (value.kind === 'scalar' && value.isNull) return [];
    const each = value.kind === 'seq' ? value.items : [value];
    return each.map((item) => ({ item, entry, parent: node }));
  });
}

function removals(node: YamlNode, source: Source, report: Report): readonly HeaderOp[] {
  return statements(node, 'response_headers_to_remove').flatMap(
    (statement) => removalOp(statement, source, report) ?? [],
  );
}

export function removalOp(statement: Statement, source: Source, report: Report): HeaderOp | undefined {
  const { item } = statement;
  if (item.kind !== 'scalar' || item.text === '') return undefined;
  const { document } = source;
  const removal = removalEdit(statement, source);
  const op = yamlHeaderOp({ document, kind: 'remove', name: item.text, nameNode: item, statement: item });
  const header = envoyHeader(op);
  if (header.kind === 'refused') report.refuse(source, document.place(item.at), header.why);
  if (/^(?:x-frame-|content-security-)[\w-]*\*$/i.test(item.text)) {
    report.ineffective({
      at: document.place(item.at),
      what: `Removing ${item.text}`,
      why: 'Envoy takes it for a name, not for a pattern',
      advice: 'Name each header.',
    });
  }
  return { ...op, edits: removal };
}

/** One HeaderValueOption; `undefined` where there is no name to go by. */
export function optionOp(
  item: YamlNode,
  statement: Statement,
  source: Source,
  report: Report,
): HeaderOp | undefined {
  const header = field(item, 'header');
  const key = field(header, 'key');
  if (header === undefined || key?.kind !== 'scalar') return undefined;
  const { document } = source;
  const value = field(header, 'value');
  const valueScalar = value?.kind === 'scalar' ? value : undefined;
  const kind = OP_OF_ACTION[actionOf(item, key, source, report)];
  const op = yamlHeaderOp({
    document,
    kind,
    name: key.text,
    nameNode: key,
    statement: item,
    nameScalar: key,
    value:
      valueScalar === undefined
        ? { kind: 'literal', text: '', at: document.place(header.at) }
        : scalarValue(document, valueScalar),
    ...(valueScalar && { valueScalar }),
  });
  const edited: HeaderOp = { ...op, edits: { ...op.edits, ...removalEdit(statement, source) } };
  const sent = envoyHeader(edited, boolField(item, 'keep_empty_value') === true);
  switch (sent.kind) {
    case 'op':
      return sent.op;
    case 'refused':
      report.refuse(source, document.place((valueScalar ?? key).at), sent.why);
      return edited;
    case 'dropped':
      // Neither sets nor removes: an empty line that is not sent.
      return {
        ...edited,
        kind: 'append',
        value: { ...op.value, kind: 'literal', text: '' },
        whenEmpty: 'skip',
      };
  }
}

/** Deletes an item, or the list with its only item. */
function removalEdit({ item, entry, parent }: Statement, { document }: Source): HeaderOp['edits'] {
  const list: YamlSeq | undefined = entry.value.kind === 'seq' ? entry.value : undefined;
  const isAlone = list === undefined || list.items.length === 1;
  const change = isAlone
    ? parent.kind === 'map' && !entry.value.shared
      ? removeNode(document, parent, entry)
      : undefined
    : removeNode(document, list, item);
  return change === undefined ? {} : { remove: [change] };
}

const DEFAULT: AppendAction = 'APPEND_IF_EXISTS_OR_ADD';
const SET: AppendAction = 'OVERWRITE_IF_EXISTS_OR_ADD';

function actionOf(item: YamlNode, key: YamlScalar, source: Source, report: Report): AppendAction {
  const action = field(item, 'append_action');
  const append = boolField(item, 'append');
  const named = action?.kind === 'scalar' ? namedAction(action) : DEFAULT;
  const at = entryNamed(item, 'append');
  if (append !== undefined && named !== DEFAULT && at !== undefined) {
    report.refuse(source, source.document.place(at.at), 'append and append_action may not both be set');
  }
  if (named !== undefined) return append === false && named === DEFAULT ? SET : named;
  if (action?.kind === 'scalar' && source.dynamic && isFraming(key.text)) {
    const change = replaceScalar(source.document, action, SET);
    report.ineffective({
      at: source.document.place(action.at),
      what: `append_action: ${action.text}`,
      why: 'Envoy knows no such action, only warns, and adds a line beside the one of the service',
      advice: `Write ${SET}.`,
      ...(change && { title: `Write ${SET}`, fix: [change] }),
    });
  }
  // In a bootstrap it is refused: what was meant is then the better guess.
  return source.dynamic ? DEFAULT : SET;
}

/** `undefined` for a name that Envoy does not know. */
function namedAction(action: YamlScalar): AppendAction | undefined {
  const scalar = envoyScalar(action);
  if (scalar.kind === 'number') return APPEND_ACTIONS[scalar.value] ?? DEFAULT;
  if (scalar.kind !== 'string') return DEFAULT;
  return APPEND_ACTIONS.find((each) => each === scalar.value.toUpperCase());
}

export function isFraming(name: string): boolean {
  return /^(?:x-frame-options|content-security-policy)$/i.test(name);
}

/** Framing headers that are set on the request to the service. */
export function misplacedHeaders(node: YamlNode, level: Level, source: Source, report: Report): void {
  const { document } = source;
  for (const { item, entry } of statements(node, 'request_headers_to_add')) {
    const key = field(item, 'header', 'key');
    const value = field(item, 'header', 'value');
    if (key?.kind !== 'scalar' || value?.kind !== 'scalar' || !isFraming(key.text)) continue;
    const isAlone = entry.value.kind !== 'seq' || entry.value.items.length === 1;
    const move =
      isAlone && entriesNamed(node, 'response_headers_to_add').length === 0
        ? replaceScalar(document, entry.key, entry.key.text.replace(/^request/, 'response'))
        : undefined;
    report.misplace({
      where: 'request',
      name: key.text,
      value: scalarValue(document, value),
      keyword: entry.key.text,
      at: document.place(key.at),
      statement: document.place(item.at),
      level,
      ...(move && { move: [move] }),
    });
  }
}
