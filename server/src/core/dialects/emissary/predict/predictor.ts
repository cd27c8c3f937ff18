import type { Unit } from '../../../model/dialect.ts';
import type { Predict } from '../../../model/prediction.ts';
import { asRead } from '../../../routes/envoy/as-read.ts';
import { predictRoutes } from '../../../routes/predict.ts';
import { requestHeader, type RequestParts, type Route, type RouteAnswer } from '../../../routes/route.ts';
import { allOf } from '../../../routes/ternary.ts';
import { besideTemplates } from '../../../syntax/kubernetes/templates.ts';
import { at, entriesOf, textOf } from '../../../syntax/yaml/node.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { lowerWorld, type LoweredGroup } from '../lower/groups.ts';
import { isOn, readWorld, type EmissaryWorld } from '../lower/world.ts';
import { groupMatches } from './match.ts';

/** Says what Emissary answers with these Mappings. */
export function emissaryPredictor(unit: Unit<YamlFile>): Predict {
  const world = readWorld(unit);
  const lowered = lowerWorld(world).toSorted(byWeight);
  const [refusal] = lowered.flatMap(({ refused }) => refused);
  const routes = lowered.map((each) => routeOf(each, world));
  return besideTemplates(unit.files, { objects: /getambassador\.io/ }, (request) => {
    const prediction = asRead(
      predictRoutes(routes, request, { answer: { kind: 'gateway', status: 404 } }),
      // A redirect carries no headers.
      true,
    );
    return Promise.resolve(refusal === undefined ? prediction : { ...prediction, refused: refusal.why });
  });
}

/** Emissary tries routes by precedence, then the longest prefix, then the most headers (IRHTTPMapping._route_weight). */
function byWeight(a: LoweredGroup, b: LoweredGroup): number {
  const [x, y] = [weightOf(a), weightOf(b)];
  return y.precedence - x.precedence || y.length - x.length || y.headers - x.headers;
}

interface Weight {
  readonly precedence: number;
  readonly length: number;
  readonly headers: number;
}

function weightOf({ group: { members } }: LoweredGroup): Weight {
  const [{ spec }] = members;
  return {
    precedence: Number(textOf(at(spec, 'precedence')) ?? 0),
    length: (textOf(at(spec, 'prefix')) ?? '').length,
    headers: entriesOf(at(spec, 'headers')).length + entriesOf(at(spec, 'regex_headers')).length,
  };
}

function routeOf(lowered: LoweredGroup, { kinds }: EmissaryWorld): Route {
  const [{ spec }] = lowered.group.members;
  return {
    scope: lowered.scope,
    matches: (request) =>
      allOf([
        groupMatches(spec, request),
        // A Host may redirect what is not encrypted.
        kinds.has('Host') && request.scheme === 'http' ? undefined : true,
      ]),
    answer: (request) => answerOf(lowered, kinds, request),
  };
}

/** Services that are asked before a Mapping is, and may answer themselves. */
const ASKED = ['AuthService', 'RateLimitService', 'Filter', 'FilterPolicy'];

function answerOf(
  { group, scope }: LoweredGroup,
  kinds: ReadonlySet<string>,
  request: RequestParts,
): RouteAnswer {
  const [{ spec }] = group.members;
  const isAsked = ASKED.some((kind) => kinds.has(kind)) && !isOn(spec, 'bypass_auth');
  if (isAsked || !scope.whole || isPreflight(group, request)) return { kind: 'unknown' };
  if (!isOn(spec, 'host_redirect')) return { kind: 'upstream' };
  return { kind: 'gateway', status: Number(textOf(at(spec, 'redirect_response_code')) ?? 301) };
}

/** The cors filter answers these itself, where a Mapping or the Module has a policy for it. */
function isPreflight({ members, module }: LoweredGroup['group'], request: RequestParts): boolean {
  const config = module && at(module.node, 'spec', 'config');
  const defaults = at(config, 'defaults');
  const holders = [...members.map(({ spec }) => spec), config, defaults, at(defaults, 'httpmapping')];
  return (
    request.method === 'OPTIONS' &&
    holders.some((holder) => at(holder, 'cors') !== undefined) &&
    requestHeader(request, 'access-control-request-method').length > 0
  );
}
