import type { Engine } from './engine.ts';
import type { ReceivedLine } from './wire.ts';

/** `redirected`: not the final response, so nothing of it counts. `no-document`: nothing that could be framed. */
export type Framing = 'allowed' | 'blocked' | 'no-document' | 'network-error' | 'redirected';

/** The elements that have fall-back content; `iframe` and `frame` have none. */
export type ElementWithFallback = 'object' | 'embed';

/**
 * `document`: something is shown, if the headers allow it. `ends`: decided without a look at the policy.
 * `checked-then-none`: the policy is looked at first, and then there is nothing to show.
 */
type Fate =
  | { readonly kind: 'document' }
  | { readonly kind: 'ends'; readonly framing: Framing }
  | { readonly kind: 'checked-then-none' };

interface Habits {
  /** Whether the framing check comes before the browser finds that there is no document. */
  readonly checksFirst: boolean;
  readonly statuses: readonly number[];
  /** Types that are downloaded instead of shown. */
  readonly downloads: readonly string[];
  /** Elements that show their fall-back content on an error status. */
  readonly fallback: readonly ElementWithFallback[];
}

/** As measured; a 304 is one that answers an unconditional request. */
const habits: Readonly<Record<Engine, Habits>> = {
  spec: { checksFirst: true, statuses: [204, 205], downloads: [], fallback: [] },
  chromium: {
    checksFirst: false,
    statuses: [204, 205, 304],
    downloads: ['application/octet-stream', 'text/csv'],
    fallback: ['object'],
  },
  firefox: {
    checksFirst: false,
    statuses: [204, 205],
    downloads: ['application/octet-stream', 'text/csv', 'application/manifest+json', 'audio/wav'],
    fallback: ['object', 'embed'],
  },
  webkit: {
    checksFirst: true,
    statuses: [204, 205],
    downloads: ['application/octet-stream', 'audio/wav'],
    fallback: ['object'],
  },
};

/** Whether a response gives a document at all, before its policy is asked. */
export function becomesDocument(
  lines: readonly ReceivedLine[],
  status: number,
  element: ElementWithFallback | undefined,
  engine: Engine,
): Fate {
  const first = (name: string): string | undefined =>
    lines.find((line) => line.name.toLowerCase() === name)?.value.trim();
  const redirect = redirection(status, first('location'), engine);
  if (redirect !== undefined) return { kind: 'ends', framing: redirect };
  const { checksFirst, statuses, downloads, fallback } = habits[engine];
  const type = (first('content-type') ?? '').replace(/;.*/s, '').trim().toLowerCase();
  const none =
    statuses.includes(status) ||
    downloads.includes(type) ||
    /^attachment\b/i.test(first('content-disposition') ?? '') ||
    (status >= 400 && element !== undefined && fallback.includes(element));
  if (!none) return { kind: 'document' };
  return checksFirst ? { kind: 'checked-then-none' } : { kind: 'ends', framing: 'no-document' };
}

/** Fetch's "redirect status". */
export function isRedirectStatus(status: number): boolean {
  return status === 301 || status === 302 || status === 303 || status === 307 || status === 308;
}

/** A redirect status with a Location; without one the response is a document like any other. */
function redirection(status: number, location: string | undefined, engine: Engine): Framing | undefined {
  if (location === undefined || !isRedirectStatus(status)) return undefined;
  const broken = /^https?:\/*$/i.test(location);
  if (location !== '' && !broken) return 'redirected';
  if (engine === 'firefox' || (engine === 'chromium' && broken)) return 'network-error';
  return engine === 'webkit' && broken ? 'no-document' : undefined;
}
