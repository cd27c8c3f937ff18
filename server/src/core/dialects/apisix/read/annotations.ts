import type { HeaderOp } from '../../../model/header-op.ts';
import type { Change } from '../../../model/place.ts';
import type { Unread } from '../../../model/scope.ts';
import { objectLevel, speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { replaceScalar } from '../../../syntax/yaml/edit.ts';
import { scalarValue, yamlHeaderOp } from '../../../syntax/yaml/header-op.ts';
import { at, entryOf, type YamlMap, type YamlScalar } from '../../../syntax/yaml/node.ts';
import { REWRITE } from './plugins.ts';
import type { Holder } from './setup.ts';

export const PREFIX = 'k8s.apisix.apache.org/';
export const SWITCH = `${PREFIX}enable-${REWRITE}`;
export const SET = `${PREFIX}${REWRITE}-set-header`;
const KINDS = [
  [`${PREFIX}${REWRITE}-add-header`, 'append'],
  [SET, 'set'],
  [`${PREFIX}${REWRITE}-remove-header`, 'remove'],
] as const;

/** What annotations of an Ingress say one by one: nothing without the switch, in exactly this spelling. */
export function annotationHolder(ingress: KubernetesObject): Holder {
  const { document, node, annotations } = ingress;
  const map = at(node, 'metadata', 'annotations');
  const entry = entryOf(map, SWITCH);
  const isOn = annotations.get(SWITCH)?.text === 'true';
  return {
    kind: 'route',
    document,
    node,
    notation: 'annotations',
    key: 'annotations',
    plugins:
      map?.kind === 'map' && entry !== undefined && isOn
        ? [
            {
              document,
              name: REWRITE,
              nameNode: entry.key,
              config: undefined,
              statement: entry,
              steps: [{ parent: map, child: entry }],
              ops: KINDS.flatMap(([key, kind]) => annotatedOps(ingress, map, key, kind)),
            },
          ]
        : [],
    level: objectLevel(ingress),
  };
}

/** Items between commas, blanks around them dropped; so no value can hold a comma. */
function annotatedOps(
  { document }: KubernetesObject,
  map: YamlMap,
  key: string,
  kind: HeaderOp['kind'],
): readonly HeaderOp[] {
  const entry = map.entries.findLast((each) => each.key.text === key);
  const list = entry?.value;
  if (entry === undefined || list?.kind !== 'scalar' || list.isNull) return [];
  const items = list.text.split(',');
  return items.flatMap((item, index): readonly HeaderOp[] => {
    const [name = '', ...rest] = item.split(':');
    const value = rest.join(':').trim();
    if (name.trim() === '' || (kind !== 'remove' && rest.length === 0)) return [];
    const canEdit = !entry.merged && replaceScalar(document, list, 'x') !== undefined;
    const offset = items.slice(0, index).join(',').length + (index === 0 ? 0 : 1);
    const place = partPlace(
      document.text,
      list,
      offset + item.indexOf(value === '' ? name.trim() : value),
      value,
    );
    const op = yamlHeaderOp({
      document,
      kind,
      name: name.trim(),
      nameNode: list,
      value: { ...scalarValue(document, { ...list, text: value }), at: document.place(place) },
      statement: entry,
      whenEmpty: 'skip',
    });
    const written = (next: string | undefined): readonly Change[] => {
      const kept = items.flatMap((each, position) => (position === index ? (next ?? []) : each.trim()));
      const change = replaceScalar(document, list, kept.join(','));
      return change === undefined ? [] : [change];
    };
    return [
      {
        ...op,
        edits: canEdit
          ? {
              rewrite: (part) => written(`${part.name ?? name.trim()}:${part.value ?? value}`),
              ...(items.length > 1 && { remove: written(undefined) }),
            }
          : {},
      },
    ];
  });
}

function partPlace(
  text: string,
  { at: { start, end }, style }: YamlScalar,
  offset: number,
  part: string,
): { readonly start: number; readonly end: number } {
  const from = start + (style === 'plain' ? 0 : 1) + offset;
  const isThere = part !== '' && text.slice(from, from + part.length) === part;
  return isThere ? { start: from, end: from + part.length } : { start, end };
}

/** The annotations without the switch do nothing. */
export function annotationsUnread({ document, node, annotations }: KubernetesObject): readonly Unread[] {
  const map = at(node, 'metadata', 'annotations');
  if (map?.kind !== 'map') return [];
  const isOn = annotations.get(SWITCH)?.text === 'true';
  return KINDS.flatMap(([key]) => {
    const entry = map.entries.find((each) => each.key.text === key);
    if (entry === undefined || !speaksOfFraming(document, entry)) return [];
    const list = annotations.get(key)?.text ?? '';
    const faults: Unread[] = [];
    if (!isOn) {
      faults.push({
        at: document.place(entry.key.at),
        what: key,
        why: `only ${SWITCH}: "true" switches it on`,
        advice: 'Add that annotation.',
        ...switching(map, entry, document),
      });
    }
    const policy = /content-security-policy\s*:/i.exec(list);
    if (
      policy !== null &&
      list
        .slice(policy.index)
        .split(',')
        .some((item, index) => index > 0 && !item.includes(':'))
    ) {
      faults.push({
        at: document.place(entry.value.at),
        what: 'What stands behind the comma',
        why: 'the list is split at commas, so a value cannot hold one',
        advice: 'Name an ApisixPluginConfig instead.',
      });
    }
    return faults;
  });
}

function switching(
  map: YamlMap,
  entry: YamlMap['entries'][number],
  document: KubernetesObject['document'],
): Pick<Unread, 'fix' | 'title'> {
  const written = map.entries.find(({ key }) => key.text === SWITCH);
  if (map.shared || entry.merged) return {};
  if (written !== undefined) {
    return written.merged
      ? {}
      : { title: 'Switch it on', fix: [{ at: document.place(written.value.at), text: '"true"' }] };
  }
  if (map.flow)
    return {
      title: 'Switch it on',
      fix: [
        { at: document.place({ start: entry.at.start, end: entry.at.start }), text: `${SWITCH}: "true", ` },
      ],
    };
  const eol = document.file.text.includes('\r\n') ? '\r\n' : '\n';
  const column = entry.at.start - (document.text.lastIndexOf('\n', entry.at.start - 1) + 1);
  const text = `${SWITCH}: "true"${eol}${' '.repeat(column)}`;
  return {
    title: 'Switch it on',
    fix: [{ at: document.place({ start: entry.at.start, end: entry.at.start }), text }],
  };
}
