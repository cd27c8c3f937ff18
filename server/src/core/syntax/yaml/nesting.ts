import type { CST } from 'yaml';

/** Whether collections of a parsed text nest deeper than so many levels. Walks without recursion, which is the point. */
export function isDeeperThan(token: CST.Token, levels: number): boolean {
  const open: { readonly token: CST.Token; readonly depth: number }[] = [{ token, depth: 0 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { token: current, depth } = next;
    const inner = 'items' in current ? depth + 1 : depth;
    if (inner > levels) return true;
    for (const child of childrenOf(current)) open.push({ token: child, depth: inner });
  }
  return false;
}

function childrenOf(token: CST.Token): readonly CST.Token[] {
  if (token.type === 'document') return token.value === undefined ? [] : [token.value];
  if (!('items' in token)) return [];
  return token.items.flatMap((item) =>
    [item.key, item.value].filter((each) => each !== undefined && each !== null),
  );
}
