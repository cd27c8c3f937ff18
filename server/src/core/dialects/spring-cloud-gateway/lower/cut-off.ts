import type { Unread } from '../../../model/scope.ts';
import { longForm } from '../filters/shortcut-edit.ts';
import type { Gateway, Step } from './gateway.ts';

/** A comma ends a value in a shortcut; what comes behind it goes nowhere (SetResponseHeader under WebFlux). */
export function cutOffValues({ routes }: Gateway): readonly Unread[] {
  return routes.flatMap(({ steps }) => steps.flatMap((step) => cutOff(step) ?? []));
}

function cutOff({ definition, effect }: Step): Unread | undefined {
  const { arguments: args, form, name, property } = definition;
  const [header, value, ...rest] = args;
  const [first] = rest;
  const last = rest.at(-1);
  if (form !== 'shortcut' || name !== 'SetResponseHeader' || effect.kind !== 'write') return undefined;
  if (header === undefined || value === undefined || first === undefined || last === undefined)
    return undefined;
  if (!/^(x-frame-options|content-security-policy)$/i.test(header.text)) return undefined;
  const lost = rest.map(({ text }) => text).join(', ');
  const isLost = /frame-ancestors/i.test(lost) && !/frame-ancestors/i.test(value.text);
  const scalar = property.value;
  const fix =
    scalar?.kind === 'scalar'
      ? longForm(property, scalar, scalar.text, scalar.text.replace(/^[^,]*,\s*/s, ''))
      : [];
  return {
    at: { ...first.at, end: last.at.end },
    what: `\`${lost}\``,
    why: 'a comma ends the value in this form, and what comes behind it is dropped',
    advice: 'Write the filter with `name` and `args`, where a value may have commas.',
    severity: isLost ? 'error' : 'warning',
    ...(fix.length > 0 && /^content/i.test(header.text) && { fix, title: 'Write it with name and args' }),
  };
}
