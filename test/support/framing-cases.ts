import { readFileSync } from 'node:fs';
import type { Engine } from '../../server/src/core/headers/frame-policy/engine.ts';
import type { FramedResponse, FrameTarget } from '../../server/src/core/headers/frame-policy/framing.ts';

type Header = readonly [name: string, value: string];
type Verdicts = Readonly<Record<string, string>>;

/** One row of test/fixtures/frame-policy-cases.json: a response, and what browsers did with it in a frame. */
export interface FramingCase extends Readonly<Record<Engine | 'worst', Verdicts>> {
  readonly id: string;
  readonly group: string;
  readonly headers: readonly Header[];
  readonly status: number;
  readonly contentType: string | null;
  readonly diagnosis: readonly string[];
  readonly severity: string;
  /** The lines that were sent instead of `headers`. */
  readonly rawHeaderLines?: readonly string[];
  readonly rawHeaderText?: string;
  readonly interimResponse?: string;
  readonly trailer?: string;
  readonly redirect?: readonly { readonly status: number; readonly headers: readonly Header[] }[];
  readonly finalOrigin?: string;
  /** Of the page to which a meta refresh leads inside the frame. */
  readonly thenHeaders?: readonly Header[];
  readonly meta?: string;
  readonly embed?: string;
  readonly parentKind?: string;
  readonly revalidation?: { readonly first200: readonly Header[]; readonly then304: readonly Header[] };
}

export function framingCases(): readonly FramingCase[] {
  const path = new URL('../fixtures/frame-policy-cases.json', import.meta.url);
  return JSON.parse(readFileSync(path, 'utf8')) as readonly FramingCase[];
}

const A = 'http://a.test:18200';
const B = 'http://b.test:18200';

/** The ancestors' origins of each recorded context, the direct parent first. */
const contexts: Readonly<Record<string, readonly [string, ...string[]]>> = {
  sameOrigin: [A],
  crossOrigin: [B],
  sameSite: ['http://sub.a.test:18200'],
  nestedABA: [B, A],
  nestedBAA: [A, B],
  crossPort: ['http://a.test:18201'],
  ipEmbedder: ['http://127.0.0.1:18200'],
};

/** The parent document of the frame may be one that inherits its maker's origin, or has an opaque one. */
export function chainOf(row: FramingCase, context: string): readonly string[] {
  const chain = contexts[context];
  if (chain === undefined) throw new Error(`Unknown context ${context}`);
  if (row.parentKind === undefined) return chain;
  const opaque = row.parentKind === 'data' || row.parentKind === 'sandboxed';
  return [opaque ? 'null' : chain[0], ...chain];
}

export function targetOf(row: FramingCase): FrameTarget {
  const origin = row.finalOrigin === 'B' ? B : A;
  if (row.embed?.startsWith('object')) return { origin, element: 'object' };
  if (row.embed?.startsWith('embed')) return { origin, element: 'embed' };
  // `iframe-sandbox-so` has allow-same-origin.
  return { origin, sandboxed: row.embed === 'iframe-sandbox' };
}

/**
 * The header lines that reach the framing check: those of the final response, as the engine's HTTP parser reads
 * them. 103 responses, trailers, redirects and meta elements carry nothing.
 */
export function responseOf(row: FramingCase, engine: Engine): FramedResponse {
  const type: readonly Header[] = row.contentType === null ? [] : [['Content-Type', row.contentType]];
  const raw = row.rawHeaderLines ?? row.rawHeaderText?.trimEnd().split('\n');
  const own =
    (row.revalidation && revalidated(row.revalidation, engine)) ??
    row.thenHeaders ??
    (raw && parseRawLines(raw, engine)) ??
    row.headers;
  return { status: row.status, lines: [...type, ...own].map(([name, value]) => ({ name, value })) };
}

/** A 304 updates the stored headers, in Chromium all but X-Frame-Options (`kNonUpdatedHeaders`). */
function revalidated(
  { first200, then304 }: NonNullable<FramingCase['revalidation']>,
  engine: Engine,
): readonly Header[] {
  const fresh = then304.filter(
    ([name]) => !(engine === 'chromium' && name.toLowerCase() === 'x-frame-options'),
  );
  const updated = new Set(fresh.map(([name]) => name.toLowerCase()));
  return [...first200.filter(([name]) => !updated.has(name.toLowerCase())), ...fresh];
}

/** Folds continuation lines and drops what is no field; Chromium alone allows a space before the colon. */
function parseRawLines(lines: readonly string[], engine: Engine): readonly Header[] {
  const fields: [string, string][] = [];
  for (const line of lines) {
    const last = fields[fields.length - 1];
    if (/^[ \t]/.test(line)) {
      // A fold of the line before, which is Content-Type where there is none of these.
      if (last !== undefined) last[1] += ` ${line.trim()}`;
      continue;
    }
    const match = (engine === 'chromium' ? /^([!-9;-~]+)[ \t]*:(.*)$/ : /^([!-9;-~]+):(.*)$/).exec(line);
    if (match !== null) fields.push([match[1] ?? '', (match[2] ?? '').trim()]);
  }
  return fields;
}
