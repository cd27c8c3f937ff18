import type { HeaderOp, HeaderValue } from '../../model/header-op.ts';
import { refusedCommand } from './formatter-commands.ts';
import { endsHeaderLine } from '../../text/header-text.ts';

/**
 * Header names and values as Envoy takes them, for every gateway that is made of Envoy (Istio, Envoy Gateway, Emissary,
 * Contour, …): `%COMMAND%` is filled in, `%%` is a percent sign, a value that comes out empty is not written at all.
 * Sources: SubstitutionFormatParser::parse, HeaderParser::evaluateHeaders, HeaderValueOption's constraints; all of it
 * is held against a running Envoy in the recorded cases.
 */
export type EnvoyHeader =
  | { readonly kind: 'op'; readonly op: HeaderOp }
  /** Accepted and without effect: nothing is sent, nothing is removed. `why` is a clause. */
  | { readonly kind: 'dropped'; readonly why: string }
  /** Envoy refuses the configuration that holds it. `why` is a clause. */
  | { readonly kind: 'refused'; readonly why: string };

/** The longest name or value, in bytes (core/v3 HeaderValue). */
const LONGEST = 16_384;

/** An instruction with its value as Envoy sends it, or why there is none. */
export function envoyHeader(op: HeaderOp, keepEmpty = false): EnvoyHeader {
  if (op.spelling === '' && op.kind === 'remove')
    return { kind: 'dropped', why: 'no header has an empty name' };
  const name = refusedName(op.spelling, op.kind === 'remove' ? 'removed' : 'modified');
  if (name !== undefined) return { kind: 'refused', why: name };
  if (op.kind === 'remove' || op.kind === 'unknown') return { kind: 'op', op };
  const { value } = op;
  // A template is filled in before Envoy reads it: what it becomes is not known.
  if (value.kind === 'dynamic') return { kind: 'op', op };
  if (endsHeaderLine(value.text)) return { kind: 'refused', why: 'a header value may not hold a line end' };
  if (value.text.length > LONGEST)
    return { kind: 'refused', why: `a header value may have ${LONGEST} bytes at most` };
  const sent = envoyValue(value);
  if (typeof sent === 'string') return { kind: 'refused', why: sent };
  if (sent.kind === 'literal' && sent.text === '' && !keepEmpty) {
    return { kind: 'dropped', why: 'Envoy drops an instruction with an empty value' };
  }
  return { kind: 'op', op: { ...op, value: sent, whenEmpty: keepEmpty ? 'send' : 'skip' } };
}

/** Why a name is refused, as a clause. A blank or a colon in it is not: the header goes out broken. */
function refusedName(name: string, verb: string): string | undefined {
  if (name === '') return 'a header needs a name';
  if (endsHeaderLine(name)) return 'a header name may not hold a line end';
  if (name.startsWith(':') || name.toLowerCase() === 'host') return `headers like ${name} may not be ${verb}`;
  return undefined;
}

/** A literal with its commands as unknown parts, or why it is refused. */
export function envoyValue(value: HeaderValue & { readonly kind: 'literal' }): HeaderValue | string {
  const { at } = value;
  if (!value.text.includes('%')) return { ...value, text: trimmed(value.text) };
  const parts: (string | undefined)[] = [''];
  const pieces = /%%|%([A-Z0-9_]+)(?:\(([^)]*)\))?(?::[0-9]+)?%|%|[^%]+/g;
  for (const [piece, command, parameters] of value.text.matchAll(pieces)) {
    if (command !== undefined) {
      const refused = refusedCommand(command, parameters);
      if (refused !== undefined) return refused;
      parts.push(undefined, '');
    } else if (piece === '%') {
      return 'a single % starts a command of Envoy; a percent sign is written %%';
    } else {
      parts[parts.length - 1] = `${parts.at(-1) ?? ''}${piece === '%%' ? '%' : piece}`;
    }
  }
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return { kind: 'literal', text: trimmed(only), at };
  return { kind: 'dynamic', parts: parts.filter((part) => part !== ''), template: value.text, at };
}

/** Blanks around a value are no part of it (RFC 9110, section 5.5). */
function trimmed(text: string): string {
  return text.replace(/^[ \t]+|[ \t]+$/g, '');
}
