import type { Bench } from './bench.ts';
import { render } from './generate/render.ts';
import { judge } from './judge.ts';
import type { Nginx } from './nginx.ts';
import type { Case } from './shrink.ts';

/** A failing case for people: the configuration, the request, what was predicted and what came. */
export async function differenceText(
  bench: Bench,
  nginx: Nginx,
  { configuration, ask }: Case,
  seed: number,
): Promise<string> {
  const judgements = await judge(bench, nginx, configuration, [ask]);
  const judgement = typeof judgements === 'string' ? undefined : judgements[0];
  const texts = Object.entries(render(configuration, 'nginx.conf'));
  const { method, address, port, target, headers, upstream } = ask;
  const lines = [
    `--- nginx ${nginx.version}, seed ${seed}`,
    ...texts.flatMap(([path, text]) => (texts.length === 1 ? [text] : [`# ${path}`, text])),
    `${method} ${target} on ${address}:${port}`,
    ...headers.map(([name, value]) => `  ${name}: ${value}`),
    `  a service outside answers ${upstream.status} ${JSON.stringify(upstream.headers)}`,
  ];
  if (judgement?.difference !== undefined) {
    const { difference, predicted, real } = judgement;
    lines.push(
      `${difference.what}: predicted ${JSON.stringify(difference.predicted)}, really ${JSON.stringify(difference.real)}`,
      `predicted: ${predicted.status ?? '?'} ${predicted.answeredBy.map((each) => each.label).join(' > ')} ${JSON.stringify(predicted.headers.map(({ name, values, complete }) => [name, values, complete]))}`,
      `really:    ${real.status ?? 'refused'} ${JSON.stringify(real.headers)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}
