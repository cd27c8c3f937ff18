import type { Fix } from '../model/finding.ts';
import type { Policy } from '../model/rule.ts';
import type { Insertion } from '../model/scope.ts';

/** SAMEORIGIN first unless the project asks for DENY: it keeps sites working that frame themselves. */
export function insertFixes(insertions: readonly Insertion[], policy: Policy): readonly Fix[] {
  const values = policy === 'DENY' ? ['DENY'] : ['SAMEORIGIN', 'DENY'];
  return insertions.flatMap((insertion, index) =>
    (index === 0 ? values : values.slice(0, 1)).map((value) => insertFix(insertion, value)),
  );
}

function insertFix(insertion: Insertion, value: string): Fix {
  const { level } = insertion;
  return {
    title:
      insertion.title?.('X-Frame-Options', value) ??
      `Insert add_header X-Frame-Options "${value}" always in ${level.label}`,
    safe: false,
    changes: insertion.add('X-Frame-Options', value),
    levels: [level.id],
  };
}
