/** A rule in pieces. Traefik reads rules with Go's own parser of expressions, so texts are quoted as Go quotes them. */
export type Token =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'sign'; readonly text: '(' | ')' | ',' | '&&' | '||' | '!' };

const PIECE =
  /\s+|(?<name>[A-Za-z_]\w*)|`(?<raw>[^`]*)`|"(?<quoted>(?:[^"\\\n]|\\.)*)"|(?<sign>&&|\|\||[(),!])/y;

/** `undefined` where some piece is none of Go's. */
export function tokensOf(rule: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const pattern = new RegExp(PIECE.source, 'y');
  while (pattern.lastIndex < rule.length) {
    const groups = pattern.exec(rule)?.groups;
    if (groups === undefined) return undefined;
    const { name, raw, quoted, sign } = groups;
    if (name !== undefined) tokens.push({ kind: 'name', text: name });
    else if (raw !== undefined) tokens.push({ kind: 'text', text: raw });
    else if (quoted !== undefined) tokens.push({ kind: 'text', text: unquoted(quoted) });
    else if (isSign(sign)) tokens.push({ kind: 'sign', text: sign });
  }
  return tokens;
}

type Sign = Extract<Token, { readonly kind: 'sign' }>['text'];

function isSign(text: string | undefined): text is Sign {
  return text !== undefined;
}

function unquoted(text: string): string {
  return text.replace(/\\(.)/g, (_all, escaped: string) => ({ n: '\n', t: '\t' })[escaped] ?? escaped);
}
