import type { Span } from '../../model/place.ts';
import { luaBodyEnd } from '../../syntax/nginx/lua-body.ts';
import type { Mark } from './marks.ts';

/** A template as nginx may read it: as long as it was, every mark replaced. */
export interface Masked {
  readonly text: string;
  /** What was replaced, in order. */
  readonly regions: readonly Span[];
  /** What is there or not, once or many times. */
  readonly branches: readonly Span[];
  /** What is written here and stands elsewhere. */
  readonly elsewhere: readonly Span[];
  /** False where the marks do not fit each other, or the text around them. */
  readonly sound: boolean;
}

/**
 * Replaces the marks so that nginx's grammar still fits: an expression becomes a variable of nginx (`${____}`), so that
 * the word it stands in is not known; one that stands alone on its line becomes a directive (`${____};`), for it may be
 * any; what only steers becomes white space, and both ways of a condition are read.
 */
export function mask(text: string, marks: readonly Mark[]): Masked {
  return new Masker(text, marks).run();
}

/** The keyword of a directive that may be any, or many. */
export function isHole(keyword: string): boolean {
  return keyword.includes('${_');
}

class Masker {
  readonly #text: string;
  readonly #marks: readonly Mark[];
  readonly #partners: ReadonlyMap<number, number>;
  readonly #out: string[] = [];
  readonly #regions: Span[] = [];
  readonly #branches: Span[] = [];
  readonly #elsewhere: Span[] = [];
  /** Where the branches that are open now began. */
  readonly #open: number[] = [];
  #copied = 0;
  #pos = 0;
  #sound = true;
  /** As ngx_conf_read_token sees the text before `#pos`. */
  #quote = '';
  #comment = false;
  /** Inside a directive: its terminator has not come. */
  #inside = false;
  /** After white space or a terminator, where a quote begins a word. */
  #fresh = true;
  #keyword = '';

  constructor(text: string, marks: readonly Mark[]) {
    this.#text = text;
    this.#marks = marks;
    this.#partners = partnersOf(marks);
  }

  run(): Masked {
    for (let i = 0; i < this.#marks.length; i++) {
      const mark = this.#marks[i];
      if (mark === undefined || mark.start < this.#copied) continue;
      if (mark.start < this.#pos) {
        this.#inLua(mark);
        continue;
      }
      this.#read(mark.start);
      i = this.#mark(mark, i);
    }
    this.#read(this.#text.length);
    if (this.#open.length > 0) this.#sound = false;
    this.#out.push(this.#text.slice(this.#copied));
    return {
      text: this.#out.join(''),
      regions: this.#regions,
      branches: this.#branches,
      elsewhere: this.#elsewhere,
      sound: this.#sound,
    };
  }

  /** @returns the index of the last mark that is done with */
  #mark(mark: Mark, index: number): number {
    const isWord = this.#quote !== '' || (this.#inside && !this.#comment);
    switch (mark.kind) {
      case 'variable':
        // Within a word it is one for nginx too.
        if (!isWord && !this.#comment && this.#isAlone(mark, index)) this.#hole(mark);
        return index;
      case 'plain':
        if (this.#quote !== '') this.#expression(mark, false);
        else this.#blank(mark);
        return index;
      case 'expression':
      case 'insert':
        if (this.#comment) this.#blank(mark);
        else if (!isWord && this.#isAlone(mark, index)) this.#hole(mark);
        else this.#expression(mark, false);
        return index;
      case 'open':
      case 'define':
        return this.#condition(mark, index, isWord);
      case 'middle':
      case 'close':
        this.#endBranch(mark, isWord);
        return index;
    }
  }

  /** A condition within a word or among words is part of them as a whole; else it steers what is there. */
  #condition(mark: Mark, index: number, isWord: boolean): number {
    const last = this.#partners.get(index);
    const close = last === undefined ? undefined : this.#marks[last];
    if (last === undefined || close === undefined) {
      this.#sound = false;
      this.#blank(mark);
      return index;
    }
    const region = { start: mark.start, end: close.end };
    if (mark.kind === 'define') this.#elsewhere.push(region);
    const inside = this.#textOf(region, index, last);
    const among = !isWord && !this.#comment && !/[\n;{}]/.test(inside) && !this.#isAlone(region, last);
    if (this.#quote !== '' || among || (isWord && !/[{}]/.test(inside))) {
      this.#expression(region, this.#quote === '' && inside.includes(';'));
      return last;
    }
    if (isWord) this.#sound = false;
    this.#blank(mark);
    this.#open.push(mark.end);
    return index;
  }

  /** What stands between the marks of a condition. */
  #textOf({ start, end }: Span, first: number, last: number): string {
    const pieces: string[] = [];
    let from = start;
    for (const mark of this.#marks.slice(first, last + 1)) {
      if (mark.start > from) pieces.push(this.#text.slice(from, mark.start));
      from = Math.max(from, mark.end);
    }
    return pieces.join('') + this.#text.slice(from, end);
  }

  #endBranch(mark: Mark, isWord: boolean): void {
    const start = this.#open.pop();
    if (start === undefined || isWord) this.#sound = false;
    if (start !== undefined) {
      this.#branches.push({ start, end: mark.start });
      if (mark.kind === 'middle') this.#open.push(mark.end);
    }
    this.#blank(mark);
  }

  /** Whether nothing but a comment follows in the line; other marks do not count. */
  #isAlone({ end }: Span, index: number): boolean {
    let from = end;
    for (let next = index + 1; ; next++) {
      const mark = this.#marks[next];
      const between = this.#text.slice(from, mark?.start ?? from + 200);
      if (mark === undefined || /[^ \t]/.test(between)) return /^[ \t]*(#|\r?\n|\r?$)/.test(between);
      from = mark.end;
    }
  }

  #hole({ start, end }: Span): void {
    const length = end - start;
    this.#replace({ start, end }, length < 5 ? '$_;'.padEnd(length) : `\${${'_'.repeat(length - 4)}};`);
    this.#inside = false;
    this.#fresh = true;
  }

  /** @param terminated with the `;` that stands somewhere in it */
  #expression({ start, end }: Span, terminated: boolean): void {
    const tail = terminated ? ';' : '';
    const length = end - start - tail.length;
    this.#replace({ start, end }, `\${${'_'.repeat(Math.max(0, length - 3))}}${tail}`);
    if (this.#quote !== '') return;
    this.#inside = !terminated;
    this.#fresh = terminated;
  }

  #blank({ start, end }: Span): void {
    this.#replace({ start, end }, this.#text.slice(start, end).replace(/[^\r\n]/g, ' '));
  }

  #replace({ start, end }: Span, text: string): void {
    this.#out.push(this.#text.slice(this.#copied, start), text);
    this.#regions.push({ start, end });
    this.#copied = end;
    this.#pos = end;
    if (text.includes('\n')) this.#comment = false;
  }

