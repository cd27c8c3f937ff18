import type { Unit } from '../model/dialect.ts';
import type { NamePattern } from '../model/header-op.ts';
import type { Answerer, GatewayRequest, Predict, PredictedWay, World } from '../model/prediction.ts';
import type { NginxTree } from '../syntax/nginx/tree.ts';
import { pathOfUri } from '../text/uri.ts';
import { fragmentContext } from './context.ts';
import { isBroughtAlong } from './include-findings.ts';
import type { NginxLevel } from './lower/level.ts';
import { nginxProblems } from './problems.ts';
import { configurationOf } from './simulate/configuration.ts';
import { explore } from './simulate/questions.ts';
import { simulate, type Simulated } from './simulate/simulate.ts';
import type { IncomingRequest } from './simulate/transaction.ts';

/** Any header may be there, or none. */
const ANYTHING: NamePattern = { text: '', prefix: true };
const UNANSWERED: PredictedWay = {
  status: undefined,
  answeredBy: [],
  outcome: { lines: [], opaque: [ANYTHING] },
};

/** Follows requests through a unit. A url that names no http server gets no answer, a broken configuration none at all. */
export function nginxPredictor(unit: Unit<NginxTree>, world: World): Predict {
  // `nginx -t` fails on every error of these, and nginx then does not start.
  const fatal = nginxProblems(unit, world.settings).find(({ severity }) => severity === 'error');
  if (fatal) return () => Promise.resolve({ ways: [UNANSWERED], doubts: [], refused: fatal.message });
  const context = fragmentContext(unit.root.tree, unit.root.file.uri);
  const config = configurationOf(
    unit,
    context === 'http',
    prefixes(unit),
    versionNumber(world.settings.nginx.version),
  );
  return async (request) => {
    const incoming = incomingRequest(request);
    if (config === undefined || incoming === undefined) {
      const why = incoming === undefined ? 'the url is not one of http or https' : 'no http block was found';
      return { ways: [UNANSWERED], doubts: [why] };
    }
    const { results, doubts, exhausted } = await explore(() => simulate(config, incoming), world.file);
    const unseen = new Set(results.flatMap((result) => unseenIncludes(result, unit)));
    const ways = results.map((result) => wayOf(result, unit));
    // Of the ways that were not explored nothing is known.
    const [first = UNANSWERED, ...rest] = exhausted ? ways : [...ways, UNANSWERED];
    return {
      ways: [first, ...rest],
      doubts: [
        ...doubts,
        ...[...unseen].map((path) => `what ${path} sets`),
        ...(exhausted ? [] : ['more than could be explored']),
      ],
    };
  };
}

function wayOf(result: Simulated, unit: Unit<NginxTree>): PredictedWay {
  const { status, levels, lines, opaque } = result;
  const isSure = unseenIncludes(result, unit).length === 0;
  const outcome = { lines, opaque: isSure ? opaque : [ANYTHING, ...opaque] };
  return { status, answeredBy: levels.map(answerer), outcome };
}

/** Includes of the blocks that answer whose files were not seen: they may add headers, and cut others off. */
function unseenIncludes({ levels }: Simulated, unit: Unit<NginxTree>): readonly string[] {
  const around = [...levels, ...levels.slice(0, 1).flatMap(({ parent }) => parent ?? [])];
  return around.flatMap(({ items }) =>
    items.flatMap((item) => {
      const [path] = item.args;
      const word = item.word(0);
      if (item.name !== 'include' || path === undefined || word === undefined) return [];
      const fault = unit.fault?.(item.place(word));
      return (fault === 'unseen' || fault === 'missing') && !isBroughtAlong(path) ? [path] : [];
    }),
  );
}

function answerer({ kind, level }: NginxLevel): Answerer {
  return { kind, label: level.label, at: level.at };
}

/** nginx's prefix is not in the file: mostly it is the main file's directory, or the one around its `conf`. */
function prefixes(unit: Unit<NginxTree>): readonly string[] {
  const directory = pathOfUri(unit.root.file.uri).replace(/\/[^/]*$/, '');
  return [directory.replace(/\/conf$/, '')];
}

function versionNumber(version: string | undefined): number | undefined {
  const [, major, minor, patch] = /^(\d+)\.(\d+)\.(\d+)/.exec(version ?? '') ?? [];
  return major === undefined ? undefined : Number(major) * 1_000_000 + Number(minor) * 1000 + Number(patch);
}

function incomingRequest({
  url,
  method = 'GET',
  headers = [],
  upstream,
}: GatewayRequest): IncomingRequest | undefined {
  const [, scheme, host = '', port, target = ''] =
    /^(https?):\/\/(?:[^@/?#]*@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?([^#]*)/i.exec(url) ?? [];
  if (scheme === undefined || host === '') return undefined;
  const secure = scheme.toLowerCase() === 'https';
  const hasHost = headers.some(([name]) => name.toLowerCase() === 'host');
  const ownHost = [['Host', port === undefined ? host : `${host}:${port}`] as const];
  return {
    method,
    scheme: secure ? 'https' : 'http',
    address: /^([\d.]+|\[.*\])$/.test(host)
      ? host
      : host.toLowerCase() === 'localhost'
        ? '127.0.0.1'
        : undefined,
    port: port === undefined ? (secure ? 443 : 80) : Number(port),
    target: target.startsWith('/') ? target : `/${target}`,
    headers: hasHost ? headers : [...ownHost, ...headers],
    protocol: 'HTTP/1.1',
    ...(upstream && { upstream: { status: upstream.status ?? 200, headers: upstream.headers ?? [] } }),
  };
}
