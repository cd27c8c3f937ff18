import type { Pass } from '../lower/pass.ts';
import { chooseServer } from './listen.ts';
import { parseTarget } from './target.ts';
import {
  Transaction,
  type IncomingRequest,
  type Reply,
  type Silence,
  type UpstreamAnswer,
} from './transaction.ts';
import { destinationOf, KEPT_BY_ACCEL, type Destination } from './upstream.ts';
import type { PhaseEnd } from './phases.ts';
import { either, type Sim } from './questions.ts';
import { writeHeaders } from './write-headers.ts';

/** A chain of proxied servers in one configuration is followed no further than this. */
const MAX_DEPTH = 4;

type Handle = (t: Transaction) => Sim<Reply | Silence>;

/** Asks a service: a server of the same configuration, or the one outside that the request describes. */
export function* askUpstream(t: Transaction, pass: Pass, handle: Handle): Sim<PhaseEnd> {
  const destination = destinationOf(pass, t);
  const answer = yield* answerOf(t, destination, handle);
  if (answer === 'bad gateway') return { kind: 'status', status: 502 };
  return yield* passOn(t, pass, answer);
}

function* answerOf(
  t: Transaction,
  destination: Destination | undefined,
  handle: Handle,
): Sim<UpstreamAnswer | 'bad gateway'> {
  const inside = destination && inTree(t, destination);
  if (inside === undefined) return t.request.upstream ?? { status: undefined, headers: undefined };
  const reply = yield* handle(inside);
  if (reply.kind === 'silence') return 'bad gateway';
  const outcome = writeHeaders(inside, reply);
  const known = outcome.lines.every(
    (line) => line.certain && (typeof line.value === 'string' || line.value.kind === 'literal'),
  );
  const headers = outcome.lines.map((line): readonly [string, string] => [
    line.name,
    typeof line.value === 'string' ? line.value : line.value.kind === 'literal' ? line.value.text : '',
  ]);
  const address = `${destination?.address ?? ''}:${destination?.port ?? ''}`;
  return {
    status: outcome.status,
    headers: known && outcome.opaque.length === 0 ? headers : undefined,
    address,
  };
}

function inTree(t: Transaction, destination: Destination): Transaction | undefined {
  if (t.depth >= MAX_DEPTH || destination.scheme !== 'http') return undefined;
  const address = destination.address === 'localhost' ? '127.0.0.1' : destination.address;
  const literal = /^[\d.]+$/.test(address) ? address : undefined;
  // A name may be any machine's; only an address of this one is surely served by this configuration.
  if (literal?.startsWith('127.') !== true) return undefined;
  const chosen = chooseServer(t.config, { address: literal, port: destination.port }, destination.host);
  if (chosen === undefined || chosen.ssl) return undefined;
  const target = parseTarget(destination.target, t.config.flag(chosen.fallback, 'merge_slashes', true));
  if (target === undefined) return undefined;
  const request: IncomingRequest = {
    ...t.request,
    method: t.method,
    scheme: 'http',
    address: literal,
    port: destination.port,
    host: destination.host,
    target: destination.target,
    headers: t.request.headers.filter(([name]) => !/^(host|connection)$/i.test(name)),
  };
  const inside = new Transaction(t.config, request, chosen.server, t.depth + 1);
  inside.path = target.path;
  inside.query = target.query;
  if (chosen.captures) inside.capture(chosen.captures);
  return inside;
}

/** ngx_http_upstream_process_headers and ngx_http_upstream_intercept_errors. */
function* passOn(t: Transaction, { family }: Pass, answer: UpstreamAnswer): Sim<PhaseEnd> {
  const { config, level } = t;
  const type = answer.headers?.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const { status } = answer;
  const accel = answer.headers?.find(([name]) => name.toLowerCase() === 'x-accel-redirect')?.[1];
  const ignored = config
    .inherited(level, `${family}_ignore_headers`)
    .flatMap((item) => item.args.map((arg) => arg.toLowerCase()));
  if (accel !== undefined && !ignored.includes('x-accel-redirect')) return accelRedirect(t, accel, answer);
  if (config.flag(level, `${family}_intercept_errors`, false)) {
    const pages = config.inherited(level, 'error_page').flatMap((item) => item.args.slice(0, -1));
    const intercepted =
      status === undefined
        ? pages.length > 0 && (yield* either('what the service answers'))
        : status >= 300 && pages.includes(String(status));
    if (intercepted) return { kind: 'status', status: status ?? Number(pages[0] ?? 500) };
  }
  t.upstream = answer;
  return { kind: 'reply', status, upstream: answer, contentType: type?.replace(/;.*/s, '').trim() };
}

function accelRedirect(t: Transaction, to: string, answer: UpstreamAnswer): PhaseEnd {
  t.kept = (answer.headers ?? []).filter(([name]) => KEPT_BY_ACCEL.has(name.toLowerCase()));
  if (to.startsWith('@')) return { kind: 'named', name: to };
  const mark = to.indexOf('?');
  return { kind: 'go', path: mark < 0 ? to : to.slice(0, mark), query: mark < 0 ? '' : to.slice(mark + 1) };
}
