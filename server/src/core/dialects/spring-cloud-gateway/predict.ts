import type { Unit, DialectSettings } from '../../model/dialect.ts';
import type { GatewayRequest, Predict, PredictedWay, Prediction } from '../../model/prediction.ts';
import { requestParts } from '../../routes/route.ts';
import type { YamlFile } from '../../syntax/yaml/parse.ts';
import { activationsOf, applicationsOf, doubledKeyOf, legacyProfiles } from './config/application.ts';
import { answerOf, type Answered } from './answer.ts';
import { gatewaysOf, releaseOf } from './gateways.ts';
import type { Gateway } from './lower/gateway.ts';
import { mayNotStart } from './lower/start-doubt.ts';

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
  const isBroken = applications.some(({ sources }) =>
    sources.some(({ properties }) => properties.document.parsed.problems.length > 0),
  );
  const isDoubtful = refused.length > 0 || isOldest || isBroken || gateways.some(mayNotStart);
  return (request) => Promise.resolve(predicted(gateways, request, isDoubtful));
}

function refusal(refused: string): Predict {
  return () => Promise.resolve({ ways: [NOTHING], doubts: [], refused });
}

/** @param doubtful whether the gateway starts is not certain */
function predicted(gateways: readonly Gateway[], request: GatewayRequest, doubtful: boolean): Prediction {
  const parts = requestParts(request.url, request.method, request.headers);
  if (parts === undefined) return { ways: [UNKNOWN], doubts: ['the url is not one of http or https'] };
  // Variables are decoded with it, and servlet containers refuse it.
  if (/%2f/i.test(parts.path)) return { ways: [UNKNOWN], doubts: ['what a slash in hexadecimal comes to'] };
  const doubts: string[] = doubtful ? ['whether the gateway starts with every profile and release'] : [];
  const answers = gateways.map((gateway) => answerOf(gateway, request, parts));
  const ways = answers.flatMap((answer) => answer.ways);
  doubts.push(...answers.flatMap(({ doubt }) => doubt));
  if (differ(answers)) {
    const profiles = new Set(gateways.map(({ view }) => [...view.activation.profiles].join(' & ')));
    doubts.push(profiles.size > 1 ? 'which profiles are active' : 'which release runs');
  }
  if (doubtful) ways.push(UNKNOWN);
  const [first = UNKNOWN, ...rest] = ways;
  return { ways: [first, ...rest], doubts: [...new Set(doubts)] };
}

/** Whether it matters which of the gateways it is. */
function differ(answers: readonly Answered[]): boolean {
  const seen = answers.map(({ ways }) =>
    JSON.stringify(
      ways.map(({ status, outcome }) => [status, outcome.lines.map(({ name, value }) => [name, value])]),
    ),
  );
  return new Set(seen).size > 1;
}
