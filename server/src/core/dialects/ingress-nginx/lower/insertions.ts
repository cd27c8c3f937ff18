import type { HeaderOp } from '../../../model/header-op.ts';
import type { Change } from '../../../model/place.ts';
import { matchesName } from '../../../model/respond.ts';
import type { Insertion, Level } from '../../../model/scope.ts';
import { ensureSnippet, insertIntoSnippet } from '../../../nginx/embedded/write.ts';
import { ownMap } from '../../../syntax/kubernetes/header.ts';
import { appendDocument, ensurePath, insertEntry } from '../../../syntax/yaml/edit.ts';
import { annotation, PREFIX } from '../read/annotation.ts';
import { allowChange, isAllowed } from '../read/allow.ts';
import type { Controller } from '../read/controller.ts';
import { referredMap } from '../read/headers.ts';
import type { ServedIngress } from '../read/ingress.ts';
import type { NginxWorld } from '../read/world.ts';
import { controllerLevel } from './levels.ts';

/** The ways to set one more header, the best first: no switch of the controller may make them harm. */
export function insertionsFor(
  world: NginxWorld,
  ingress: ServedIngress,
  level: Level,
  ops: readonly HeaderOp[],
): readonly Insertion[] {
  const bySnippet = snippetInsertion(world, ingress, level, ops);
  const byMap = mapInsertion(world, ingress, level);
  // A snippet that is not allowed is refused when the object is applied; a header that is not listed is a 503.
  const prefersMap =
    world.controller !== undefined && world.gate.kind === 'unknown' && ingress.snippet === undefined;
  const own = prefersMap ? [...byMap, ...bySnippet] : [...bySnippet, ...byMap];
  const { controller } = world;
  return [...own, ...(controller === undefined ? [] : [globalInsertion(world, controller, ops)])];
}

/** One line of `configuration-snippet`: it replaces what the service sends, and cuts nothing off. */
function snippetInsertion(
  world: NginxWorld,
  ingress: ServedIngress,
  level: Level,
  ops: readonly HeaderOp[],
): readonly Insertion[] {
  const { gate } = world;
  if (gate.kind === 'off' || gate.kind === 'risky') return [];
  const isAsked =
    gate.kind === 'unknown' && ingress.snippet === undefined && ingress.serverSnippet === undefined;
  return [
    {
      level,
      add: (name, value) =>
        isRemovedLater(world, ops, name) ? [] : (snippetLines(ingress, [moreSetHeaders(name, value)]) ?? []),
      title: (name, value) =>
        `Set ${name}: ${value} in configuration-snippet of ${ingress.object.name}` +
        (isAsked ? ' (the controller must allow snippets)' : ''),
    },
  ];
}

/** `location-snippet` of the controller stands behind that of the Ingress. */
function isRemovedLater({ controller }: NginxWorld, ops: readonly HeaderOp[], name: string): boolean {
  const setting = controller?.get('location-snippet');
  const at = setting?.document.place(setting.entry.at);
  return ops.some(
    ({ kind, name: pattern, statement }) =>
      kind === 'remove' &&
      matchesName(pattern, name) &&
      at?.uri === statement.uri &&
      at.start <= statement.start &&
      statement.end <= at.end,
  );
}

function moreSetHeaders(name: string, value: string): string {
  return `more_set_headers "${name}: ${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}";`;
}

/** Writes directives into the annotation, which is made where it is not there. */
export function snippetLines(
  { object, snippet }: ServedIngress,
  lines: readonly string[],
): readonly Change[] | undefined {
  if (snippet !== undefined) return insertIntoSnippet(snippet, lines);
  if (annotation(object, 'configuration-snippet') !== undefined || !hasOwnAnnotations(object))
    return undefined;
  const key = `${PREFIX}configuration-snippet`;
  const change = ensureSnippet(object.document, object.node, ['metadata', 'annotations', key], lines);
  return change && [change];
}

function hasOwnAnnotations({ node }: ServedIngress['object']): boolean {
  return !node.shared && ownMap(node, ['metadata', 'annotations']) !== 'other';
}

