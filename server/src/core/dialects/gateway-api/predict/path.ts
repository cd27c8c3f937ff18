import { withoutDots, withoutEmptySegments } from '../../../routes/envoy/paths.ts';
import type { RequestParts } from '../../../routes/route.ts';

/**
 * The request as Envoy Gateway's routes see it: its listeners resolve `.` and `..` and merge slashes, and redirect where a
 * slash is escaped (PathSettings). `undefined` where that cannot be told.
 */
export function pathSeen(request: RequestParts): RequestParts | undefined {
  // What is no letter of a path stays escaped; a dot, a slash or a letter does not.
  if (/%(?!20)|\\/.test(request.path)) return undefined;
  return { ...request, path: withoutEmptySegments(withoutDots(request.path)) };
}

/**
 * Envoy answers an escaped slash with a redirect before any route is looked for (UNESCAPE_AND_REDIRECT); of other escapes
 * a blank is told here, for it stays.
 */
export function isRedirected({ path }: RequestParts): boolean {
  return /%(2f|5c)/i.test(path) && !/%(?!20|2f|5c)|\\/i.test(path);
}
