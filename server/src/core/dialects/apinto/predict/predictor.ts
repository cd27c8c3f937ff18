import type { Unit } from '../../../model/dialect.ts';
import type { HeaderLine } from '../../../model/respond.ts';
import type { GatewayRequest, Predict, PredictedWay, Prediction } from '../../../model/prediction.ts';
import type { Level } from '../../../model/scope.ts';
import { wayThrough } from '../../../routes/predict.ts';
import { requestParts, type RequestParts } from '../../../routes/route.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { chainOf, templateOf, type ActivePlugin, type Chain } from '../lower/chain.ts';
import { routerLevel } from '../lower/levels.ts';
import { isListRefused, refusalOf } from '../lower/refusals.ts';
import { hasService, isHttp, isTrue } from '../lower/routers.ts';
import { runChain } from '../lower/run-chain.ts';
import { isHole } from '../read/config-faults.ts';
import type { ApintoObject, PluginList } from '../read/objects.ts';
import { readWorld, type ApintoWorld } from '../read/world.ts';
import { at, textOf } from '../../../syntax/yaml/node.ts';
import { doublesOf } from './doubles.ts';
import { branchesOf, inOrder, takes, type Branch } from './table.ts';

const NOTHING: PredictedWay = { status: undefined, answeredBy: [], outcome: { lines: [], opaque: [] } };

/** Says what Apinto answers: which router takes a request, and what its plugins make of the answer. */
export function apintoPredictor(unit: Unit<YamlFile>): Predict {
  const world = readWorld(unit);
  const refused = world.lists.map(isListRefused).find((each) => each !== undefined);
  if (refused !== undefined)
    return () => Promise.resolve({ ways: [NOTHING], doubts: [], refused: refused.why });
  const routers = world.routers.filter((router) => isHttp(router) && refusalOf(world, router) === undefined);
  const all = routers.flatMap(branchesOf);
  const doubles = doublesOf(all);
  const branches = all.filter(({ router }) => !doubles.has(router)).toSorted(inOrder);
  const ports = new Set(branches.map(({ port }) => port));
  return (request) => Promise.resolve(predicted(world, branches, ports, request));
}

function predicted(
  world: ApintoWorld,
  branches: readonly Branch[],
  ports: ReadonlySet<number>,
  request: GatewayRequest,
): Prediction {
  const parts = requestParts(request.url, request.method, request.headers);
  if (parts === undefined) return { ways: [NOTHING], doubts: ['the url is not one of http or https'] };
  const doubts: string[] = [];
  const ways: PredictedWay[] = [];
  let taken: Branch | undefined;
  for (const branch of branches) {
    // Of rules that weigh the same the order is not told; the first that surely takes the request ends it else.
    if (taken !== undefined && inOrder(taken, branch) !== 0) break;
    const answer = takes(branch, parts, ports);
    if (answer === false || taken?.router === branch.router) continue;
    ways.push(...throughRouter(world, branch.router, request, parts, doubts));
    if (taken !== undefined || answer === undefined)
      doubts.push(`whether router ${branch.router.name} takes the request`);
    if (answer === true) taken ??= branch;
  }
  if (taken === undefined) ways.push(...throughNone(world, request, parts, doubts));
  const [first = NOTHING, ...rest] = ways;
  return { ways: [first, ...rest], doubts: [...new Set(doubts)] };
}

function throughRouter(
  world: ApintoWorld,
  router: ApintoObject,
  request: GatewayRequest,
  parts: RequestParts,
  doubts: string[],
): readonly PredictedWay[] {
  const level = routerLevel(router);
  if (isTrue(router, 'disable')) {
    const scope = { ops: [], path: [level] as const };
    return [wayThrough(scope, { kind: 'gateway', status: 404 }, request, parts)];
  }
  const list = world.listOf(router);
  const chain = chainOf(world, list, router);
  const template = textOf(at(router.node, 'template')) ?? '';
  const isLost = template !== '' && templateOf(world, router) === undefined;
  const isFilledIn = isHole(router.pluginsEntry?.value);
  const isBlind = !chain.isListed || chain.unknown.length > 0 || isLost || isFilledIn;
  if (!chain.isListed) doubts.push('which plugins of the list act on every answer');
  if (isLost) doubts.push(`what the template ${template} sets`);
  return throughChain(chain, [level], hasService(router) ? 'service' : 200, request, parts, isBlind);
}

