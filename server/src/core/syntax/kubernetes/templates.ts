import type { Parsed } from '../../model/dialect.ts';
import type { GatewayRequest, Predict, PredictedWay } from '../../model/prediction.ts';
import { isReadable } from '../yaml/malformed.ts';
import type { YamlDocument, YamlFile } from '../yaml/parse.ts';
import { knownClasses } from './ingress-class.ts';
import { hasTemplateBlocks, HOLE, hostsIn } from './template-hosts.ts';

/** Objects in which other templates than those of whole blocks count as well. */
export interface TemplateOptions {
  /** Recognises the documents that hold objects of the dialect. */
  readonly objects: RegExp;
  /** True where the dialect does not tell for itself what a hole in a readable object leaves open. */
  readonly holes?: boolean;
  /** True where the dialect tells for itself what the open host of a readable object leaves open. */
  readonly followsHosts?: boolean;
}

const NOTHING_KNOWN: PredictedWay = {
  status: undefined,
  answeredBy: [],
  outcome: { lines: [], opaque: [{ text: '', prefix: true }] },
};

/**
 * A request that an object may take which Helm or another renderer has still to write has one more way, of which nothing
 * is known. What such an object surely has nothing to do with, by its hosts, is predicted as if it were not there.
 */
export function besideTemplates(
  files: readonly Parsed<YamlFile>[],
  options: TemplateOptions,
  predict: Predict,
): Predict {
  const templates = files
    .flatMap(({ tree }) => tree.documents)
    .filter(({ text }) => options.objects.test(text))
    .flatMap((document) => hostsOf(document, options));
  if (templates.length === 0) return predict;
  return async (request) => {
    const prediction = await predict(request);
    const host = hostOf(request);
    if (!templates.some((matches) => matches(host))) return prediction;
    const [first, ...rest] = prediction.ways;
    const ways = [first, ...rest, NOTHING_KNOWN] as const;
    return { ...prediction, ways, doubts: [...prediction.doubts, 'what a template makes of a document'] };
  };
}

/**
 * Ingresses that are not written for the class of another controller, and what else is a dialect's own.
 * @param classes the names that the dialect's own classes have
 */
export function ingressesBeside(own: RegExp, ...classes: readonly string[]): RegExp {
  const others = knownClasses.filter((each) => !classes.includes(each)).join('|');
  const foreign = `ingress(?:ClassName|\\.class)["']?:[ \\t]*["']?(?:${others})\\b`;
  return new RegExp(`${own.source}|^(?![^]*${foreign})[^]*kind["']?:\\s*["']?Ingress\\b`);
}

/** Which hosts a template may concern; empty for what is no template. */
function hostsOf(
  document: YamlDocument,
  { holes = false, followsHosts = false }: TemplateOptions,
): readonly ((host: string) => boolean)[] {
  const { text } = document;
  if (!HOLE.test(text)) return [];
  const unrendered = hasTemplateBlocks(text) || !isReadable(document);
  const hosts = hostsIn(text);
  if (unrendered || holes) {
    if (hosts === undefined) return [(): boolean => true];
    return [(host): boolean => hosts.some((each) => each.matches(host))];
  }
  if (followsHosts) return [];
  // A readable object whose host is open: what else is open in it, the dialect knows.
  const open = (hosts ?? []).filter(({ isOpen }) => isOpen);
  return open.length === 0 ? [] : [(host): boolean => open.some((each) => each.matches(host))];
}

function hostOf({ url, headers = [] }: GatewayRequest): string {
  const sent = headers.findLast(([name]) => name.toLowerCase() === 'host')?.[1];
  const [, authority = ''] = /^https?:\/\/(?:[^@/?#]*@)?([^/?#]*)/i.exec(url) ?? [];
  return (sent ?? authority).toLowerCase().replace(/:\d*$/, '');
}