/** `custom-headers` and the ConfigMap that it names, which may be there. */
function mapInsertion(world: NginxWorld, ingress: ServedIngress, level: Level): readonly Insertion[] {
  const { object, custom } = ingress;
  const { controller } = world;
  const known = annotation(object, 'custom-headers');
  const reference = known && referredMap(known.text, world.index);
  if (!custom.isKnown || custom.isDenied || custom.unread.length > 0) return [];
  if (known === undefined && !hasOwnAnnotations(object)) return [];
  const map = reference?.object;
  if (known !== undefined && map === undefined) return [];
  const name = freeName(world, ingress);
  // The annotation has to name one, and whoever applies the manifest decides; a wrong one is a 503.
  const namespace = object.namespace === '' ? 'default' : object.namespace;
  const conditions = [
    ...(object.namespace === '' && known === undefined ? ['in namespace default'] : []),
    ...(controller === undefined ? ['global-allowed-response-headers of the controller must list it'] : []),
  ];
  return [
    {
      level,
      add: (header, value) => {
        const listed =
          controller === undefined || isAllowed(controller, header) ? [] : [allowChange(controller, header)];
        const given =
          map === undefined
            ? [
                ensurePath(
                  object.document,
                  object.node,
                  ['metadata', 'annotations', `${PREFIX}custom-headers`],
                  `${namespace}/${name}`,
                ),
                appendDocument(object.document, configMap(name, namespace, header, value)),
              ]
            : [
                ownMap(map.node, ['data', header]) === 'absent'
                  ? ensurePath(map.document, map.node, ['data', header], value)
                  : undefined,
              ];
        const changes = [...given, ...listed];
        return changes.every((change) => change !== undefined) ? changes : [];
      },
      title: (header, value) =>
        `Set ${header}: ${value} by custom-headers of ${object.name}` +
        (conditions.length === 0 ? '' : ` (${conditions.join('; ')})`),
    },
  ];
}

function freeName({ index }: NginxWorld, { object }: ServedIngress): string {
  const base = `${object.name}-frame-policy`;
  const isTaken = (name: string): boolean =>
    index.find('', 'ConfigMap', name, object.namespace) !== undefined;
  return [base, `${base}-2`, `${base}-3`].find((name) => !isTaken(name)) ?? `${base}-4`;
}

function configMap(name: string, namespace: string, header: string, value: string): string {
  const place = namespace === '' ? '' : `  namespace: ${namespace}\n`;
  const text = /^[A-Z]+$/.test(value) ? value : JSON.stringify(value);
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${place}data:\n  ${header}: ${text}\n`;
}

/** The headers of all hosts: what a location removes is removed behind them. */
function globalInsertion(world: NginxWorld, controller: Controller, ops: readonly HeaderOp[]): Insertion {
  return {
    level: controllerLevel(controller),
    add: (name, value) => {
      const isRemoved = ops.some((op) => op.kind === 'remove' && matchesName(op.name, name));
      return isRemoved ? [] : globally(world, controller, name, value);
    },
    title: (name, value) => `Set ${name}: ${value} on the answers of all hosts of the controller`,
  };
}

function globally(
  { index }: NginxWorld,
  controller: Controller,
  name: string,
  value: string,
): readonly Change[] {
  const { document, object, values } = controller;
  if (values !== undefined) {
    const change = ensurePath(document, values, ['addHeaders', name], value);
    return change === undefined ? [] : [change];
  }
  if (object === undefined) return [];
  const setting = controller.get('add-headers');
  if (setting !== undefined) {
    const map = referredMap(setting.text, index);
    if (map.object === undefined || map.object.node.shared) return [];
    const change =
      map.data !== undefined && ownMap(map.object.node, ['data', name]) === 'absent'
        ? insertEntry(map.object.document, map.data, name, value)
        : undefined;
    return change === undefined ? [] : [change];
  }
  if (object.namespace === '' || index.find('', 'ConfigMap', 'security-headers', object.namespace)) return [];
  const change = ensurePath(
    document,
    object.node,
    ['data', 'add-headers'],
    `${object.namespace}/security-headers`,
  );
  if (change === undefined) return [];
  return [change, appendDocument(document, configMap('security-headers', object.namespace, name, value))];
}
