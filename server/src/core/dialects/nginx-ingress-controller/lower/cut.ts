import type { Cut } from '../../../model/scope.ts';
import type { Action } from '../read/actions.ts';
import { lostAt, type Block } from './chain.ts';
import { withHeaders } from './changes.ts';

/** What the lines of a location, or of the server, keep from reaching it. */
export function cutAt(block: Block, action: Action): Cut | undefined {
  const found = lostAt(block);
  const first = found?.owner.own[0];
  if (found === undefined || first === undefined) return undefined;
  const { owner, lost } = found;
  return {
    level: owner.level,
    by: first.statement,
    lost,
    get restore() {
      if (owner !== block) return undefined;
      const lines = lost.map(({ spelling, value, reach }) => ({
        name: spelling,
        value: value.kind === 'literal' ? value.text : value.template,
        always: reach.statuses === undefined,
      }));
      return withHeaders(action, lines, []);
    },
  };
}
