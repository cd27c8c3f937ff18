import { accept, type Accepted } from './accept.ts';
import type { PhaseEnd } from './phases.ts';
import { either, which, type Sim } from './questions.ts';
import type { Handle } from './subrequest.ts';
import type { IncomingRequest, Transaction, UpstreamAnswer } from './transaction.ts';
import { askedOf, destinationsOf, type Destination } from './destination.ts';
import type { Pass } from '../lower/pass.ts';
import { KEPT_BY_ACCEL } from './upstream.ts';
import { writeHeaders, writtenLines } from './write-headers.ts';

/** A chain of proxied servers in one configuration is followed no further than this. */
const MAX_DEPTH = 4;

/** Asks a service: a server of the same configuration, or the one outside that the request describes. */
export function* askUpstream(t: Transaction, pass: Pass, handle: Handle): Sim<PhaseEnd> {
  const destinations = destinationsOf(pass, t);
  if (destinations === 'none') return { kind: 'status', status: 500 };
  const destination = destinations && (yield* oneOf(destinations, t));
  t.proxied = destination && { host: destination.name, port: String(destination.port) };
  const answer = yield* answerOf(t, destination, handle);
  if (answer === 'bad gateway') {
    t.upstream = { status: 502, headers: [] };
    t.asked.push({ ...t.upstream, ...(destination && { address: addressOf(destination) }) });
    return { kind: 'status', status: 502 };
  }
  t.upstream = trimmed(answer);
  t.asked.push(t.upstream);
  return yield* passOn(t, pass, t.upstream);
}

/** Blanks around a value are not part of it (ngx_http_parse_header_line). */
function trimmed(answer: UpstreamAnswer): UpstreamAnswer {
  return {
    ...answer,
    headers: answer.headers?.map(([name, value]) => [name, value.replace(/^ +| +$/g, '')]),
  };
}

/** Which server of an `upstream` block it is, matters only where they answer differently: outside, all answer alike. */
function* oneOf(destinations: readonly [Destination, ...Destination[]], t: Transaction): Sim<Destination> {
  const [first, ...others] = destinations;
  if (others.length === 0 || !destinations.some((each) => inTree(t, each) !== undefined)) return first;
  return destinations[yield* which(`which server of ${first.name} is asked`, destinations.length)] ?? first;
}

function addressOf({ address, port }: Destination): string {
  return `${address}:${port}`;
}

function* answerOf(
  t: Transaction,
  destination: Destination | undefined,
  handle: Handle,
): Sim<UpstreamAnswer | 'bad gateway'> {
  if (destination !== undefined && !canBeFound(destination, t)) return 'bad gateway';
  const inside = destination && inTree(t, destination);
  const address = destination && { address: addressOf(destination) };
  if (inside === undefined) {
    return { ...(t.request.upstream ?? { status: undefined, headers: undefined }), ...address };
  }
  const { t: behind, refused } = inside;
  const reply = yield* handle(behind, refused);
  if (reply.kind === 'silence') return 'bad gateway';
  const outcome = writeHeaders(behind, reply);
  const { known, unsure } = writtenLines(outcome);
  const { status } = outcome;
  // Of no content, there is no type (ngx_http_header_filter).
  const type = status === 204 || status === 304 ? '' : (reply.contentType ?? '');
  const headers = type === '' ? known : [['Content-Type', type] as const, ...known];
  return { status, headers, unsure, isNginx: true, ...address };
}

/** A name that a variable brings is looked up when it is needed, and without `resolver` nowhere. */
function canBeFound({ address, isLate }: Destination, t: Transaction): boolean {
  const isAddress = /^[\d.]+$|^\[/.test(address);
  return !isLate || isAddress || t.config.inherited(t.level, 'resolver').length > 0;
}

function inTree(t: Transaction, destination: Destination): Accepted | undefined {
  if (t.depth >= MAX_DEPTH || destination.scheme !== 'http') return undefined;
  // A name may be any machine's; only an address of this one is surely served by this configuration.
  if (!destination.address.startsWith('127.')) return undefined;
  const request: IncomingRequest = {
    scheme: 'http',
    address: destination.address,
    port: destination.port,
    ...askedOf(t, destination),
    ...(t.request.upstream && { upstream: t.request.upstream }),
  };
  return accept(t.config, request, t.depth + 1);
}

/** ngx_http_upstream_process_header: errors may be intercepted before anything else of the answer is read. */
function* passOn(t: Transaction, { family }: Pass, answer: UpstreamAnswer): Sim<PhaseEnd> {
  const { config, level } = t;
  const { status } = answer;
  if (config.flag(level, `${family}_intercept_errors`, false)) {
    const pages = config.inherited(level, 'error_page').flatMap((item) => item.args.slice(0, -1));
    const intercepted =
      status === undefined
        ? pages.length > 0 && (yield* either('what the service answers'))
        : status >= 300 && pages.includes(String(status));
    if (intercepted) return { kind: 'status', status: status ?? Number(pages[0] ?? 500) };
  }
  const first = (name: string): string | undefined =>
    answer.headers?.find(([each]) => each.toLowerCase() === name)?.[1];
  const accel = first('x-accel-redirect');
  const ignored = config
    .inherited(level, `${family}_ignore_headers`)
    .flatMap((item) => item.args.map((arg) => arg.toLowerCase()));
  if (accel !== undefined && !ignored.includes('x-accel-redirect')) return accelRedirect(t, accel, answer);
  const contentType = answer.headers && (first('content-type') ?? t.contentType);
  return { kind: 'reply', status, upstream: answer, contentType };
}

/** ngx_http_upstream_process_headers. */
function accelRedirect(t: Transaction, to: string, answer: UpstreamAnswer): PhaseEnd {
  const type = answer.headers?.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  t.contentType = type ?? t.contentType;
  t.unsure = [...t.unsure, ...(answer.unsure ?? []).filter(({ text }) => KEPT_BY_ACCEL.has(text))];
  t.kept = [...t.kept, ...(answer.headers ?? []).filter(([name]) => KEPT_BY_ACCEL.has(name.toLowerCase()))];
  t.sent = t.kept.map(([name, value]) => ({ name, value }));
  if (to.startsWith('@')) return { kind: 'named', name: to };
  if (t.method !== 'HEAD') t.method = 'GET';
  const mark = to.indexOf('?');
  return { kind: 'go', path: mark < 0 ? to : to.slice(0, mark), query: mark < 0 ? '' : to.slice(mark + 1) };
}
