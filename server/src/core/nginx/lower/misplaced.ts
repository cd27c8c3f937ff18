import type { Unit } from '../../model/dialect.ts';
import type { HeaderValue } from '../../model/header-op.ts';
import type { Change, Place } from '../../model/place.ts';
import type { Level, Misplaced } from '../../model/scope.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { headerValue } from './header-text.ts';
import { contentOf, inForce, type NginxLevel } from './level.ts';
import { expandOnly, type Located } from './located.ts';

const DIRECTIVES: ReadonlySet<string> = new Set(['proxy_set_header', 'grpc_set_header', 'add_trailer']);

/** Headers that belong on a request: nobody means them for the browser. */
const OF_REQUESTS =
  /^(host|connection|upgrade|te|range|referer|user-agent|cookie|origin|via|forwarded|(proxy-)?authorization|accept(-.+)?|if-.+|content-(length|type)|sec-.+|x-(real-ip|forwarded-.+|original-.+|request-.+|ssl-.+))$/i;

/** Headers that a level sends to the service behind, or after the body: a browser's frame check sees neither. */
export function misplacedAt(level: NginxLevel, unit: Unit<NginxTree>): readonly Misplaced[] {
  return expandOnly((keyword) => DIRECTIVES.has(keyword), level.file, contentOf(level), unit)
    .filter((item) => item.directive.argCount > 1 && !OF_REQUESTS.test(item.arg(0) ?? ''))
    .map((item) => new MisplacedLine(item, level));
}

/** But for the name, by which most are passed over, all is made when asked for. */
class MisplacedLine implements Misplaced {
  readonly where: Misplaced['where'];
  readonly name: string;
  readonly #item: Located;
  readonly #level: NginxLevel;

  constructor(item: Located, level: NginxLevel) {
    this.where = item.name === 'add_trailer' ? 'trailer' : 'request';
    this.name = item.arg(0) ?? '';
    this.#item = item;
    this.#level = level;
  }

  get value(): HeaderValue {
    const word = this.#item.word(1) ?? this.#item.directive.name;
    return headerValue(this.#item.arg(1) ?? '', this.#item.place(word));
  }

  get keyword(): string {
    return this.#item.name;
  }

  get at(): Place {
    return this.#item.head;
  }

  get statement(): Place {
    return this.#item.place(this.#item.directive);
  }

  get level(): Level {
    return this.#level.level;
  }

  get move(): readonly Change[] | undefined {
    return movable(this.#item, this.#level) ? moveToResponse(this.#item, this.name) : undefined;
  }
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

function moveToResponse(item: Located, name: string): readonly Change[] | undefined {
  const { directive } = item;
  const word = item.word(1);
  if (word === undefined) return undefined;
  const value = item.file.file.text.slice(word.start, word.end);
  const at = item.place({ start: directive.start, end: directive.headEnd });
  return [{ at, text: `add_header ${name} ${value} always` }];
}
