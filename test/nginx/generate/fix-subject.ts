import type { Fix, Place } from '../../../server/src/core/index.ts';
import type { Found } from '../../support/check.ts';
import { asksOf, levelLabel, type Around, type Ask } from './asks.ts';
import { standsAt } from './compare-findings.ts';
import type { Aim } from './observe.ts';
import { render, type Spot } from './render.ts';
import type { Configuration } from './tree.ts';

/** A request, and the scope that answers it. */
export interface FixAim extends Aim {
  readonly label: string;
}

/** A configuration whose fixes are tried, its requests, and which answers a fix is for. */
export interface FixSubject<Of extends FixAim = FixAim> {
  readonly name: string;
  /** By relative path, the main file first. */
  readonly files: Readonly<Record<string, string>>;
  readonly asks: readonly Of[];
  /** Whether the fix may change the answer: it is for a scope that the title names, or in which the faulty line is in force. */
  readonly mayChange: (found: Found, fix: Fix, ask: Of) => boolean;
}

export function generatedSubject(configuration: Configuration): FixSubject<Ask> {
  const rendered = render(configuration);
  return {
    name: `seed ${configuration.seed}`,
    files: rendered.files,
    asks: asksOf(configuration),
    mayChange: (found, { title, changes }, { around }) => {
      const named = namedIn(title);
      const level = around.findIndex((each) =>
        named === undefined
          ? each.items.some((item) => {
              if (item.kind !== 'statement') return false;
              const spot = rendered.spots.get(item);
              return standsAt(found, item, rendered) || changes.some(({ at }) => spot && cuts(at, spot));
            })
          : levelLabel(each) === named,
      );
      // Inner header lines keep out those of the level.
      return level >= 0 && !around.slice(0, level).some(hasHeaders);
    },
  };
}

/** The level that a title names: `… in server example.com`. */
export function namedIn(title: string): string | undefined {
  return /^(?:Insert|Repeat) .*? in ((?:http|server|location|if)\b.*)$/.exec(title)?.[1];
}

/** A line in a file that several blocks include is changed for all of them. */
function cuts(at: Place, spot: Spot): boolean {
  return at.uri.endsWith(`/${spot.path}`) && at.start < spot.end && spot.start < at.end;
}

function hasHeaders({ items }: Around): boolean {
  return items.some((item) => item.keyword === 'add_header');
}
