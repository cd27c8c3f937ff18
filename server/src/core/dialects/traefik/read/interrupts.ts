import type { HeaderOp } from '../../../model/header-op.ts';
import { re2 } from '../../../routes/re2.ts';
import { requestHeader, type RequestParts, type RouteAnswer } from '../../../routes/route.ts';
import type { Ternary } from '../../../routes/ternary.ts';
import { entryOf, field, itemsOf, parseBool, textOf, type ConfigMap, type NameCase } from '../config/node.ts';
import type { Interrupt } from '../model/middleware.ts';

/** The answers that a middleware of this kind gives by itself: what stands after it in a chain does not see them. */
export function interruptsOf(
  kind: string,
  options: ConfigMap | undefined,
  nameCase: NameCase,
  custom: readonly HeaderOp[],
): readonly Interrupt[] {
  const text = (name: string): string | undefined => textOf(field(options, [name], nameCase));
  switch (kind) {
    case 'redirectscheme':
      return [redirect(text('permanent'), (request) => changesScheme(request, text('scheme'), text('port')))];
    case 'redirectregex':
      return [
        redirect(text('permanent'), (request) => rewritesUrl(request, text('regex'), text('replacement'))),
      ];
    case 'basicauth':
    case 'digestauth':
      // Whether a password is right is not for us to try.
      return [
        refusal(401, (request) => (requestHeader(request, 'authorization').length === 0 ? true : undefined)),
      ];
    case 'ipallowlist':
    case 'ipwhitelist': {
      const ranges = itemsOf(field(options, ['sourceRange'], nameCase));
      const anyone = ranges.some((range) => range.text === '0.0.0.0/0');
      return [refusal(Number(text('rejectStatusCode') ?? 403), () => (anyone ? false : undefined))];
    }
    case 'forwardauth':
      return [{ kind: 'page', matches: () => undefined, answer: unknown, ops: [] }];
    case 'errors': {
      const ranges = itemsOf(field(options, ['status'], nameCase)).map((item) => item.text);
      return [
        { kind: 'page', matches: (_request, status) => inRanges(ranges, status), answer: unknown, ops: [] },
      ];
    }
    case 'headers':
      return options === undefined ? [] : headersInterrupts(options, nameCase, custom);
    default:
      return [];
  }
}

function unknown(): RouteAnswer {
  return { kind: 'unknown' };
}

function redirect(permanent: string | undefined, matches: (request: RequestParts) => Ternary): Interrupt {
  const isPermanent = permanent !== undefined && parseBool(permanent) === true;
  // Source: pkg/middlewares/redirect/redirect.go: only GET keeps the old codes.
  const status = ({ method }: RequestParts): number =>
    method === 'GET' ? (isPermanent ? 301 : 302) : isPermanent ? 308 : 307;
  return {
    kind: 'redirect',
    matches,
    answer: (request) => ({ kind: 'gateway', status: status(request) }),
    ops: [],
  };
}

function refusal(status: number, matches: (request: RequestParts) => Ternary): Interrupt {
  return { kind: 'refusal', matches, answer: () => ({ kind: 'gateway', status }), ops: [] };
}

function changesScheme(request: RequestParts, scheme = '', port?: string): Ternary {
  if (scheme !== '' && request.scheme !== scheme) return true;
  return port === undefined && [80, 443].includes(request.port) ? false : undefined;
}

/** The whole url is matched, with the port that the client wrote into it, if any. */
function rewritesUrl(request: RequestParts, regex = '', replacement = ''): Ternary {
  const { scheme, host, port, path, query } = request;
  const rest = `${path}${query === '' ? '' : `?${query}`}`;
  const tries = [`${scheme}://${host}${rest}`, `${scheme}://${host}:${port}${rest}`].map((url) =>
    rewritten(url, regex, replacement),
  );
  const [first] = tries;
  return tries.every((each) => each === first) ? first : undefined;
}

function rewritten(url: string, regex: string, replacement: string): Ternary {
  const expression = re2(regex, { whole: false });
  if (expression?.kind !== 'regex') return undefined;
  if (!expression.test(url)) return false;
  // A replacement by itself is a loop, which Traefik does not enter.
  return replacement !== '$0' && replacement !== '${0}';
}

function inRanges(ranges: readonly string[], status: number | undefined): Ternary {
  if (status === undefined) return undefined;
  return ranges.some((range) => {
    const [low, high = low] = range.split('-').map(Number);
    return low !== undefined && high !== undefined && low <= status && status <= high;
  });
}

function headersInterrupts(
  options: ConfigMap,
  nameCase: NameCase,
  custom: readonly HeaderOp[],
): readonly Interrupt[] {
  const hosts = itemsOf(entryOf(options, 'allowedHosts', nameCase)?.value).map((item) =>
    item.text.toLowerCase(),
  );
  const development = parseBool(textOf(field(options, ['isDevelopment'], nameCase)) ?? 'false') === true;
  const refused: Interrupt = {
    // Source: unrolled/secure, whose refusal goes out before its own headers are set.
    ...refusal(500, (request) => !hosts.includes(authorityOf(request))),
    ops: custom,
  };
  const preflight: Interrupt = {
    kind: 'preflight',
    matches: isPreflight,
    answer: () => ({ kind: 'gateway', status: 200 }),
    ops: [],
  };
  return [
    ...(options.entries.some(({ name }) => /^(accessControl|addVaryHeader)/i.test(name)) ? [preflight] : []),
    ...(hosts.length > 0 && !development ? [refused] : []),
  ];
}

/** The Host header with its port, which is compared, too. */
function authorityOf(request: RequestParts): string {
  const { scheme, host, port } = request;
  const isDefault = port === (scheme === 'https' ? 443 : 80);
  return requestHeader(request, 'host').at(-1)?.toLowerCase() ?? (isDefault ? host : `${host}:${port}`);
}

function isPreflight(request: RequestParts): boolean {
  return (
    request.method === 'OPTIONS' &&
    requestHeader(request, 'origin').length > 0 &&
    requestHeader(request, 'access-control-request-method').length > 0
  );
}
