import type { HeaderOp } from '../../../model/header-op.ts';
import type { Level, Misplaced } from '../../../model/scope.ts';
import { objectHeader, type Step } from '../../../syntax/kubernetes/header.ts';
import { scalarValue } from '../../../syntax/yaml/header-op.ts';
import { at, entriesOf, entryOf, itemsOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import type { Settings } from './settings.ts';

export const RESPONSE = 'responseHeadersPolicy';

/** The `responseHeadersPolicy` of a route or a service. */
export function policyOps(document: YamlDocument, holder: YamlMap): readonly HeaderOp[] {
  const policy = entryOf(holder, RESPONSE);
  if (policy?.value.kind !== 'map') return [];
  const outer: readonly Step[] = [{ parent: holder, child: policy }];
  return listOps(document, policy.value, outer);
}

function listOps(document: YamlDocument, policy: YamlMap, outer: readonly Step[]): readonly HeaderOp[] {
  const sets = entryOf(policy, 'set');
  const made: HeaderOp[] = [...removals(document, policy, outer)];
  if (sets?.value.kind !== 'seq') return made;
  const { value: list } = sets;
  for (const item of list.items) {
    const [name, value] = ['name', 'value'].map((key) => at(item, key));
    if (name?.kind !== 'scalar' || value?.kind !== 'scalar' || value.isNull) continue;
    const steps: readonly Step[] = [{ parent: list, child: item }, { parent: policy, child: sets }, ...outer];
    made.push(sent(objectHeader({ document, kind: 'set', name, value, statement: item, steps })));
  }
  return made;
}

function removals(document: YamlDocument, policy: YamlMap, outer: readonly Step[]): readonly HeaderOp[] {
  const entry = entryOf(policy, 'remove');
  if (entry?.value.kind !== 'seq') return [];
  const { value: list } = entry;
  return list.items.flatMap((item) =>
    item.kind === 'scalar' && !item.isNull
      ? [
          objectHeader({
            document,
            kind: 'remove',
            name: item,
            statement: item,
            steps: [{ parent: list, child: item }, { parent: policy, child: entry }, ...outer],
          }),
        ]
      : [],
  );
}

/** `set` is a map in the configuration of Contour itself. */
export function globalOps(configuration: Settings | undefined): readonly HeaderOp[] {
  if (configuration === undefined) return [];
  const { document, node, path } = configuration;
  const parent = at(node, ...path.slice(0, -1));
  const policy = entryOf(parent, path.at(-1) ?? '');
  if (parent?.kind !== 'map' || policy?.value.kind !== 'map') return [];
  const outer: readonly Step[] = [{ parent, child: policy }];
  const set = entryOf(policy.value, 'set');
  const sets = entriesOf(set?.value).flatMap((entry) => {
    const { key: name, value } = entry;
    if (set?.value.kind !== 'map' || policy.value.kind !== 'map' || value.kind !== 'scalar') return [];
    const steps = [{ parent: set.value, child: entry }, { parent: policy.value, child: set }, ...outer];
    return [sent(objectHeader({ document, kind: 'set', name, value, statement: entry, steps }))];
  });
  return [...removals(document, policy.value, outer), ...sets];
}

/** Contour doubles a percent sign for Envoy, but for the variables that it knows (escapeHeaderValue). */
function sent(op: HeaderOp): HeaderOp {
  const { value } = op;
  if (value.kind !== 'literal' || !/%(?:[A-Z_]+|REQ\([^)]*\))%/.test(value.text)) return op;
  return { ...op, value: { kind: 'dynamic', parts: [undefined], template: value.text, at: value.at } };
}

/** Framing headers that are set on the request to the service. */
export function misplacedHeaders(
  document: YamlDocument,
  holder: YamlMap,
  level: Level,
): readonly Misplaced[] {
  const policy = entryOf(holder, 'requestHeadersPolicy');
  const items = itemsOf(at(policy?.value, 'set'));
  const isAlone =
    items.length === 1 && entriesOf(policy?.value).length === 1 && entryOf(holder, RESPONSE) === undefined;
  return items.flatMap((item): readonly Misplaced[] => {
    const [name, value] = ['name', 'value'].map((key) => at(item, key));
    if (policy === undefined || name?.kind !== 'scalar' || value?.kind !== 'scalar') return [];
    if (!/^(?:x-frame-options|content-security-policy)$/i.test(name.text)) return [];
    const isMovable = isAlone && !policy.merged && !policy.value.shared;
    return [
      {
        where: 'request',
        name: name.text,
        value: scalarValue(document, value),
        keyword: policy.key.text,
        at: document.place(name.at),
        statement: document.place(item.at),
        level,
        ...(isMovable && { move: [{ at: document.place(policy.key.at), text: RESPONSE }] }),
      },
    ];
  });
}
