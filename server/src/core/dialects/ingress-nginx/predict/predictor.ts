import type { Unit } from '../../../model/dialect.ts';
import { placeKey } from '../../../model/place.ts';
import type { GatewayRequest, Predict, PredictedWay, Prediction, World } from '../../../model/prediction.ts';
import { requestParts } from '../../../routes/route.ts';
import { ingressPaths, takesHost } from '../../../syntax/kubernetes/ingress.ts';
import { besideTemplates, ingressesBeside } from '../../../syntax/kubernetes/templates.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { authorization } from '../lower/location.ts';
import { isTemplated } from '../read/annotation.ts';
import { readWorld, type NginxWorld } from '../read/world.ts';
import { askedConfig } from './config.ts';
import { redirectedName, serversOf, type HostServer } from './servers.ts';

const UNKNOWN: PredictedWay = {
  status: undefined,
  answeredBy: [],
  outcome: { lines: [], opaque: [{ text: '', prefix: true }] },
};

/** Follows requests through what the controller makes of all Ingresses together. */
export function ingressNginxPredictor(unit: Unit<YamlFile>, world: World): Predict {
  const known = readWorld(unit);
  // Whoever says what the services answer, asks for what is let through.
  const [letThrough, asked] = [true, false].map((passes) => askedConfig(known, passes)?.predictor(world));
  const own = ownLines(known);
  const servers = serversOf(known);
  const templates = ingressesBeside(/k8s\.io\/ingress-nginx/, 'nginx');
  return besideTemplates(unit.files, { objects: templates, followsHosts: true }, async (request) => {
    const parts = requestParts(request.url, request.method, request.headers);
    if (parts === undefined) return unknown('the url is not one of http or https');
    if (known.readByTraefik) return unknown('what Traefik makes of Ingresses of ingress-nginx');
    if (known.controllers.length > 1) return unknown('which of several configurations the controller has');
    const stranger = known.strangers.find((object) =>
      ingressPaths(object).some(({ host }) => takesHost(host, parts.host)),
    );
    if (stranger !== undefined) return unknown(`which controller serves Ingress ${stranger.name}`);
    const isServed = servers.some((server) => serves(server, parts.host));
    if (!isServed && servers.some(({ host }) => isTemplated(host))) {
      return unknown('which hosts a template fills in');
    }
    const predict = request.upstream === undefined ? asked : letThrough;
    if (predict === undefined) return unknown('no Ingress of ingress-nginx was found');
    const prediction = await predict(atStandardPort(request));
    const [first, ...rest] = prediction.ways.map((way) => {
      const { answeredBy, ...others } = withoutOwn(way, own);
      // The default server's 404 is no route: another gateway may have one.
      return { ...others, answeredBy: isServed ? answeredBy : [] };
    });
    const doubts = prediction.doubts.map((doubt) => inWords(doubt));
    return first === undefined ? prediction : { ...prediction, doubts, ways: [first, ...rest] };
  });
}

/** Whether some Ingress has a rule for a host. */
function serves(server: HostServer, asked: string): boolean {
  const { host, aliases, locations } = server;
  if (host === '_') return locations.some(({ item }) => item !== undefined);
  return takesHost(host, asked) || aliases.includes(asked) || redirectedName(server) === asked;
}

function unknown(doubt: string): Prediction {
  return { ways: [UNKNOWN], doubts: [doubt] };
}

function inWords(doubt: string): string {
  if (doubt.includes('$may_be_refused')) return 'whether auth-url lets the request pass';
  if (doubt.includes('$may_be_redirected')) return 'whether a certificate of the host sends it to https';
  return doubt;
}

/** A Service or a host may lead any port to those that the controller listens on. */
function atStandardPort(request: GatewayRequest): GatewayRequest {
  const [, scheme, authority, rest = ''] =
    /^(https?:\/\/)((?:\[[^\]]*\]|[^:/?#@]*):\d+)(.*)$/is.exec(request.url) ?? [];
  if (scheme === undefined || authority === undefined) return request;
  const headers = request.headers ?? [];
  const hasHost = headers.some(([name]) => name.toLowerCase() === 'host');
  return {
    ...request,
    url: `${scheme}${authority.replace(/:\d+$/, '')}${rest}`,
    headers: hasHost ? headers : [['Host', authority], ...headers],
  };
}

/** The places of annotations for which the controller adds lines of its own. */
function ownLines(world: NginxWorld): ReadonlySet<string> {
  return new Set(
    world.ingresses.flatMap((ingress) => {
      const auth = authorization(world, ingress);
      return [...(auth === undefined ? [] : [placeKey(auth)]), placeKey(ingress.object.nameAt)];
    }),
  );
}

/** What the controller adds of itself (cookies of `auth-url`, CORS) is not what a person wrote. */
function withoutOwn(way: PredictedWay, own: ReadonlySet<string>): PredictedWay {
  const { outcome } = way;
  const lines = outcome.lines.filter(
    ({ op, name }) =>
      op === undefined || !(own.has(placeKey(op.statement)) || /^access-control-/i.test(name)),
  );
  return { ...way, outcome: { ...outcome, lines } };
}
