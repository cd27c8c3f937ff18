import { matchesSources } from '../content-security-policy/frame-ancestors.ts';
import { parseOrigin, sameOrigin } from '../content-security-policy/origin.ts';
import {
  directiveNamed,
  parsePolicies,
  sourcesOf,
  type CspPolicy,
} from '../content-security-policy/policies.ts';
import { disposition } from '../x-frame-options/parse.ts';
import { becomesDocument, isRedirectStatus, type ElementWithFallback, type Framing } from './documents.ts';
import type { Engine } from './engine.ts';
import { receivedLines, type ReceivedLine } from './wire.ts';

/** The final response of a navigation. */
export interface FramedResponse {
  readonly lines: readonly ReceivedLine[];
  readonly status: number;
}

export interface FrameTarget {
  /** Of the final URL. */
  readonly origin: string;
  /** True where the frame's `sandbox` makes the document's origin opaque. */
  readonly sandboxed?: boolean;
  /** Absent: an `iframe` or `frame`. */
  readonly element?: ElementWithFallback;
}

/**
 * What a browser does with a response that is loaded into a frame.
 * @param chain the ancestors' serialized origins, the direct parent first; `null` for an opaque one
 */
export function mayBeFramed(
  response: FramedResponse,
  chain: readonly string[],
  target: FrameTarget,
  engine: Engine,
): Framing {
  const lines = receivedLines(response.lines, engine);
  if (lines === undefined) return engine === 'webkit' ? 'no-document' : 'network-error';
  const fate = becomesDocument(lines, response.status, target.element, engine);
  if (fate.kind === 'ends') return fate.framing;
  if (chain.length > 0 && isBlocked(lines, response.status, chain, target, engine)) return 'blocked';
  return fate.kind === 'checked-then-none' ? 'no-document' : 'allowed';
}

function isBlocked(
  lines: readonly ReceivedLine[],
  status: number,
  chain: readonly string[],
  target: FrameTarget,
  engine: Engine,
): boolean {
  const enforced = valuesOf(lines, 'content-security-policy').flatMap((value) =>
    parsePolicies(value).map((policy) => ({ value, policy })),
  );
  const lists = enforced.flatMap(({ value, policy }) => {
    const directive = directiveNamed(policy, 'frame-ancestors');
    return directive === undefined ? [] : [sourcesOf(value, directive).map(({ text }) => text)];
  });
  // CSP3 6.4.2.2: one enforced frame-ancestors, and X-Frame-Options is not looked at; all policies must agree.
  if (lists.length > 0) {
    return lists.some(
      (list) => !chain.every((ancestor) => matchesSources(list, ancestor, target.origin, engine)),
    );
  }
  // Firefox skips the check on redirect statuses, also where there is no Location and the body is shown.
  if (engine === 'firefox' && isRedirectStatus(status)) return false;
  switch (disposition(valuesOf(lines, 'x-frame-options'), engine)) {
    case 'deny':
    case 'conflict':
      return true;
    case 'sameorigin': {
      // HTML compares with the document's origin, which a sandbox makes opaque; browsers with the URL's.
      const opaque =
        engine === 'spec' &&
        (target.sandboxed === true || enforced.some(({ value, policy }) => sandboxes(value, policy)));
      const self = opaque ? undefined : parseOrigin(target.origin);
      return !chain.every((ancestor) => sameOrigin(parseOrigin(ancestor), self));
    }
    case 'absent':
    case 'ignored':
    case 'unknown':
      return false;
  }
}

function sandboxes(value: string, policy: CspPolicy): boolean {
  const directive = directiveNamed(policy, 'sandbox');
  if (directive === undefined) return false;
  return !sourcesOf(value, directive).some((flag) => flag.text.toLowerCase() === 'allow-same-origin');
}

/** Field names are compared without regard to ASCII case, and no other spelling counts. */
function valuesOf(lines: readonly ReceivedLine[], name: string): readonly string[] {
  return lines.filter((line) => line.name.toLowerCase() === name).map((line) => line.value);
}
