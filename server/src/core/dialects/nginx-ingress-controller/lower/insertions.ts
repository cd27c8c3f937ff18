import type { Change } from '../../../model/place.ts';
import type { Insertion, Level } from '../../../model/scope.ts';
import type { GeneratedLevel, GeneratedScope } from '../../../nginx/embedded/generated-config.ts';
import type { EmbeddedNginx } from '../../../nginx/embedded/scalar.ts';
import { insertIntoSnippet } from '../../../nginx/embedded/write.ts';
import { objectLevel } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import type { ControllerWorld } from '../read/world.ts';
import type { Source } from '../render/source.ts';
import { actionInsertions } from './action-insertions.ts';
import { everywhere } from './configuration.ts';
import { pathInsertions } from './path-insertions.ts';

/** Where one more line would reach a place and cut nothing off, as the objects say it. */
export function insertionsFor(
  generated: GeneratedScope<Source>,
  source: Source,
  level: Level,
  world: ControllerWorld,
): readonly Insertion[] {
  const { addHeaderLevels, isGenerated, scope } = generated;
  // In a block inside of a snippet, nginx's own insertions are right.
  if (!isGenerated) return scope.insertions;
  return addHeaderLevels.flatMap((each): readonly Insertion[] => {
    if (each.source === undefined) return everywhere(world.configuration);
    if (each.source.kind === 'server') return serverInsertions(each, source, addHeaderLevels, world);
    if (source.kind === 'action') return actionInsertions(source.action, level, world);
    return source.kind === 'path' ? pathInsertions(source, 'location', addHeaderLevels, world) : [];
  });
}

function serverInsertions(
  { source }: GeneratedLevel<Source>,
  inner: Source,
  levels: readonly GeneratedLevel<Source>[],
  world: ControllerWorld,
): readonly Insertion[] {
  if (inner.kind === 'path') return pathInsertions(inner, 'server', levels, world);
  if (source?.kind !== 'server' || source.object === undefined) return [];
  // Where lines of the server are in force, one more belongs beside them.
  const isOnly = levels.length === 1;
  return isOnly && source.snippet !== undefined
    ? [inSnippet(source.snippet, objectLevel(source.object), source.object)]
    : [];
}

/** One more line in a text of nginx's directives, and the service's own kept back. */
export function inSnippet(
  snippet: EmbeddedNginx,
  level: Level,
  { name: owner }: KubernetesObject,
): Insertion {
  return {
    level,
    title: (name, value) => `Insert add_header ${name} "${value}" always in the snippet of ${owner}`,
    add: (name, value) => snippetChanges(snippet, name, value),
  };
}

function snippetChanges(snippet: EmbeddedNginx, name: string, value: string): readonly Change[] {
  return insertIntoSnippet(snippet, statements(name, value)) ?? [];
}

export function statements(name: string, value: string): readonly string[] {
  const hide = /^x-frame-options$/i.test(name) ? [`proxy_hide_header ${name};`] : [];
  return [...hide, `add_header ${name} ${/^[\w-]+$/.test(value) ? value : `"${value}"`} always;`];
}
