import type { Unit, DialectSettings } from '../../model/dialect.ts';
import type { GatewayRequest, Predict, PredictedWay, Prediction } from '../../model/prediction.ts';
import { requestParts, type RequestParts } from '../../routes/route.ts';
import type { YamlFile } from '../../syntax/yaml/parse.ts';
import { activationsOf, applicationsOf, doubledKeyOf, legacyProfiles } from './config/application.ts';
import { answerOf } from './answer.ts';
import { gatewaysOf, releaseOf } from './gateways.ts';
import type { Gateway } from './lower/gateway.ts';

const NOTHING: PredictedWay = { status: undefined, answeredBy: [], outcome: { lines: [], opaque: [] } };
const UNKNOWN: PredictedWay = {
  status: undefined,
  answeredBy: [],
  outcome: { lines: [], opaque: [{ text: '', prefix: true }] },
};

/** Says what a gateway answers; where profiles or releases differ, all that comes of them. */
export function springPredictor(unit: Unit<YamlFile>, settings: DialectSettings): Predict {
  const spring = settings.springCloudGateway;
  // Other applications of the workspace are other gateways.
  const { uri } = unit.root.file;
  const applications = applicationsOf(unit.files).filter(({ sources }) =>
    sources.some(({ properties }) => properties.document.file.uri === uri),
  );
  const doubled = applications.map(doubledKeyOf).find((at) => at !== undefined);
  const gateways = applications.flatMap((application) =>
    activationsOf(application, spring?.profiles).flatMap((activation) =>
      gatewaysOf(activation, releaseOf(spring?.version)),
    ),
  );
  if (doubled !== undefined)
    return refusal('a key stands twice in one map, and Spring Boot does not load such a file');
  const refused = gateways.flatMap((gateway) => gateway.refused.map(({ why }) => why));
  const [why] = refused;
  if (why !== undefined && gateways.every((gateway) => gateway.refused.length > 0)) return refusal(why);
  const isOldest = applications.some((application) => legacyProfiles(application).length > 0);
  return (request) => Promise.resolve(predicted(gateways, request, refused.length > 0 || isOldest));
}

function refusal(refused: string): Predict {
  return () => Promise.resolve({ ways: [NOTHING], doubts: [], refused });
}

/** @param doubtful in some way in which it can run, the gateway does not start */
function predicted(gateways: readonly Gateway[], request: GatewayRequest, doubtful: boolean): Prediction {
  const parts = requestParts(request.url, request.method, request.headers);
  if (parts === undefined) return { ways: [UNKNOWN], doubts: ['the url is not one of http or https'] };
  const doubts: string[] = doubtful ? ['whether the gateway starts with every profile and release'] : [];
  const ways = gateways.flatMap((gateway) => waysThrough(gateway, request, parts, doubts));
  if (doubtful) ways.push(UNKNOWN);
  const named = new Set(gateways.map(({ view }) => [...view.activation.profiles].join(' & ')));
  if (named.size > 1 && differ(ways)) doubts.push('which profiles are active');
  if (named.size <= 1 && differ(ways)) doubts.push('which release runs');
  const [first = UNKNOWN, ...rest] = ways;
  return { ways: [first, ...rest], doubts: [...new Set(doubts)] };
}

/** Whether it matters which of the ways is taken. */
function differ(ways: readonly PredictedWay[]): boolean {
  const seen = ways.map(({ status, outcome }) =>
    JSON.stringify([status, outcome.lines.map(({ name, value }) => [name, value])]),
  );
  return new Set(seen).size > 1;
}

function waysThrough(
  gateway: Gateway,
  request: GatewayRequest,
  parts: RequestParts,
  doubts: string[],
): readonly PredictedWay[] {
  const { ways, doubt } = answerOf(gateway, request, parts);
  doubts.push(...doubt);
  return ways;
}
