import { rules } from '../generated/rules.ts';
import { dialects } from '../generated/dialects.ts';
import { ruleDocs } from '../generated/rule-docs.ts';
import type { RuleMeta } from '../model/rule.ts';

export interface RuleEntry {
  readonly meta: RuleMeta;
  /** The rule's page, in Markdown. */
  readonly doc: string;
}

/** Every rule, those of one dialect alone included, in order of their ids. */
export function ruleCatalogue(): readonly RuleEntry[] {
  const metas = [...rules.map((rule) => rule.meta), ...dialects.flatMap((dialect) => dialect.rules)];
  // nginx's language is read by several dialects.
  return [...new Map(metas.map((meta) => [meta.id, meta])).values()]
    .map((meta) => ({ meta, doc: ruleDocs[meta.id] ?? '' }))
    .toSorted((a, b) => (a.meta.id < b.meta.id ? -1 : 1));
}
