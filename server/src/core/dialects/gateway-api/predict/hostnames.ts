/** The most specific of the names that a host has: itself, else the longest wildcard, else every name. */
export function bestHostname(names: readonly string[], host: string): string | undefined {
  let best: string | undefined;
  for (const name of names) {
    if (name === host) return name;
    const matches = name === '*' || (name.startsWith('*.') && host.endsWith(name.slice(1)));
    if (matches && (best === undefined || name.length > best.length)) best = name;
  }
  return best;
}
