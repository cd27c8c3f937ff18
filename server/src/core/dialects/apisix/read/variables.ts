import type { RequestParts } from '../../../routes/route.ts';
import type { Variables } from './expression.ts';

type Known = Pick<RequestParts, 'method' | 'host' | 'path' | 'query' | 'headers'> & {
  readonly scheme?: string;
};

/** A path that nginx hands on as it is sent. */
export function isNormal(path: string): boolean {
  return !/%|\/\/|\/\.\.?(?:\/|$)/.test(path);
}

/** The variables of nginx, and those of APISIX, that a request alone decides. */
export function requestVariables({ method, host, path, query, headers, scheme }: Known): Variables {
  return (name) => {
    switch (name) {
      case 'request_method':
        return { text: method };
      case 'host':
        return { text: host };
      case 'uri':
        return isNormal(path) ? { text: path } : undefined;
      case 'request_uri':
        return { text: query === '' ? path : `${path}?${query}` };
      case 'args':
      case 'query_string':
        return { text: query === '' ? undefined : query };
      case 'scheme':
        return scheme === undefined ? undefined : { text: scheme };
      default:
        return named(name, query, headers);
    }
  };
}

function named(name: string, query: string, headers: RequestParts['headers']): ReturnType<Variables> {
  const [, kind, rest = ''] = /^(arg|http|cookie)_(.+)$/.exec(name) ?? [];
  switch (kind) {
    case 'arg':
      return argument(rest, query);
    case 'http': {
      const field = rest.toLowerCase().replaceAll('_', '-');
      // Clients add these themselves.
      if (/^(?:user-agent|accept|accept-encoding|connection)$/.test(field) && !has(headers, field))
        return undefined;
      return { text: headers.find(([each]) => each.toLowerCase() === field)?.[1] };
    }
    case 'cookie': {
      const cookies = headers
        .filter(([each]) => each.toLowerCase() === 'cookie')
        .flatMap(([, text]) => text.split(/;\s*/));
      const cookie = cookies.find((each) => each.slice(0, each.indexOf('=')) === rest);
      return { text: cookie?.slice(rest.length + 1) };
    }
    default:
      return undefined;
  }
}

/** The first of a name, decoded (`get_uri_args`); one without `=` is no text. */
function argument(name: string, query: string): ReturnType<Variables> {
  for (const pair of query.split('&')) {
    const mark = pair.indexOf('=');
    const decoded = [pair.slice(0, mark < 0 ? pair.length : mark), pair.slice(mark + 1)].map(unescaped);
    const [key, value] = decoded;
    if (key === undefined || value === undefined) return undefined;
    if (key === name) return mark < 0 ? undefined : { text: value };
  }
  return { text: undefined };
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

function has(headers: RequestParts['headers'], field: string): boolean {
  return headers.some(([each]) => each.toLowerCase() === field);
}
