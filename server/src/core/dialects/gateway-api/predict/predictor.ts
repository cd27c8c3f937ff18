import type { Unit } from '../../../model/dialect.ts';
import type { GatewayRequest, Predict, PredictedWay, Prediction, World } from '../../../model/prediction.ts';
import { inStatusSet } from '../../../model/respond.ts';
import type { Scope } from '../../../model/scope.ts';
import { predictRoutes } from '../../../routes/predict.ts';
import { requestParts, type RequestParts, type Route } from '../../../routes/route.ts';
import { besideTemplates } from '../../../syntax/kubernetes/templates.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { gatewayKey, type Attachment } from '../lower/attach.ts';
import { overrideScope, overridesOf } from '../lower/overrides.ts';
import type { LoweredRule } from '../lower/rules.ts';
import { refusedPolicies } from '../lower/client-traffic.ts';
import { lowerUnit, type LoweredUnit } from '../lower/unit.ts';
import { isTemplate } from '../read/hole.ts';
import { DROPPED } from '../read/modifier.ts';
import { ENVOY_GATEWAY } from '../read/world.ts';
import { at } from '../../../syntax/yaml/node.ts';
import { bestHostname } from './hostnames.ts';
import { isShadowed, listening } from './listeners.ts';
import { matchesOf, type RuleMatch } from './matches.ts';
import { isRedirected, pathSeen } from './path.ts';
import { noRouteOps } from './no-route.ts';

const NOTHING: PredictedWay = {
  status: undefined,
  answeredBy: [],
  outcome: { lines: [], opaque: [{ text: '', prefix: true }] },
};

/** Follows requests to the listener, the host name and the rule that take them. */
export function gatewayApiPredictor(unit: Unit<YamlFile>, _world: World): Predict {
  const lowered = lowerUnit(unit);
  const objects = /gateway\.(?:networking\.(?:x-)?k8s\.io|envoyproxy\.io|kgateway\.dev|nginx\.org)/;
  return besideTemplates(unit.files, { objects, holes: true }, (request) =>
    Promise.resolve(predict(request, lowered)),
  );
}

function predict(request: GatewayRequest, lowered: LoweredUnit): Prediction {
  const { routes, world } = lowered;
  const [refusal] = routes.flatMap(({ refused }) => refused);
  if (refusal !== undefined) return { ways: [NOTHING], doubts: [], refused: refusal.why };
  const parts = requestParts(request.url, request.method, request.headers);
  if (parts === undefined) return { ways: [NOTHING], doubts: ['the url is not one of http or https'] };
  const doubts: string[] = [];
  if (routes.some(({ isRejected }) => isRejected))
    doubts.push('what stands in the place of a route that is refused');
  if (routes.some(({ unread }) => unread.some(({ why }) => why === DROPPED)))
    doubts.push('whether a route with an unknown field is taken');
  if (refusedPolicies(world).length > 0) doubts.push('what stands in the place of a policy that is refused');
  const here = listening(world, parts);
  const isEnvoy = here.some(({ implementation }) => implementation === 'envoy-gateway');
  const settings = world
    .ofKind(ENVOY_GATEWAY, 'ClientTrafficPolicy')
    .some(({ node }) => at(node, 'spec', 'path'));
  if (isEnvoy && settings && /%(2f|5c)|\/\/|\\/i.test(parts.path))
    doubts.push('what the path settings of a ClientTrafficPolicy make of the path');
  if (isEnvoy && here.length === 1 && isRedirected(parts)) {
    const redirected = predictRoutes([], request, noRouteOps(here[0], world, 307));
    return doubts.length === 0 ? redirected : { ways: [...redirected.ways, NOTHING], doubts };
  }
  if (isEnvoy && pathSeen(parts) === undefined) doubts.push('what Envoy makes of the escapes in the path');
  const rules = onPort(
    routes.flatMap((route) => route.rules),
    parts,
    here.length > 0,
  );
  if (rules.some(({ attachment }) => attachment?.gateway === undefined)) {
    doubts.push('what a Gateway does that is not in the workspace');
  }
  const gateways = [...new Set(rules.map(keyOf))];
  const answering = gateways.filter(
    (key) =>
      forHost(
        rules.filter((rule) => keyOf(rule) === key),
        parts,
      ).length > 0,
  );
  const asked = answering.length > 0 ? answering : gateways;
  if (asked.length > 1) doubts.push('which Gateway takes the request');
  const predictions = asked.map((key) =>
    throughGateway(
      request,
      parts,
      rules.filter((rule) => keyOf(rule) === key),
      lowered,
    ),
  );
  if (predictions.length === 0) {
    if (here.length > 1) doubts.push('which Gateway takes the request');
    predictions.push(predictRoutes([], request, noRouteOps(here[0], world)));
  }
  const all = [...doubts, ...predictions.flatMap((each) => each.doubts)];
  const ways = predictions.flatMap(({ ways: own }) => own);
  const [first = NOTHING, ...rest] = doubts.length > 0 ? [...ways, NOTHING] : ways;
  return { ways: [first, ...rest], doubts: all };
}

