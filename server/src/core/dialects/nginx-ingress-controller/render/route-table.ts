import type { Place } from '../../../model/place.ts';
import { at, itemsOf, textOf, type YamlNode } from '../../../syntax/yaml/node.ts';
import { actionsOf, type Action } from '../read/actions.ts';
import type { RouteItem } from '../read/world.ts';
import type { Writer } from './writer.ts';

interface LocatedAction {
  readonly action: Action;
  /** The arguments of its `location`. */
  readonly path: readonly string[];
}

const INTERNAL = '/internal_location_';

/** Which location each action of a server's items has, and how requests come there. */
export class RouteTable {
  readonly #writer: Writer;
  readonly #actions = new Map<RouteItem, readonly LocatedAction[]>();

  constructor(writer: Writer, items: readonly RouteItem[]) {
    this.#writer = writer;
    for (const item of items) this.#actions.set(item, this.#locate(item));
  }

  actionsOf(item: RouteItem): readonly LocatedAction[] {
    return this.#actions.get(item) ?? [];
  }

  /** Locations that lead on to others stand before all others (InternalRedirectLocations). */
  writeRedirects(): void {
    if (!this.#writer.isForRequests) return;
    for (const [item, actions] of this.#actions) {
      if (actions.some(({ action }) => action.match ?? action.split)) this.#writeChoice(item, actions);
    }
  }

  #locate(item: RouteItem): readonly LocatedAction[] {
    const actions = actionsOf(item);
    const isChosen = actions.some(({ match, split }) => match ?? split);
    return actions.map((action) => ({
      action,
      path: isChosen
        ? [this.#writer.name(action.split ? `${INTERNAL}splits_` : `${INTERNAL}matches_`)]
        : locationPath(textOf(at(item.node, 'path')) ?? '/'),
    }));
  }

  #writeChoice(item: RouteItem, actions: readonly LocatedAction[]): void {
    const writer = this.#writer;
    const place = item.object.document.place(item.node.at);
    writer.inner('location', locationPath(textOf(at(item.node, 'path')) ?? '/'), place, () => {
      for (const match of itemsOf(at(item.node, 'matches'))) {
        const here = actions.filter(({ action }) => action.match?.node === match);
        const variable = this.#condition(match);
        writer.inner('if', [`(${variable}`, '=', '1)'], place, () => {
          this.#writeSplits(here, place);
        });
      }
      this.#writeSplits(
        actions.filter(({ action }) => action.match === undefined),
        place,
      );
    });
  }

  /** A share of a hundred is always chosen, one of none never; of the others only chance tells. */
  #writeSplits(actions: readonly LocatedAction[], place: Place): void {
    const writer = this.#writer;
    const chosen = actions.filter(
      ({ action }) => action.split === undefined || weightOf(action.split.node) > 0,
    );
    const last = chosen.at(-1);
    if (last === undefined) return;
    // An `if` cannot stand in another one, so that a location of its own tosses.
    const target = chosen.length > 1 ? writer.name(`${INTERNAL}choice_`) : last.path.at(-1);
    writer.line('rewrite', ['^', target ?? '', 'last'], place);
    if (chosen.length > 1) this.#tosses.push({ target: target ?? '', chosen, place });
  }

  readonly #tosses: {
    readonly target: string;
    readonly chosen: readonly LocatedAction[];
    readonly place: Place;
  }[] = [];

  writeTosses(): void {
    const writer = this.#writer;
    for (const { target, chosen, place } of this.#tosses) {
      writer.inner('location', [target], place, () => {
        writer.line('internal', [], place);
        chosen.forEach(({ action, path }, index) => {
          const to = path.at(-1) ?? '';
          if (index === chosen.length - 1) writer.line('rewrite', ['^', to, 'last'], place);
          else {
            writer.inner('if', ['($request_id', '=', `split_${action.split?.index ?? index})`], place, () => {
              writer.line('rewrite', ['^', to, 'last'], place);
            });
          }
        });
      });
    }
  }

  #condition(match: YamlNode): string {
    return this.#conditions.get(match) ?? '$gateway_lint_condition';
  }

  readonly #conditions = new Map<YamlNode, string>();

  /** The maps that say whether all conditions of a match hold (generateMatchesConfig); they stand outside of the server. */
  writeMaps(): void {
    const writer = this.#writer;
    if (!writer.isForRequests) return;
    for (const item of this.#actions.keys()) {
      const { document } = item.object;
      for (const match of itemsOf(at(item.node, 'matches'))) {
        let next = '1';
        for (const condition of itemsOf(at(match, 'conditions')).toReversed()) {
          const variable = `$${writer.name('vs_condition_')}`;
          const place = document.place(condition.at);
          const result = next;
          writer.inner('map', [sourceOf(condition), variable], place, () => {
            const { value, isNegative } = valueOf(condition);
            writer.line(value, [isNegative ? '0' : result], place);
            writer.line('default', [isNegative ? result : '0'], place);
          });
          next = variable;
        }
        this.#conditions.set(match, next);
      }
    }
  }
}

/** A path as nginx's `location` has it (generatePath). */
export function locationPath(path: string): readonly string[] {
  const [, modifier, rest] = /^(~\*|~|\^~|=)?\s*(.*)$/s.exec(path) ?? [];
  return modifier === undefined ? [path] : [modifier, rest ?? ''];
}

function weightOf(split: YamlNode): number {
  return Number(textOf(at(split, 'weight')) ?? 0);
}

function sourceOf(condition: YamlNode): string {
  const [header, cookie, argument] = ['header', 'cookie', 'argument'].map((key) =>
    textOf(at(condition, key)),
  );
  if (header !== undefined) return `$http_${header.replaceAll('-', '_')}`;
  if (cookie !== undefined) return `$cookie_${cookie}`;
  return argument === undefined ? (textOf(at(condition, 'variable')) ?? '') : `$arg_${argument}`;
}

/** generateValueForMatchesRouteMap: `!` negates, and nginx's own words lose their meaning. */
function valueOf(condition: YamlNode): { readonly value: string; readonly isNegative: boolean } {
  const written = textOf(at(condition, 'value')) ?? '';
  const isNegative = written.startsWith('!');
  const text = isNegative ? written.slice(1) : written;
  if (/^(?:default|hostnames|include|volatile)$/.test(text)) return { value: `\\${text}`, isNegative };
  return { value: `"${text}"`, isNegative };
}
