import type { Span } from '../../../model/place.ts';
import type { Definition } from '../filters/definition.ts';
import type { Effect } from '../filters/effect.ts';
import type { Property } from '../config/property.ts';

const FRAMING = /x[-_ ]?frame[-_ ]?options?|frame-ancestors|SecureHeaders/i;

/** Whether what is written there is about framing. */
export function mentionsFraming({ document, value }: Property): boolean {
  const span: Span | undefined = value?.at;
  return span !== undefined && FRAMING.test(document.text.slice(span.start, span.end));
}

export function isFramingFilter({ arguments: args, name, at, property }: Definition): boolean {
  const { document } = property;
  const text = document.file.text.slice(at.start, at.end);
  return name === 'SecureHeaders' || args.some(({ text: each }) => FRAMING.test(each)) || FRAMING.test(text);
}

/** Whether an effect writes a header that decides about framing. */
export function writesFraming(effect: Effect): boolean {
  return (
    effect.kind === 'write' &&
    effect.ops.some(
      ({ kind, name }) =>
        kind !== 'remove' && (name.text === 'x-frame-options' || name.text === 'content-security-policy'),
    )
  );
}
