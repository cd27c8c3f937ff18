import type { Place } from '../../../model/place.ts';
import type { YamlScalar } from '../../../syntax/yaml/node.ts';
import type { Property } from '../config/property.ts';
import { definitions, flag, inForce, itemsOf, withPlaceholders, type View } from '../config/view.ts';
import { readDefinitions, type DefinitionList } from '../filters/definition.ts';

/** A route as the gateway binds it. */
export interface RouteDefinition {
  readonly id: string | undefined;
  /** What names it: its `id`, or the whole item. */
  readonly at: Place;
  readonly block: Place;
  /** The definitions that make it, the strongest first; several for an entry of `routes-map` in several documents. */
  readonly parts: readonly Property[];
  readonly uri: string | undefined;
  readonly uriAt: Place;
  readonly predicates: DefinitionList | undefined;
  readonly filters: DefinitionList | undefined;
  readonly order: number;
  /** A text `id=uri,Predicate…`: no filters of its own, and nowhere to put any. */
  readonly isText: boolean;
}

export interface RouteTable {
  /** Where they are written: the list, or the map. */
  readonly property: Property | undefined;
  /** In the order in which they are tried. */
  readonly routes: readonly RouteDefinition[];
  readonly gap: boolean;
}

export function readRoutes(view: View): RouteTable {
  const list = inForce(view.roots, 'routes');
  const read = list === undefined ? { items: [], gap: false } : itemsOf(list);
  const listed = read.items.flatMap((item) => readRoute(item.spelling, [item], view) ?? []);
  const maps = view.kind === 'webmvc' ? definitions(view.roots, 'routesmap') : [];
  const keys = [...new Set(maps.flatMap((map) => [...map.children.keys()]))];
  const mapped = keys.flatMap((key) => {
    const parts = maps.flatMap((map) => map.children.get(key) ?? []);
    return readRoute(parts[0]?.spelling ?? key, parts, view) ?? [];
  });
  const routes = [...listed, ...mapped];
  // WebFlux sorts by `order` and keeps equal ones as they stand; WebMVC does not look at it.
  const sorted = view.kind === 'webflux' ? routes.toSorted((a, b) => a.order - b.order) : routes;
  return { property: list ?? maps[0], routes: sorted, gap: read.gap };
}

function readRoute(name: string, parts: readonly Property[], view: View): RouteDefinition | undefined {
  const [strongest] = parts;
  if (strongest === undefined) return undefined;
  const block = placeOf(strongest);
  if (strongest.value?.kind === 'scalar') return textRoute(strongest, strongest.value, block);
  const { documents } = view;
  const text = (key: string): string | undefined => {
    const value = inForce(parts, key)?.value;
    return value?.kind === 'scalar' && !value.isNull ? withPlaceholders(value.text, documents) : undefined;
  };
  // 4.1 does not know `enabled`, and WebMVC never looks at it.
  const isOff = view.kind === 'webflux' && view.generation >= 4.2 && flag(text('enabled')) === false;
  const id = inForce(parts, 'id');
  const uri = inForce(parts, 'uri');
  const list = (key: string): DefinitionList | undefined => {
    const found = inForce(parts, key);
    return found && readDefinitions(found, documents);
  };
  const predicates = list('predicates');
  // It is bound all the same, and has to be whole.
  if (isOff && uri !== undefined && (predicates?.definitions ?? []).length > 0) return undefined;
  return {
    id: text('id') ?? (view.kind === 'webmvc' && !/^\d+$/.test(name) ? name : undefined),
    at: id === undefined ? strongest.at : placeOf(id),
    block,
    parts,
    uri: text('uri'),
    uriAt: uri === undefined ? block : placeOf(uri),
    predicates,
    filters: list('filters'),
    order: Number(text('order') ?? 0) || 0,
    isText: false,
  };
}

/** `id=uri,Predicate=…,Predicate=…` (RouteDefinition's constructor from a text). */
function textRoute(item: Property, scalar: YamlScalar, block: Place): RouteDefinition | undefined {
  const equals = scalar.text.indexOf('=');
  if (equals <= 0) return undefined;
  const [uri = '', ...predicates] = scalar.text.slice(equals + 1).split(',');
  const rest: Property = { ...item, value: { ...scalar, text: predicates.join(',') } };
  return {
    id: scalar.text.slice(0, equals),
    at: block,
    block,
    parts: [item],
    uri: uri.trim(),
    uriAt: block,
    predicates: readDefinitions(rest, []),
    filters: undefined,
    order: 0,
    isText: true,
  };
}

function placeOf({ document, owner, at }: Property): Place {
  return owner === undefined ? at : document.place(owner.at);
}