function keyOf({ attachment }: LoweredRule): string {
  return keyOfAttachment(attachment);
}

function keyOfAttachment(attachment: Attachment | undefined): string {
  return attachment === undefined ? '' : gatewayKey(attachment);
}

/** The listeners of the port; where none has it, something in front translates ports. */
function onPort(
  rules: readonly LoweredRule[],
  { port }: RequestParts,
  isOpen: boolean,
): readonly LoweredRule[] {
  const here = rules.filter(({ attachment }) => attachment?.listener?.port === port);
  return here.length > 0 || isOpen ? here : rules;
}

/** The rules of the most specific host name: its routes alone are asked, without falling back to a wider one. */
function forHost(rules: readonly LoweredRule[], { host }: RequestParts): readonly LoweredRule[] {
  const names = rules.flatMap(({ attachment }) => hostnamesOf(attachment?.hostnames));
  const best = bestHostname(names, host);
  const isOpen = ({ attachment }: LoweredRule): boolean => (attachment?.hostnames ?? []).some(isTemplate);
  return rules.filter(
    (rule) => (best !== undefined && hostnamesOf(rule.attachment?.hostnames).includes(best)) || isOpen(rule),
  );
}

function hostnamesOf(names: readonly string[] = []): readonly string[] {
  return names.length === 0 ? ['*'] : names;
}

function throughGateway(
  request: GatewayRequest,
  parts: RequestParts,
  rules: readonly LoweredRule[],
  { world }: LoweredUnit,
): Prediction {
  // A route whose own name the other listener takes is not asked; where a wider name leads there too, that is open.
  const isOthers = ({ attachment }: LoweredRule): boolean =>
    isShadowed(attachment, parts) && (attachment?.hostnames ?? []).includes(parts.host);
  const here = forHost(
    rules.filter((rule) => !isOthers(rule)),
    parts,
  );
  const [sample] = rules;
  const isEnvoy = sample?.attachment?.implementation === 'envoy-gateway';
  const seen = isEnvoy ? pathSeen(parts) : parts;
  if (seen === undefined) return { ways: [NOTHING], doubts: ['what Envoy makes of the escapes in the path'] };
  const candidates = here
    .flatMap((rule) => matchesOf(rule.rule).map((match) => ({ rule, match })))
    .toSorted(byPrecedence);
  return predictRoutes(
    candidates.flatMap(({ rule, match }, index) => {
      // Several backends, or listeners, of one rule: any of them may answer.
      const next = candidates[index + 1];
      const isShared =
        next !== undefined &&
        next.rule.rule === rule.rule &&
        next.rule.route === rule.route &&
        sameRank(next.match, match);
      const isOpen = isShared || isShadowed(rule.attachment, parts);
      return [routeOf(rule, match, { request, seen }, { isShared: isOpen, world })];
    }),
    request,
    noRouteOps(
      listening(world, parts).find((each) => keyOfAttachment(each) === keyOfAttachment(sample?.attachment)) ??
        sample?.attachment,
      world,
    ),
  );
}

interface Candidate {
  readonly rule: LoweredRule;
  readonly match: RuleMatch;
}

function byPrecedence(a: Candidate, b: Candidate): number {
  for (const [index, own] of a.match.rank.entries()) {
    const difference = (b.match.rank[index] ?? 0) - own;
    if (difference !== 0) return difference;
  }
  const [first, second] = [a, b].map(({ rule: { route } }) => `${route.namespace}/${route.name}`);
  if (first !== second) return (first ?? '') < (second ?? '') ? -1 : 1;
  return a.rule.index - b.rule.index;
}

function sameRank(a: RuleMatch, b: RuleMatch): boolean {
  return a.rank.every((each, index) => each === b.rank[index]);
}

function routeOf(
  rule: LoweredRule,
  match: RuleMatch,
  { request, seen }: { readonly request: GatewayRequest; readonly seen: RequestParts },
  { isShared, world }: { readonly isShared: boolean; readonly world: LoweredUnit['world'] },
): Route {
  // Envoy's own answers go through the same filter.
  const status = rule.answer.kind === 'gateway' ? rule.answer.status : (request.upstream?.status ?? 200);
  const override =
    rule.answer.kind === 'gateway' || (rule.answer.kind === 'upstream' && request.upstream !== undefined)
      ? overridesOf(rule, world).find(({ statuses }) => inStatusSet(statuses, status))
      : undefined;
  const scope: Scope = override === undefined ? rule.scope : overrideScope(rule, override);
  const isUncertain =
    isShared ||
    (rule.attachment?.hostnames ?? []).some(isTemplate) ||
    // Where a regular expression stands among the others is left to the implementation.
    (match.isRegex && rule.attachment?.implementation !== 'envoy-gateway');
  return {
    scope,
    matches: () => {
      const holds = match.holds(seen);
      return holds === true && isUncertain ? undefined : holds;
    },
    answer: () =>
      override === undefined ? rule.answer : { kind: 'gateway', status: override.status ?? status },
  };
}
