import type { DialectSettings } from '../../../model/dialect.ts';
import { placeKey } from '../../../model/place.ts';
import type { Cut, Level, Scope } from '../../../model/scope.ts';
import type { GeneratedScope } from '../../../nginx/embedded/generated-config.ts';
import { isPatch, objectLevel } from '../../../syntax/kubernetes/judge.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { ingressKind } from '../read/ingress.ts';
import type { ControllerWorld } from '../read/world.ts';
import type { Rendered } from '../render/config.ts';
import type { Source } from '../render/source.ts';
import { answersOf } from './answers.ts';
import { withHeaders } from './changes.ts';
import { foreignPlaces } from '../../../nginx/embedded/foreign-statements.ts';
import { insertionsFor } from './insertions.ts';
import { actionLevels, itemLevel, levelIdOf, pathLevel } from './levels.ts';
import { serviceOf } from './services.ts';

/** A scope with what it was written for; `unsure` where a policy that is not seen may cut off what is in force. */
export interface LoweredScope {
  readonly scope: Scope;
  readonly source: Source | undefined;
  readonly isUnsure: boolean;
}

/** What nginx makes of the controller's configuration, in the terms of the objects. */
export function lowerScopes(
  world: ControllerWorld,
  rendered: Rendered,
  settings: DialectSettings,
): readonly LoweredScope[] {
  const foreign = foreignPlaces(rendered.snippets);
  return rendered.config.scopes(settings).flatMap((generated) => {
    const lowered = lowerScope(generated, world);
    if (lowered === undefined) return [];
    const ops = lowered.scope.ops.filter(({ statement }) => !foreign.has(placeKey(statement)));
    return [{ ...lowered, scope: { ...lowered.scope, ops } }];
  });
}

function lowerScope(generated: GeneratedScope<Source>, world: ControllerWorld): LoweredScope | undefined {
  const { scope, source, isGenerated } = generated;
  if (source === undefined) return configured(generated, world);
  if (source.kind === 'inner' || (source.kind === 'server' && isGenerated)) return undefined;
  const object = objectOf(source);
  if (object === undefined) return undefined;
  const id = levelIdOf(source, scope);
  const inside = scope.path.findIndex((level) => level.id === id);
  const [level, ...around] = [
    ...(inside < 0 ? [scope.path[0]] : scope.path.slice(0, inside)),
    ...levelsOf(source),
    ...gatewayLevel(world),
  ];
  if (level === undefined) return undefined;
  const isUnsure =
    isDangling(source) &&
    generated.addHeaderLevels.every((each) => each.level.id !== id) &&
    scope.ops.length > 0;
  const service = scope.service && serviceOf(source, level);
  const mended = scope.cut && withRestore(scope.cut, source, id);
  return {
    source,
    isUnsure,
    scope: {
      block: scope.block,
      ops: scope.ops,
      path: [level, ...around],
      answers: isGenerated ? answersOf(source) : scope.answers,
      ...(service && { service }),
      ...(mended && { cut: mended }),
      insertions: insertionsFor(generated, source, level, world),
      whole: world.isSure && isOwned(source, world) && !isPatch(object) && !isUnsure,
    },
  };
}

/** A ConfigMap whose servers are not seen: its values are judged by themselves. */
function configured({ scope }: GeneratedScope<Source>, world: ControllerWorld): LoweredScope | undefined {
  const [level] = gatewayLevel(world);
  if (level === undefined) return undefined;
  const { block, ops, answers } = scope;
  return {
    source: undefined,
    isUnsure: false,
    scope: { block, ops, answers, path: [level], insertions: [], whole: false },
  };
}

function gatewayLevel({ configuration }: ControllerWorld): readonly Level[] {
  return configuration === undefined ? [] : [objectLevel(configuration, 'gateway')];
}

function objectOf(source: Source): KubernetesObject | undefined {
  switch (source.kind) {
    case 'action':
      return source.action.item.object;
    case 'path':
      return source.path.object;
    case 'page':
    case 'server':
      return source.object;
    case 'inner':
      return undefined;
  }
}

/** The levels around a place, innermost first, but for the gateway's. */
function levelsOf(source: Source): readonly Level[] {
  switch (source.kind) {
    case 'action': {
      const { action } = source;
      const { server, item } = action;
      return [...actionLevels(action), itemLevel(item), objectLevel(server ?? item.object)];
    }
    case 'path': {
      const { path, master } = source;
      const own = pathLevel(path);
      if (path.object === master) return [own, objectLevel(master)];
      return [own, objectLevel(path.object, 'route'), objectLevel(master)];
    }
    case 'page':
      return [source.level, objectLevel(source.object)];
    case 'server':
      return source.object === undefined ? [] : [objectLevel(source.object)];
    case 'inner':
      return [];
  }
}

function isDangling(source: Source): boolean {
  return 'policies' in source && source.policies.some(({ dangling }) => dangling.length > 0);
}

/** Whether all that is around a place is seen: a route has its server, a minion its master. */
function isOwned(source: Source, world: ControllerWorld): boolean {
  if (source.kind === 'action') return source.action.server !== undefined;
  if (source.kind === 'page') return !world.orphans.some(({ object }) => object === source.object);
  return source.kind !== 'path' || ingressKind(source.master) !== 'minion';
}

/** Lines that the controller wrote are repeated where they come from. */
function withRestore(cut: Cut, source: Source, id: string): Cut {
  if (cut.restore !== undefined || source.kind !== 'action' || cut.level.id !== id) return cut;
  const { action } = source;
  return {
    ...cut,
    get restore() {
      const lines = cut.lost.map(({ spelling, value, reach }) => ({
        name: spelling,
        value: value.kind === 'literal' ? value.text : value.template,
        always: reach.statuses === undefined,
      }));
      return withHeaders(action, lines, []);
    },
  };
}
