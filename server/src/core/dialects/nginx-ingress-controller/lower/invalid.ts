import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { at, itemsOf, textOf, type YamlMap, type YamlNode } from '../../../syntax/yaml/node.ts';

export interface Invalid {
  readonly node: YamlNode;
  /** As a clause. */
  readonly why: string;
  readonly advice: string;
}

/** What passes the schema and not the controller's own check (validation/virtualserver.go). */
export function invalidParts(object: KubernetesObject): readonly Invalid[] {
  const spec = at(object.node, 'spec');
  const upstreams = new Set(itemsOf(at(spec, 'upstreams')).map((each) => textOf(at(each, 'name'))));
  const routes = itemsOf(at(spec, object.kind === 'VirtualServer' ? 'routes' : 'subroutes'));
  return [
    ...twice(routes),
    ...routes.flatMap((route) =>
      route.kind !== 'map'
        ? []
        : [
            ...actionNodes(route).flatMap((action) => invalidAction(action, upstreams)),
            ...[route, ...itemsOf(at(route, 'matches'))].flatMap(invalidSplits),
            ...itemsOf(at(route, 'errorPages')).flatMap((page) => invalidReturn(at(page, 'return'))),
          ],
    ),
  ];
}

/** Two routes of one path, however it is written (NormalizePath). */
function twice(routes: readonly YamlNode[]): readonly Invalid[] {
  const seen = new Set<string>();
  return routes.flatMap((route) => {
    const node = at(route, 'path');
    const path = textOf(node)?.replace(/^(~\*|~|\^~|=)\s+/, '$1');
    if (node === undefined || path === undefined || isHole(node)) return [];
    const isTwice = seen.has(path);
    seen.add(path);
    return isTwice ? [{ node, why: `${path} is the path of two routes`, advice: 'Leave one of them.' }] : [];
  });
}

function invalidSplits(holder: YamlNode): readonly Invalid[] {
  const node = at(holder, 'splits');
  if (node?.kind !== 'seq') return [];
  const weights = node.items.map((each) => textOf(at(each, 'weight')) ?? '0');
  if (!weights.every((weight) => /^\d+$/.test(weight))) return [];
  const sum = weights.reduce((total, weight) => total + Number(weight), 0);
  if (node.items.length > 1 && sum === 100) return [];
  const why =
    node.items.length > 1 ? `the weights are ${sum} together, not 100` : 'there must be two splits at least';
  return [{ node, why, advice: 'Write splits whose weights are 100 together.' }];
}

function invalidReturn(node: YamlNode | undefined): readonly Invalid[] {
  if (node?.kind !== 'map') return [];
  const body = at(node, 'body');
  const isEmpty = body === undefined || (body.kind === 'scalar' && (body.isNull || body.text === ''));
  return [
    ...(isEmpty ? [{ node, why: 'what is returned needs a body', advice: 'Write a body.' }] : []),
    ...itemsOf(at(node, 'headers')).flatMap(invalidHeader),
  ];
}

function actionNodes(route: YamlMap): readonly YamlMap[] {
  const holders = [route, ...itemsOf(at(route, 'matches'))];
  const all = [...holders, ...holders.flatMap((holder) => itemsOf(at(holder, 'splits')))];
  return all.flatMap((holder) => {
    const action = at(holder, 'action');
    return action?.kind === 'map' ? [action] : [];
  });
}

const KINDS = ['pass', 'redirect', 'return', 'proxy'];
const IGNORABLE =
  /^(?:X-Accel-(?:Redirect|Expires|Limit-Rate|Buffering|Charset)|Expires|Cache-Control|Set-Cookie|Vary)$/;

function invalidAction(action: YamlMap, upstreams: ReadonlySet<string | undefined>): readonly Invalid[] {
  const kinds = action.entries.filter(({ key }) => KINDS.includes(key.text));
  const [first, second] = kinds;
  if (second !== undefined) {
    return [
      {
        node: second.key,
        why: 'an action has exactly one of pass, redirect, return and proxy',
        advice: 'Leave one of them; only proxy and return can add headers.',
      },
    ];
  }
  if (first === undefined) return [];
  const proxy = at(action, 'proxy');
  const response = at(proxy, 'responseHeaders');
  const asked = first.key.text === 'pass' ? first.value : at(proxy, 'upstream');
  const name = textOf(asked);
  const isUnknown = name !== undefined && !/\{\{|\$\{/.test(name) && !upstreams.has(name);
  const names = [...itemsOf(at(response, 'hide')), ...itemsOf(at(response, 'pass'))];
  return [
    ...(asked !== undefined && isUnknown
      ? [{ node: asked, why: `it has no upstream ${name}`, advice: 'Name one of spec.upstreams.' }]
      : []),
    ...itemsOf(at(response, 'add')).flatMap(invalidHeader),
    ...invalidReturn(at(action, 'return')),
    ...names.flatMap(invalidName),
    ...itemsOf(at(response, 'ignore')).flatMap((node) =>
      IGNORABLE.test(textOf(node) ?? '') || isHole(node)
        ? []
        : [
            {
              node,
              why: `ignore knows only nine names, and ${textOf(node) ?? 'this'} is none of them`,
              advice: 'Name it in hide, to keep it back.',
            },
          ],
    ),
  ];
}

function invalidHeader(item: YamlNode): readonly Invalid[] {
  const [name, value] = [at(item, 'name'), at(item, 'value')];
  if (item.kind !== 'map') return [];
  if (name === undefined) return [{ node: item, why: 'a header needs a name', advice: 'Write its name.' }];
  return [...invalidName(name), ...(value === undefined ? [] : invalidValue(value))];
}

function invalidName(node: YamlNode): readonly Invalid[] {
  const text = textOf(node);
  if (text === undefined || isHole(node) || /^[-A-Za-z0-9]+$/.test(text)) return [];
  return [
    {
      node,
      why: `${text === '' ? 'an empty text' : text} is no header name`,
      advice: 'Write the bare name.',
    },
  ];
}

/** A quotation mark is escaped, and a variable stands in braces (validateEscapedStringWithVariables). */
function invalidValue(node: YamlNode): readonly Invalid[] {
  const text = textOf(node);
  if (text === undefined || /\{\{|\{%|<%/.test(text)) return [];
  if (!/^(?:[^"\\]|\\[^])*$/.test(text)) {
    return [{ node, why: 'a quotation mark in a value must be escaped', advice: 'Leave the marks out.' }];
  }
  return /\$(?!\{\w+\})/.test(text)
    ? [{ node, why: 'a variable in a value stands in braces', advice: 'Write ${name}.' }]
    : [];
}

function isHole(node: YamlNode): boolean {
  return /\{\{|\$\{|\{%|<%/.test(textOf(node) ?? '');
}
