import type { Kind } from '../config/view.ts';

const BOTH = [
  'After',
  'Before',
  'Between',
  'CloudFoundryRouteService',
  'Cookie',
  'Header',
  'Host',
  'Method',
  'Path',
  'Query',
  'ReadBody',
  'RemoteAddr',
  'Version',
  'Weight',
  'XForwardedRemoteAddr',
] as const;

/** The predicates that come with each gateway; WebMVC's names may begin with a small letter. */
export const KNOWN_PREDICATES: Readonly<Record<Kind, ReadonlySet<string>>> = {
  webflux: new Set(BOTH),
  webmvc: new Set(BOTH.flatMap((name) => [name, name.charAt(0).toLowerCase() + name.slice(1)])),
};
