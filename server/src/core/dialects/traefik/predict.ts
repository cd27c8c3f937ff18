import type { Unit } from '../../model/dialect.ts';
import type { GatewayRequest, Predict, Prediction, World } from '../../model/prediction.ts';
import { predictRoutes, type NoRoute } from '../../routes/predict.ts';
import { requestParts, type RequestParts } from '../../routes/route.ts';
import { besideTemplates } from '../../syntax/kubernetes/templates.ts';
import type { YamlFile } from '../../syntax/yaml/parse.ts';
import { bindRouters } from './lower/bindings.ts';
import { entryPointFor } from './simulate/entry-point.ts';
import { inOrder, routesFor, type Candidate } from './simulate/order.ts';
import { redirectionRoutes } from './simulate/redirection.ts';
import { candidatesOf } from './simulate/candidates.ts';
import { gather, type World as Declared } from './world/gather.ts';
import { Resolver } from './world/resolve.ts';

/** Objects that Traefik reads; its own files are templates of another kind. */
const KUBERNETES = /^\s*(?:- )?apiVersion:[^]*(?:traefik\.|kind:\s*Ingress\b)/m;

const NOT_FOUND: NoRoute = { answer: { kind: 'gateway', status: 404 } };
const UNKNOWN: NoRoute = { answer: { kind: 'unknown' } };

/** Follows requests through entry points, routers by priority, and what their middlewares answer. */
export function traefikPredictor(unit: Unit<YamlFile>, _world: World): Predict {
  const declared = gather(unit.files);
  const resolver = new Resolver(declared);
  const candidates = inOrder(candidatesOf(bindRouters(declared, resolver), declared));
  return besideTemplates(unit.files, { objects: KUBERNETES }, (request) =>
    Promise.resolve(predict(request, { declared, resolver, candidates })),
  );
}

interface Prepared {
  readonly declared: Declared;
  readonly resolver: Resolver;
  readonly candidates: readonly Candidate[];
}

function predict(request: GatewayRequest, { declared, resolver, candidates }: Prepared): Prediction {
  const parts = requestParts(request.url, request.method, request.headers);
  const [refusal] = declared.refused;
  const selected = parts === undefined ? undefined : entryPointFor(declared.statics, parts);
  const status = request.upstream === undefined ? undefined : (request.upstream.status ?? 200);
  const here = candidates.filter(
    ({ binding }) =>
      binding.entryPoint === undefined ||
      selected === undefined ||
      binding.entryPoint === selected.entryPoint,
  );
  const routes = [
    ...redirectionRoutes(selected?.entryPoint, declared, resolver),
    ...(parts === undefined ? [] : routesFor(here, parts, status)),
  ];
  const prediction = predictRoutes(
    routes,
    request,
    parts === undefined ? NOT_FOUND : noRoute(parts, declared),
  );
  const doubts = [
    ...(selected?.isGuess === true ? [`which entry point the port ${parts?.port ?? ''} belongs to`] : []),
    ...[...declared.dynamic.values()].flatMap((file) =>
      file.isTemplate ? ['what the file provider makes of a template'] : [],
    ),
  ];
  const known = doubts.length === 0 ? prediction : uncertain(prediction, doubts);
  return refusal === undefined ? known : { ...known, refused: refusal.why };
}

/** One more way of which nothing is known. */
function uncertain({ ways, doubts }: Prediction, more: readonly string[]): Prediction {
  const anything = { text: '', prefix: true };
  return {
    ways: [...ways, { status: undefined, answeredBy: [], outcome: { lines: [], opaque: [anything] } }],
    doubts: [...doubts, ...more],
  };
}

/** Traefik's own 404, where all that may serve something was seen. */
function noRoute({ host }: RequestParts, { statics, declarations }: Declared): NoRoute {
  const seen = new Set(declarations.routers.map(({ provider }) => provider));
  const mayBeElsewhere = statics.some((each) =>
    [...each.providers].some((provider) => {
      switch (provider) {
        case 'providersthrottleduration':
        case 'precedence':
        case 'file':
          return false;
        case 'docker':
        case 'swarm':
          // A container without labels is served under its name, which is one word, where nobody turned that off.
          return each.exposedByDefault && (each.hasDefaultRule || !host.includes('.'));
        case 'kubernetescrd':
          return !seen.has('kubernetescrd');
        case 'kubernetesingress':
          return !seen.has('kubernetes');
        default:
          return true;
      }
    }),
  );
  return mayBeElsewhere ? UNKNOWN : NOT_FOUND;
}
