import type { Unread } from '../../../model/scope.ts';
import { placeOf } from '../filters/definition.ts';
import type { Gateway } from './gateway.ts';
import { isFramingFilter } from './framing-text.ts';
import { mendedFilter } from './refusal-fix.ts';

/** Filters about framing with which the gateway does not start, where one edit mends them. */
export function refusedFilters({ routes, view }: Gateway): readonly Unread[] {
  return routes.flatMap(({ steps }) =>
    steps.flatMap(({ definition, effect }): readonly Unread[] => {
      if (effect.kind !== 'refused' || !isFramingFilter(definition)) return [];
      const fix = mendedFilter(definition, view.kind);
      if (fix === undefined) return [];
      return [
        {
          at: placeOf(definition),
          what: 'This filter',
          why: `${effect.why}, so the gateway does not start`,
          advice: 'Write it as `Name=Header, value`, or as a map of `name` and `args`.',
          fix,
          title: 'Write it so that Spring reads it',
        },
      ];
    }),
  );
}