/** The plugins that act on everything act on what no router takes, too. */
function throughNone(
  world: ApintoWorld,
  request: GatewayRequest,
  parts: RequestParts,
  doubts: string[],
): readonly PredictedWay[] {
  const list: PluginList | undefined = world.lists.length === 1 ? world.lists[0] : undefined;
  if (list === undefined) doubts.push('which plugins of the list act on every answer');
  return throughChain(chainOf(world, list), [], 404, request, parts, list === undefined);
}

/** @param from the service behind, or the status of an answer that the gateway makes itself */
function throughChain(
  chain: Chain,
  path: readonly Level[],
  from: 'service' | number,
  request: GatewayRequest,
  parts: RequestParts,
  isBlind: boolean,
): readonly PredictedWay[] {
  const { plugins } = chain;
  const ways = [oneWay(plugins, path, from, request, parts)];
  // A plugin that refuses answers before those behind it run.
  const stop = plugins.findIndex(({ kind }) => kind === 'interception');
  plugins.slice(0, stop < 0 ? undefined : stop).forEach((plugin, index) => {
    if (plugin.kind === 'refusing') ways.push(oneWay(plugins.slice(0, index), path, 403, request, parts));
    if (plugin.kind === 'unknown') ways.push(blind(NOTHING));
  });
  return isBlind ? ways.map(blind) : ways;
}

function blind(way: PredictedWay): PredictedWay {
  return { ...way, outcome: { ...way.outcome, opaque: [{ text: '', prefix: true }] } };
}

function oneWay(
  plugins: readonly ActivePlugin[],
  path: readonly Level[],
  from: 'service' | number,
  request: GatewayRequest,
  parts: RequestParts,
): PredictedWay {
  const run = runChain(plugins.filter(({ kind }) => kind !== 'refusing'));
  const scope = { ops: run.ops, path };
  const own = run.own?.status ?? (from === 'service' ? undefined : from);
  if (own !== undefined)
    return finished(wayThrough(scope, { kind: 'gateway', status: own }, request, parts), run.statuses(own));
  // Nearly all that the plugins do depends on the status of the service.
  if (request.upstream === undefined) return blind(wayThrough(scope, { kind: 'unknown' }, request, parts));
  const { status = 200, headers = [] } = request.upstream;
  const kept = run.ops.flatMap(({ kind, name }) =>
    kind === 'remove' && name.prefix ? [new Set(name.except)] : [],
  );
  // A white list hands on one line of each name, the last, and none that is empty.
  const sent = headers.filter(([name, value], index) => {
    const lower = name.toLowerCase();
    if (!kept.some((names) => names.has(lower))) return true;
    const isLast = headers.findLastIndex(([other]) => other.toLowerCase() === lower) === index;
    return isLast && value.trim() !== '';
  });
  const upstream = { status, headers: sent };
  const way = wayThrough(scope, { kind: 'upstream' }, { ...request, upstream }, parts);
  return finished(way, run.statuses(status));
}

/** With the status that the plugins leave, and with names as a client reads them: `X-Frame-Options:` ends at its colon. */
function finished(way: PredictedWay, statuses: ReadonlySet<number>): PredictedWay {
  const [status] = statuses;
  const lines = way.outcome.lines.map((line): HeaderLine => {
    const colon = line.name.indexOf(':');
    const text =
      typeof line.value === 'string'
        ? line.value
        : line.value.kind === 'literal'
          ? line.value.text
          : undefined;
    if (colon < 0 || text === undefined) return line;
    return {
      ...line,
      name: line.name.slice(0, colon),
      value: `${line.name.slice(colon + 1)}: ${text}`.trim(),
    };
  });
  return {
    ...way,
    status: statuses.size === 1 ? status : undefined,
    outcome: { ...way.outcome, lines },
  };
}
