import type { RequestParts } from '../../../routes/route.ts';
import type { EntryPoint, StaticConfig } from '../model/static.ts';

export interface Selected {
  readonly entryPoint: EntryPoint;
  /** True where neither port nor name tells. */
  readonly isGuess: boolean;
}

/** The entry point that a request comes in by; `undefined` where no static configuration names any. */
export function entryPointFor(statics: readonly StaticConfig[], request: RequestParts): Selected | undefined {
  const all = statics.flatMap(({ entryPoints }) => entryPoints);
  const listening = all.filter(({ port }) => port === request.port);
  const [only] = listening;
  if (only !== undefined) return { entryPoint: only, isGuess: listening.length > 1 };
  const [first] = all;
  if (first === undefined) return undefined;
  if (all.length === 1) return { entryPoint: first, isGuess: false };
  // Ports are mapped on the way to a container; the usual names tell then.
  const names = request.scheme === 'https' ? /^(websecure|https|secure)$/i : /^(web|http|insecure)$/i;
  const named = all.filter(({ name }) => names.test(name));
  const [usual] = named;
  return usual === undefined
    ? { entryPoint: first, isGuess: true }
    : { entryPoint: usual, isGuess: named.length > 1 };
}
