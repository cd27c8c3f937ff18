/** Whether all paths of a route are those where certificates are issued, by plain tokens (RFC 8555, section 8.3). */
export function areChallenges(paths: readonly string[]): boolean {
  return paths.length > 0 && paths.every((path) => path.startsWith('/.well-known/acme-challenge'));
}