  /** Follows nginx's own reading (ngx_conf_read_token) up to an offset. */
  #read(end: number): void {
    const text = this.#text;
    for (; this.#pos < end; this.#pos++) {
      const ch = text[this.#pos] ?? '';
      if (this.#comment) {
        if (ch === '\n') this.#comment = false;
      } else if (this.#quote !== '') {
        if (ch === '\\') this.#pos++;
        else if (ch === this.#quote) this.#quote = '';
      } else if (ch === ' ' || ch === '\t' || ch === '\r' || ch === '\n') {
        this.#fresh = true;
      } else if (ch === ';' || (ch === '}' && this.#fresh)) {
        this.#terminate();
      } else if (ch === '{') {
        if (text[this.#pos - 1] === '$') continue;
        this.#skipLua();
        this.#terminate();
      } else if (ch === '#' && this.#fresh) {
        this.#comment = true;
      } else {
        if (!this.#inside) this.#keyword = /^[\w$]*/.exec(text.slice(this.#pos, this.#pos + 60))?.[0] ?? '';
        this.#inside = true;
        if (this.#fresh && (ch === '"' || ch === "'")) this.#quote = ch;
        else if (ch === '\\') this.#pos++;
        this.#fresh = false;
      }
    }
  }

  #terminate(): void {
    this.#inside = false;
    this.#fresh = true;
  }

  /** Quotes and semicolons of Lua are not nginx's. */
  #skipLua(): void {
    if (!this.#keyword.endsWith('_by_lua_block')) return;
    const end = luaBodyEnd(this.#text, this.#pos + 1);
    if (end >= 0) this.#pos = end;
  }

  /** In code that was passed over already. */
  #inLua(mark: Mark): void {
    const pos = this.#pos;
    this.#blank(mark);
    this.#pos = pos;
  }
}

/** By the index of an opening mark: that of the mark that closes it. */
function partnersOf(marks: readonly Mark[]): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  const open: number[] = [];
  marks.forEach(({ kind }, index) => {
    if (kind === 'open' || kind === 'define') open.push(index);
    if (kind !== 'close') return;
    const first = open.pop();
    if (first !== undefined) partners.set(first, index);
  });
  return partners;
}
