import type { Unread } from '../../../model/scope.ts';
import { crdFaults, type CrdFault } from '../../../syntax/kubernetes/crd.ts';
import { crdUnread, speaksOfFraming } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import {
  at,
  entriesOf,
  itemsOf,
  textOf,
  type YamlEntry,
  type YamlMap,
  type YamlNode,
} from '../../../syntax/yaml/node.ts';
import type { ControllerWorld } from '../read/world.ts';
import { SPECS } from './schema.ts';

const ADVICE =
  'Write it in the action: proxy, with the upstream, and responseHeaders: add: with a list of name, value and always.';

/** What the API server drops of an object, or for which it or the controller takes nothing of it. */
export function objectFaults(
  object: KubernetesObject,
  { snippets }: Pick<ControllerWorld, 'snippets'>,
): readonly Unread[] {
  const { document } = object;
  return [
    ...schemaFaults(object).flatMap((fault) => crdUnread(document, fault, ADVICE)),
    ...invalidParts(object).map(({ node, why, advice }) => ({
      at: document.place(node.at),
      what: `This ${object.kind}`,
      why: `the controller refuses it as a whole: ${why}`,
      advice,
    })),
    ...(snippets === 'off' ? snippetsOf(object) : []).map(({ key }) => ({
      at: document.place(key.at),
      what: key.text,
      why: 'the controller runs without -enable-snippets and passes it over',
      advice: 'Add the header in the action: proxy, responseHeaders, or enable snippets.',
    })),
  ];
}

/** The snippets of an object that speak of framing. */
function snippetsOf({ document, node }: KubernetesObject): readonly YamlEntry[] {
  const spec = at(node, 'spec');
  return [spec, ...itemsOf(at(spec, 'routes')), ...itemsOf(at(spec, 'subroutes'))].flatMap((holder) =>
    entriesOf(holder).filter(
      ({ key, value }) => key.text.endsWith('-snippets') && speaksOfFraming(document, value),
    ),
  );
}

/** Nothing of the object holds. */
export function isRefused(object: KubernetesObject): boolean {
  return schemaFaults(object).some(({ kind }) => kind === 'refused') || invalidParts(object).length > 0;
}

function schemaFaults(object: KubernetesObject): readonly CrdFault[] {
  const shape = SPECS[object.kind];
  return shape === undefined ? [] : crdFaults(at(object.node, 'spec'), shape);
}

interface Invalid {
  readonly node: YamlNode;
  /** As a clause. */
  readonly why: string;
  readonly advice: string;
}

/** What passes the schema and not the controller's own check (validation/virtualserver.go). */
function invalidParts(object: KubernetesObject): readonly Invalid[] {
  const spec = at(object.node, 'spec');
  const upstreams = new Set(itemsOf(at(spec, 'upstreams')).map((each) => textOf(at(each, 'name'))));
  const routes = itemsOf(at(spec, object.kind === 'VirtualServer' ? 'routes' : 'subroutes'));
  return routes.flatMap((route) =>
    route.kind !== 'map'
      ? []
      : [
          ...actionNodes(route).flatMap((action) => invalidAction(action, upstreams)),
          ...itemsOf(at(route, 'errorPages')).flatMap((page) =>
            itemsOf(at(page, 'return', 'headers')).flatMap(invalidHeader),
          ),
        ],
  );
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
    ...itemsOf(at(action, 'return', 'headers')).flatMap(invalidHeader),
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
