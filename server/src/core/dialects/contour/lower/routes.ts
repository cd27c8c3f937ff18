import type { HeaderOp } from '../../../model/header-op.ts';
import type { AnswerKind, Level, Misplaced, Scope } from '../../../model/scope.ts';
import { areChallenges, challengeAnswers } from '../../../routes/challenge.ts';
import { levelOps, routeTableOps } from '../../../routes/envoy/header-rules.ts';
import { isPatch, objectLevel } from '../../../syntax/kubernetes/judge.ts';
import { at, booleanOf, entryOf, itemsOf, textOf, type YamlMap } from '../../../syntax/yaml/node.ts';
import type { YamlDocument } from '../../../syntax/yaml/parse.ts';
import { insertionsFor } from './insertions.ts';
import { globalOps, misplacedHeaders, policyOps } from './policy.ts';
import type { ContourWorld, ProxyRoute } from './world.ts';

export interface LoweredRoute {
  readonly route: ProxyRoute;
  readonly scopes: readonly Scope[];
  readonly misplaced: readonly Misplaced[];
}

export function lowerWorld(world: ContourWorld): readonly LoweredRoute[] {
  const pages = world.routes.filter((route) => isForwarded(route) && answersOf(route) === PAGE);
  return world.routes.map((route) => lowerRoute(route, pages, world));
}

const PAGE: readonly AnswerKind[] = [
  { from: 'upstream', statuses: [200], page: 'content' },
  { from: 'gateway', statuses: [503, 504], page: 'canned' },
];

/** A redirect shows nothing; a body that the object holds itself may be a page. */
function answersOf({ node }: ProxyRoute): readonly AnswerKind[] {
  if (entryOf(node, 'requestRedirectPolicy')) return [{ from: 'gateway', statuses: [302], page: 'none' }];
  const direct = at(node, 'directResponsePolicy');
  if (direct === undefined) return areChallenges(pathsOf(node)) ? challengeAnswers : PAGE;
  const isHtml = /<\w/.test(textOf(at(direct, 'body')) ?? '');
  const status = Number(textOf(at(direct, 'statusCode')) ?? 200);
  return [{ from: 'gateway', statuses: [status], page: isHtml ? 'content' : 'none' }];
}

function isForwarded({ node }: ProxyRoute): boolean {
  return !entryOf(node, 'requestRedirectPolicy') && !entryOf(node, 'directResponsePolicy');
}

function lowerRoute(route: ProxyRoute, pages: readonly ProxyRoute[], world: ContourWorld): LoweredRoute {
  const { object, node } = route;
  const { document } = object;
  const level = routeLevel(route);
  const forwarded = isForwarded(route);
  const services = itemsOf(at(node, 'services')).flatMap((each) => (each.kind === 'map' ? [each] : []));
  const answering = services.filter((each) => booleanOf(at(each, 'mirror'), true) !== true);
  const own = policyOps(document, node);
  const differ = answering.length > 1 && answering.some((each) => policyOps(document, each).length > 0);
  const parts: readonly (YamlMap | undefined)[] = differ ? answering : [answering[0]];
  const asked = entryOf(node, 'services');
  return {
    route,
    misplaced: forwarded
      ? [node, ...services].flatMap((holder) => misplacedHeaders(document, holder, level))
      : [],
    scopes: parts.map((service): Scope => {
      const config = world.configuration;
      const outer = [
        objectLevel(object),
        ...(config && forwarded ? [objectLevel(config.object, 'gateway')] : []),
      ];
      return {
        path:
          differ && service !== undefined
            ? [serviceLevel(document, service), level, ...outer]
            : [level, ...outer],
        block: document.place(node.at),
        answers: answersOf(route),
        // The service's level runs first, so the route has the last word.
        ops: forwarded
          ? routeTableOps({
              cluster: levelOps(merged(world, document, service), `${level.id} service`),
              route: levelOps(own, level.id),
            })
          : [],
        ...(asked && { service: { at: document.place(asked.key.at), hidings: [] } }),
        insertions: forwarded ? insertionsFor(route, level, pages, config, own) : [],
        whole: world.isSure && !isPatch(object) && (!forwarded || asked !== undefined),
      };
    }),
  };
}

/** Of a name that both set, the service's own value counts. */
function merged(
  { configuration }: ContourWorld,
  document: YamlDocument,
  service: YamlMap | undefined,
): readonly HeaderOp[] {
  const own = service === undefined ? [] : policyOps(document, service);
  const names = new Set(own.flatMap(({ kind, name }) => (kind === 'set' ? [name.text] : [])));
  const given = globalOps(configuration).filter(({ kind, name }) => kind !== 'set' || !names.has(name.text));
  return [...given, ...own];
}

function routeLevel({ object: { document, name }, node, index }: ProxyRoute): Level {
  const conditions = node.entries.find(({ key }) => key.text === 'conditions');
  const [path] = pathsOf(node);
  return {
    id: `route ${document.file.uri}#${document.place(node.at).start}`,
    kind: 'route',
    label: path === undefined ? `routes[${index}] of ${name}` : `route ${path}`,
    at: document.place((conditions ?? node.entries[0])?.key.at ?? node.at),
  };
}

function pathsOf(node: YamlMap): readonly string[] {
  return itemsOf(at(node, 'conditions')).flatMap(
    (each) => textOf(at(each, 'prefix') ?? at(each, 'exact') ?? at(each, 'regex')) ?? [],
  );
}

function serviceLevel(document: YamlDocument, node: YamlMap): Level {
  const place = document.place(node.at);
  return {
    id: `service ${place.uri}#${place.start}`,
    kind: 'condition',
    label: `service ${textOf(at(node, 'name')) ?? ''}`,
    at: document.place((entryOf(node, 'name')?.value ?? node).at),
  };
}
