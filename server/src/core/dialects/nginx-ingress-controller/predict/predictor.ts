import type { Unit } from '../../../model/dialect.ts';
import { placeKey } from '../../../model/place.ts';
import type { GatewayRequest, Predict, PredictedWay, Prediction, World } from '../../../model/prediction.ts';
import { requestParts } from '../../../routes/route.ts';
import type { KubernetesObject } from '../../../syntax/kubernetes/objects.ts';
import { besideTemplates, ingressesBeside } from '../../../syntax/kubernetes/templates.ts';
import { at, itemsOf, textOf } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { foreignStatements } from '../../../nginx/embedded/foreign-statements.ts';
import { refusedObjects } from '../lower/site.ts';
import { ingressServers } from '../read/ingress.ts';
import { readWorld, type ControllerWorld } from '../read/world.ts';
import { renderConfig } from '../render/config.ts';

const UNKNOWN: PredictedWay = {
  status: undefined,
  answeredBy: [],
  outcome: { lines: [], opaque: [{ text: '', prefix: true }] },
};

/** Says what the nginx answers that the controller configures. */
export function controllerPredictor(unit: Unit<YamlFile>, world: World): Predict {
  const objects = readWorld(unit);
  const refused = refusedObjects(objects);
  const known = new Map<string, Predict>();
  const templates = ingressesBeside(/k8s\.nginx\.org/, 'nginx');
  return besideTemplates(unit.files, { objects: templates }, (request) => {
    const host = requestParts(request.url, request.method, request.headers)?.host ?? '';
    const predict = known.get(host) ?? atHost(host, objects, refused, world);
    known.set(host, predict);
    return predict(request);
  });
}

/** A broken snippet of another host is not this one's: the controller takes such an object back, and the others stay. */
function atHost(
  host: string,
  objects: ControllerWorld,
  refused: ReadonlySet<KubernetesObject>,
  world: World,
): Predict {
  // Without a route that it refuses, the controller serves the rest of a host.
  const broken = [...refused].find(
    (object) => object.kind !== 'VirtualServerRoute' && hostsOf(object).some((each) => takes(each, host)),
  );
  if (broken !== undefined) return refusing(`${broken.kind} ${broken.name} is refused as a whole`);
  const here: ControllerWorld = {
    ...objects,
    servers: objects.servers.filter((server) => takes(server.host, host)),
    ingresses: objects.ingresses.filter((each) => hostsOf(each).some((pattern) => takes(pattern, host))),
  };
  const { config, snippets, labels } = renderConfig(here, 'requests', refused, objects.servers);
  const [foreign] = foreignStatements(snippets, 'the controller');
  if (foreign !== undefined) return refusing(`${foreign.what}: ${foreign.why}`);
  const predict = config.predictor(world);
  const isServed =
    here.servers.length + here.ingresses.length > 0 ||
    objects.orphans.some(({ object }) => hostsOf(object).some((each) => takes(each, host)));
  return async (request) => {
    const doubts = doubtsAt(host, here, request);
    const prediction = named(withDoubts(await predict(atUsualPort(request)), doubts), labels);
    return isServed ? prediction : withoutAnswerers(prediction);
  };
}

/** The default server's 404 is no route: another gateway may have one. */
function withoutAnswerers(prediction: Prediction): Prediction {
  const [first, ...rest] = prediction.ways.map((way) => ({ ...way, answeredBy: [] }));
  return first === undefined ? prediction : { ...prediction, ways: [first, ...rest] };
}

function refusing(why: string): Predict {
  return () => Promise.resolve({ ways: [UNKNOWN], doubts: [], refused: why });
}

/** In front of the controller a Service may have any port; what it hands on comes to 80 or 443. */
function atUsualPort(request: GatewayRequest): GatewayRequest {
  const [whole, scheme = '', authority = '', port] =
    /^(https?:\/\/)((?:[^@/?#]*@)?(?:\[[^\]]*\]|[^:/?#]*))(:\d+)?/i.exec(request.url) ?? [];
  if (whole === undefined || port === undefined) return request;
  return { ...request, url: scheme + authority + request.url.slice(whole.length) };
}

/** The names that the objects give, in place of those of nginx's blocks. */
function named(prediction: Prediction, labels: ReadonlyMap<string, string>): Prediction {
  const way = (each: PredictedWay): PredictedWay => ({
    ...each,
    answeredBy: each.answeredBy.map((block) => ({
      ...block,
      label: labels.get(placeKey(block.at)) ?? block.label,
    })),
  });
  const [first, ...rest] = prediction.ways;
  return { ...prediction, ways: [way(first), ...rest.map(way)], doubts: prediction.doubts.map(inWords) };
}

function inWords(doubt: string): string {
  const [, split] = /^\$request_id = split_(\d+)$/.exec(doubt) ?? [];
  if (split !== undefined) return `whether splits[${split}] is chosen`;
  return doubt === '$gateway_lint_refused_by_a_policy' ? 'whether a policy refuses the request' : doubt;
}

function withDoubts(prediction: Prediction, doubts: readonly string[]): Prediction {
  if (doubts.length === 0) return prediction;
  const [first, ...rest] = prediction.ways;
  return { ...prediction, ways: [first, ...rest, UNKNOWN], doubts: [...prediction.doubts, ...doubts] };
}

/** What is not in the workspace, or depends on the age of objects. */
function doubtsAt(host: string, world: ControllerWorld, { url }: GatewayRequest): readonly string[] {
  const path = requestParts(url)?.path ?? '/';
  const servers = world.servers.filter((server) => takes(server.host, host));
  const missing = servers.flatMap(({ object, dangling }) =>
    dangling
      .filter(({ node }) => mayTake(object, node, path))
      .map(({ name }) => `what the VirtualServerRoute ${name} answers`),
  );
  const ingresses = ingressServers(world).filter((each) => each.host === host);
  const several = servers.filter((each) => each.host === host).length + new Set(ingresses).size > 1;
  const unowned = ingresses.some(({ master }) => master === undefined);
  return [
    ...missing,
    ...(several ? [`which of several objects for ${host} is the oldest`] : []),
    ...(unowned ? [`what the master Ingress of ${host} sets`] : []),
    ...(world.isSure ? [] : ['which ConfigMap is the one of the controller']),
  ];
}

/** Whether the item that delegates could take a path: a pattern may take any. */
function mayTake(object: KubernetesObject, node: unknown, path: string): boolean {
  const item = itemsOf(at(object.node, 'spec', 'routes')).find((each) => at(each, 'route') === node);
  const prefix = textOf(at(item, 'path')) ?? '/';
  return !prefix.startsWith('/') || path.startsWith(prefix);
}

function hostsOf({ node }: KubernetesObject): readonly string[] {
  const own = textOf(at(node, 'spec', 'host'));
  const rules = itemsOf(at(node, 'spec', 'rules')).map((rule) => textOf(at(rule, 'host')) ?? '*');
  return own === undefined ? rules : [own];
}

function takes(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : pattern.toLowerCase() === host;
}
