import type { Unit } from '../../model/dialect.ts';
import type { Predict, Prediction, World } from '../../model/prediction.ts';
import { relocatedPredict } from '../../nginx/embedded/relocate.ts';
import { nginxPredictor } from '../../nginx/predict.ts';
import { maskedUnit } from '../../nginx/template/hedge.ts';
import { unknownAnswer } from '../../nginx/template/unknown-answer.ts';
import { fragmentContext } from '../../nginx/context.ts';
import { expand } from '../../nginx/lower/located.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import type { YamlFile } from '../../syntax/yaml/parse.ts';
import { configurationsIn } from './configurations.ts';

const NOBODY: Prediction = {
  ways: [{ status: undefined, answeredBy: [], outcome: { lines: [], opaque: [{ text: '', prefix: true }] } }],
  doubts: ['no server of nginx was found'],
};

/** Asks the configuration that serves the request's host; where several may, what all of them answer. */
export function predictorOf(unit: Unit<YamlFile>, world: World): Predict {
  const { units, relocation } = configurationsIn(unit);
  const serving = units
    .filter(({ root }) => /^(main|http)$/.test(fragmentContext(root.tree, root.file.uri)))
    .map((each) => ({
      names: serverNames(each),
      predict: relocatedPredict(unknownAnswer(each) ?? nginxPredictor(maskedUnit(each), world), relocation),
    }));
  return async (request) => {
    const host = hostOf(request);
    const named = serving.filter(({ names }) => names.has(host));
    const asked = named.length > 0 ? named : serving;
    const [first, ...rest] = await Promise.all(asked.map(({ predict }) => predict(request)));
    if (first === undefined) return NOBODY;
    if (rest.length === 0) return first;
    return {
      ways: [...first.ways, ...rest.flatMap(({ ways }) => ways)],
      doubts: [
        'which of several configurations of nginx is asked',
        ...first.doubts,
        ...rest.flatMap(({ doubts }) => doubts),
      ],
    };
  };
}

function serverNames(unit: Unit<NginxTree>): ReadonlySet<string> {
  const top = expand(unit.root, unit.root.tree.directives, unit);
  const inner = (item: (typeof top)[number]): typeof top =>
    expand(item.file, item.directive.body?.directives ?? [], unit);
  const http = top.filter(({ name }) => name === 'http').flatMap(inner);
  const servers = [...top, ...http].filter(({ name }) => name === 'server').flatMap(inner);
  return new Set(servers.flatMap(({ name, args }) => (name === 'server_name' ? args : [])));
}

function hostOf({ url, headers = [] }: Parameters<Predict>[0]): string {
  const [, written] = headers.find(([name]) => name.toLowerCase() === 'host') ?? [];
  const [, host = ''] = /^https?:\/\/([^:/?#]*)/i.exec(url) ?? [];
  return (written?.replace(/:\d+$/, '') ?? host).toLowerCase();
}
