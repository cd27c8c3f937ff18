import type { View } from '../config/view.ts';
import { argument, type Definition } from './definition.ts';
import type { Effect } from './effect.ts';
import { statusNamed } from './http-status.ts';

/** RedirectTo: nothing behind it runs. */
export function redirect(definition: Definition): Effect {
  const location = argument(definition, ['status', 'url'], 'url')?.text;
  const status = statusOf(definition);
  const isKnown = definition.arguments.every(({ text: each }) => !/[{$#]/.test(each));
  if (isKnown && (location === undefined || status === undefined || status < 300 || status > 399)) {
    return { kind: 'refused', why: 'RedirectTo needs a status of 300 to 399 and a url' };
  }
  return { kind: 'completes', always: true, status, ...(location !== undefined && { location }) };
}

export function statusOf(definition: Definition): number | undefined {
  const status = argument(definition, ['status'], 'status');
  return status === undefined ? undefined : statusNamed(status.text);
}

/** SetStatus. Seen on WebFlux: a word that is no status keeps the gateway from starting. */
export function setStatus(definition: Definition, view: View): Effect {
  const status = statusOf(definition);
  const word = argument(definition, ['status'], 'status')?.text ?? '';
  // Longer names came and went with releases of Spring.
  if (status === undefined && view.kind === 'webflux' && /^[a-z]+$/i.test(word)) {
    return { kind: 'refused', why: `${word} is neither a status nor the name of one` };
  }
  return { kind: 'status', status };
}

/** RequestSize's limit in bytes. */
export function sizeOf(definition: Definition): { readonly limit?: number } {
  const size = argument(definition, ['maxSize'], 'maxSize');
  const [, digits, unit = ''] = /^(\d+)\s*(B|KB|MB|GB|TB)?$/i.exec(size?.text ?? '5MB') ?? [];
  if (digits === undefined) return {};
  const factor = 1024 ** Math.max(0, ['b', 'kb', 'mb', 'gb', 'tb'].indexOf(unit.toLowerCase()));
  return { limit: Number(digits) * factor };
}
