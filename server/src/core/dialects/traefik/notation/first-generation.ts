import type { Unread } from '../../../model/scope.ts';
import type { Label } from '../config/from-labels.ts';

/** Labels of Traefik 1, which later versions pass over without a word. */
export function firstGeneration(labels: readonly Label[]): readonly Unread[] {
  const modern = labels.some(({ key }) => /^traefik\.(http|tcp|udp)\./i.test(key));
  return labels
    .filter(({ key }) => /^traefik\.(?:[^.]+\.)?frontend\.headers\./i.test(key))
    .filter(({ key, value }) => isFraming(key, value))
    .map((label) => ({
      at: label.keyAt,
      what: label.key,
      why: 'only Traefik 1 reads such labels, and later versions pass over them without a word',
      advice:
        'Declare a middleware traefik.http.middlewares.<name>.headers… and name it in the middlewares of a router.',
      ...(!modern && { severity: 'warning' as const }),
    }));
}

function isFraming(key: string, value: string): boolean {
  return (
    /\.(framedeny|customframeoptionsvalue|contentsecuritypolicy)$/i.test(key) ||
    /x-frame-options/i.test(value)
  );
}
