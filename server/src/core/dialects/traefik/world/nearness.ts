import type { Uri } from '../../../model/place.ts';
import type { StaticConfig } from '../model/static.ts';

/** How many folders two files share. */
export function nearness(a: Uri, b: Uri): number {
  let shared = 0;
  for (let index = 0; index < a.length && a[index] === b[index]; index++) if (a[index] === '/') shared++;
  return shared;
}

/** Of things that bear the same name the nearest one; in a folder the first file by name, as the file provider has it. */
export function nearest<T>(items: readonly T[], uriOf: (item: T) => Uri, from: Uri): T | undefined {
  let best: { readonly item: T; readonly uri: Uri; readonly near: number } | undefined;
  for (const item of items) {
    const uri = uriOf(item);
    const near = nearness(uri, from);
    if (best === undefined || near > best.near || (near === best.near && uri < best.uri))
      best = { item, uri, near };
  }
  return best?.item;
}

/**
 * The static configuration under which something of a provider is served: the nearest one that turns the provider on.
 * `undefined` where there is none, or several equally near ones.
 */
export function staticFor(
  statics: readonly StaticConfig[],
  provider: string,
  uri: Uri,
): StaticConfig | undefined {
  const serving = servingStatics(statics, provider);
  const best = nearest(serving, (each) => each.uri, uri);
  if (best === undefined) return undefined;
  const near = nearness(best.uri, uri);
  return serving.filter((each) => nearness(each.uri, uri) === near).length === 1 ? best : undefined;
}

/** The static configurations that turn a provider on. */
export function servingStatics(statics: readonly StaticConfig[], provider: string): readonly StaticConfig[] {
  const names = NAMES[provider] ?? [provider];
  return statics.filter((each) => names.some((name) => each.providers.has(name)));
}

/** In version 2 the docker provider read swarms too. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  kubernetes: ['kubernetesingress'],
  swarm: ['swarm', 'docker'],
};

/** True where the file provider surely reads this file, and only files that were seen. */
export function isWholeFileProvider(config: StaticConfig, uris: readonly Uri[]): boolean {
  return (
    config.filename !== undefined && uris.some((uri) => basename(uri) === basename(config.filename ?? ''))
  );
}

export function basename(path: string): string {
  return path.replace(/\/+$/, '').split('/').at(-1) ?? path;
}
