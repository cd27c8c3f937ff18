import { requestHeader, type RequestParts } from '../../../routes/route.ts';
import { allOf, anyOf, type Ternary } from '../../../routes/ternary.ts';
import type { Match } from '../model/config.ts';
import { matchesStart } from './pattern.ts';

/** Whether a route takes a request by one of its paths; `path` is `undefined` where it asks for none. */
export function takes(match: Match, path: string | undefined, request: RequestParts): Ternary {
  if (match.isOpen) return undefined;
  return allOf([
    match.hosts.length === 0 ? true : anyOf(match.hosts.map((host) => takesHost(host, request))),
    path === undefined ? true : takesPath(path, request.path),
    match.methods.length === 0 ? true : match.methods.some((each) => each.toUpperCase() === request.method),
    ...match.headers.map(([name, values]) => takesHeader(name, values, request)),
    // Without TLS nobody asks for a server's name.
    match.snis.length === 0 || request.scheme === 'http' ? true : undefined,
  ]);
}

function takesHost(pattern: string, { host, port }: RequestParts): Ternary {
  const [, name = pattern, wanted] = /^(.*?)(?::(\d+))?$/.exec(pattern.toLowerCase()) ?? [];
  if (wanted !== undefined && Number(wanted) !== port) return false;
  if (name.startsWith('*')) return host.endsWith(name.slice(1)) && host.length >= name.length;
  if (!name.endsWith('*')) return host === name;
  const start = name.slice(0, -1);
  if (host.startsWith(start) && host.length > start.length) return true;
  // The traditional router looks for it anywhere.
  return host.includes(start) ? undefined : false;
}

function takesPath(pattern: string, path: string): Ternary {
  // Kong normalizes what was sent, and what a route says.
  if (/%|\/\/|\/\.{1,2}(?:\/|$)/.test(path)) return undefined;
  if (pattern.startsWith('~')) return matchesStart(pattern.slice(1), path);
  return /%|\/\/|\/\./.test(pattern) ? undefined : path.startsWith(pattern);
}

/** Values are compared without case; a single `~*…` is a regular expression. */
function takesHeader(name: string, values: readonly string[], request: RequestParts): Ternary {
  if (name.toLowerCase() === 'host') return true;
  const sent = requestHeader(request, name).map((value) => value.toLowerCase());
  if (sent.length === 0) return false;
  if (values.some((value) => sent.includes(value.toLowerCase()))) return true;
  return values.some((value) => value.startsWith('~*')) ? undefined : false;
}
