import type { Misplaced } from '../../../model/scope.ts';
import { headerValue } from './header-text.ts';
import { inForce, type NginxLevel } from './level.ts';
import type { Located } from './located.ts';

const WHERE: Readonly<Record<string, Misplaced['where']>> = {
  proxy_set_header: 'request',
  grpc_set_header: 'request',
  add_trailer: 'trailer',
};

/** Headers that a level sends to the service behind, or after the body: a browser's frame check sees neither. */
export function misplacedAt(level: NginxLevel): readonly Misplaced[] {
  return level.items.flatMap((item) => {
    const where = WHERE[item.name];
    const [name, value] = item.args;
    const word = item.word(1);
    if (where === undefined || name === undefined || value === undefined || word === undefined) return [];
    const move = movable(item, level) ? moveToResponse(item, name) : undefined;
    return [
      {
        where,
        name,
        value: headerValue(value, item.place(word)),
        keyword: item.name,
        at: item.head,
        statement: item.place(item.directive),
        level: level.level,
        ...(move && { move }),
      },
    ];
  });
}

/**
 * Turning the line into an `add_header` in its place is faithful only where both inheritances stay as they are: other
 * lines of its kind must remain here, and an `add_header` here must cut nothing off.
 */
function movable(item: Located, level: NginxLevel): boolean {
  const kin = level.items.filter((other) => other.name === item.name).length;
  const { owner, ops } = inForce(level);
  // Beside a line of the same name it would be a second value.
  if (ops.some((op) => op.name.text === item.args[0]?.toLowerCase())) return false;
  return kin > 1 && item.directive.complete && (owner === undefined || owner === level);
}

function moveToResponse(item: Located, name: string): Misplaced['move'] {
  const { directive } = item;
  const word = item.word(1);
  if (word === undefined) return undefined;
  const value = item.file.file.text.slice(word.start, word.end);
  const at = item.place({ start: directive.start, end: directive.headEnd });
  return [{ at, text: `add_header ${name} ${value} always` }];
}
