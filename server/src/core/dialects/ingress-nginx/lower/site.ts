import type { DialectSettings, Unit } from '../../../model/dialect.ts';
import { placeKey } from '../../../model/place.ts';
import type { Cut, Level, Scope, Site } from '../../../model/scope.ts';
import type { GeneratedScope } from '../../../nginx/embedded/generated-config.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import type { ServedIngress } from '../read/ingress.ts';
import { readWorld, type NginxWorld } from '../read/world.ts';
import { judgedConfig, type Source } from './config.ts';
import { insertionsFor, snippetLines } from './insertions.ts';
import { controllerLevel, GENERATED, ingressLevel, pathLevel } from './levels.ts';
import { unreadIn } from './unread.ts';

/** What the paths of all Ingresses send that ingress-nginx serves. */
export function ingressNginxSite(unit: Unit<YamlFile>, settings: DialectSettings): Site {
  const world = readWorld(unit);
  const config = judgedConfig(world);
  const custom = world.ingresses.filter(({ state }) => state === 'serves').map((each) => each.custom);
  return {
    dialect: 'ingress-nginx',
    scopes: (config?.scopes(settings) ?? []).flatMap((each) => lowered(world, each)),
    misplaced: [
      ...(config?.misplaced(settings) ?? []).map((each) => ({ ...each, level: levelOf(world, each.level) })),
      ...world.global.misplaced,
    ],
    unread: distinct([...world.global.unread, ...custom.flatMap(({ unread }) => unread), ...unreadIn(world)]),
    unresolved: distinct([...world.global.unresolved, ...custom.flatMap(({ unresolved }) => unresolved)]),
  };
}

/** A level of the generated text as scopes have it. */
function levelOf({ ingresses, controller }: NginxWorld, level: Level): Level {
  if (level.kind === 'gateway') return controller === undefined ? level : controllerLevel(controller);
  if (level.kind !== 'host') return level;
  const owner = ingresses.find(({ object }) => placeKey(object.nameAt) === placeKey(level.at));
  const [first, ...others] = (owner?.paths ?? []).filter(({ kind }) => kind !== 'rule');
  if (owner === undefined || first === undefined) return level;
  return others.length > 0 ? ingressLevel(owner.object) : pathLevel(first);
}

function distinct<T extends { readonly at: Parameters<typeof placeKey>[0] }>(
  list: readonly T[],
): readonly T[] {
  return [...new Map(list.map((each) => [placeKey(each.at), each])).values()];
}

function lowered(
  world: NginxWorld,
  { scope, source, isGenerated }: GeneratedScope<Source>,
): readonly Scope[] {
  if (source === undefined) return [];
  const { ingress, path } = source;
  // A server answers nothing itself, and what no path takes is the controller's own 404.
  if ((isGenerated && path === undefined) || !ingress.isHtml) return [];
  const levels = outerLevels(world, ingress);
  const [first, ...around] = [
    ...innerLevels(scope),
    ...(path === undefined ? [] : [pathLevel(path)]),
    ...levels,
  ];
  if (first === undefined) return [];
  const own =
    path === undefined ? undefined : (levels.find(({ kind }) => kind === 'host') ?? pathLevel(path));
  const cut = scope.cut && cutOf(scope.cut, first, ingress, scope);
  return [
    {
      ...scope,
      path: [first, ...around],
      block: isGenerated && path !== undefined ? ingress.object.document.place(path.node.at) : scope.block,
      answers: ingress.custom.isDenied ? [] : scope.answers,
      insertions: [
        ...scope.insertions,
        ...(own === undefined || ingress.isPartial ? [] : insertionsFor(world, ingress, own, scope.ops)),
      ],
      whole: scope.whole && isSure(world, ingress),
      ...(cut && { cut }),
    },
  ];
}

/** The levels of a scope that stand in a snippet. */
function innerLevels({ path }: Scope): readonly Level[] {
  const outer = path.findIndex(({ id, kind }) => id.startsWith(GENERATED) || kind === 'gateway');
  return path.slice(0, outer < 0 ? path.length : outer);
}

/** Where more than one path answers, the Ingress is a level of its own: an annotation holds for all of them. */
function outerLevels({ controller }: NginxWorld, { object, paths }: ServedIngress): readonly Level[] {
  const answering = paths.filter(({ kind }) => kind !== 'rule');
  return [
    ...(answering.length > 1 ? [ingressLevel(object)] : []),
    ...(controller === undefined ? [] : [controllerLevel(controller)]),
  ];
}

function isSure({ global, isSure: isSureOfAll }: NginxWorld, { custom, isPartial }: ServedIngress): boolean {
  return !isPartial && global.isKnown && custom.isKnown && isSureOfAll;
}

/** Lines of the server's snippet are repeated in that of the location. */
function cutOf(cut: Cut, level: Level, ingress: ServedIngress, scope: Scope): Cut {
  const { restore, ...rest } = cut;
  const lines = cut.lost.map(({ statement }) => {
    const file = [ingress.object.document.file].find(({ uri }) => uri === statement.uri);
    return file?.text.slice(statement.start, statement.end) ?? '';
  });
  const isWritten = lines.every((line) => line.endsWith(';'));
  const again = restore ?? (isWritten ? snippetLines(ingress, lines) : undefined);
  return {
    ...rest,
    level: scope.path[0].kind === 'condition' ? cut.level : level,
    ...(again && { restore: again }),
  };
}
