import type { Finding, Fix, Severity } from '../model/finding.ts';
import type { Place } from '../model/place.ts';
import type { RuleMeta } from '../model/rule.ts';

/** A finding of one of the dialect's own rules, its message filled in. */
export function nginxFinding<Message extends string>(
  meta: RuleMeta<Message>,
  message: Message,
  at: Place,
  args: Readonly<Record<string, string>> = {},
  more: { readonly fixes?: readonly Fix[]; readonly severity?: Severity } = {},
): Finding {
  return {
    rule: meta.id,
    severity: more.severity ?? meta.severity,
    message: meta.messages[message].replace(/\{(\w+)\}/g, (hole, name: string) => args[name] ?? hole),
    at,
    related: [],
    fixes: more.fixes ?? [],
  };
}
