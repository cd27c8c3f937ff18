import type { GatewayRoute, Step } from './gateway.ts';

/**
 * Whether more filters in a list leave all others in the order in which they run. Default filters and a route's own
 * are numbered alike (RouteDefinitionRouteLocator.getFilters), so a list that moves on by two may let `StripPrefix` run
 * before the `PrefixPath` that ran before it.
 * @param from the first of the list's filters that moves
 */
export function keepsOrder(
  routes: readonly GatewayRoute[],
  list: 'defaults' | 'route',
  count: number,
  from = 0,
): boolean {
  return routes.every(({ steps }) => {
    const defaults = steps.filter(({ isDefault }) => isDefault);
    const own = steps.filter(({ isDefault }) => !isDefault);
    return defaults.every((outer, i) =>
      own.every((inner, j) => {
        const wasFirst = i <= j;
        const moved = (index: number): number => (index < from ? index : index + count);
        const isFirst = list === 'defaults' ? moved(i) <= j : i <= moved(j);
        return wasFirst === isFirst || !dependOnOrder(outer, inner);
      }),
    );
  });
}

/** Whether something in a chain writes, drops or rewrites a header of the answer, or may. */
export function touchesHeader(steps: readonly Step[], name: string): boolean {
  return steps.some(
    ({ effect }) =>
      headersOf(effect).includes(name.toLowerCase()) || (effect.kind === 'unseen' && effect.headers),
  );
}

function dependOnOrder(one: Step, other: Step): boolean {
  const [a, b] = [one.effect, other.effect];
  if (a.kind === 'unseen' || b.kind === 'unseen') return true;
  const ends = [a, b].some(({ kind }) => kind === 'completes' || kind === 'status');
  const answers = [a, b].every(({ kind }) => kind !== 'nothing' && kind !== 'request');
  if (ends && answers) return true;
  const names = new Set(headersOf(a));
  if (headersOf(b).some((name) => names.has(name))) return true;
  return requestPart(one).some((part) => requestPart(other).includes(part));
}

function headersOf(effect: Step['effect']): readonly string[] {
  if (effect.kind === 'write') return effect.ops.map((op) => op.name.text);
  if (effect.kind === 'dedupe') return effect.names;
  return effect.kind === 'rewrite' ? [effect.name] : [];
}

/** What of the request a filter changes. */
function requestPart({ definition }: Step): readonly string[] {
  const { name } = definition;
  if (/Path$|^StripPrefix$|RequestUri$/i.test(name)) return ['path'];
  if (/HostHeader$/i.test(name)) return ['host'];
  if (!/Request(?:Headers?|Parameter)/i.test(name)) return [];
  return definition.arguments.slice(0, 2).map(({ text }) => text.split(':')[0]?.toLowerCase() ?? '');
}
