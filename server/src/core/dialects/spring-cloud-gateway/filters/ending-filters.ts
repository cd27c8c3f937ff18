import { argument, type Definition } from './definition.ts';
import type { Effect } from './effect.ts';

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

/** A status in digits. */
export function statusOf(definition: Definition): number | undefined {
  const status = argument(definition, ['status'], 'status');
  return status !== undefined && /^\d{3}$/.test(status.text) ? Number(status.text) : undefined;
}

/** RequestSize's limit in bytes. */
export function sizeOf(definition: Definition): { readonly limit?: number } {
  const size = argument(definition, ['maxSize'], 'maxSize');
  const [, digits, unit = ''] = /^(\d+)\s*(B|KB|MB|GB|TB)?$/i.exec(size?.text ?? '5MB') ?? [];
  if (digits === undefined) return {};
  const factor = 1024 ** Math.max(0, ['b', 'kb', 'mb', 'gb', 'tb'].indexOf(unit.toLowerCase()));
  return { limit: Number(digits) * factor };
}
