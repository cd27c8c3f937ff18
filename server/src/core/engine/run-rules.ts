import { rules } from '../generated/rules.ts';
import type { Finding } from '../model/finding.ts';
import { placeKey, type Place } from '../model/place.ts';
import type { ReportExtras, Rule, Shared } from '../model/rule.ts';
import type { Site } from '../model/scope.ts';
import type { Settings } from './report.ts';

/** Every rule on one site. A rule that fails is named to `log`, and the others go on. */
export function runRules(site: Site, settings: Settings, log: (message: string) => void): readonly Finding[] {
  const shared = sharedOf(site);
  return rules.flatMap((rule) => {
    if (settings.severities[rule.meta.id] === 'off') return [];
    try {
      return runRule(rule, site, settings, shared);
    } catch (error) {
      log(`Rule ${rule.meta.id} failed: ${String(error)}`);
      return [];
    }
  });
}

/** What rules share lasts as long as one run: the site that it is about is not seen again. */
function sharedOf(site: Site): Shared {
  const made = new Map<unknown, unknown>();
  const shared: Shared = <T>(make: (site: Site, shared: Shared) => T): T => {
    // A key's value is what that very function returned, so it is of its type.
    if (made.has(make)) return made.get(make) as T;
    const value = make(site, shared);
    made.set(make, value);
    return value;
  };
  return shared;
}

function runRule(rule: Rule, site: Site, settings: Settings, shared: Shared): readonly Finding[] {
  const { meta } = rule;
  const findings = new Map<string, Finding>();
  const report = (message: string, at: Place, more: ReportExtras = {}): void => {
    const text = fill(meta.messages[message] ?? message, more.args ?? {});
    const key = `${text} ${placeKey(at)}`;
    if (findings.has(key)) return;
    const { fixes = [] } = more;
    const offered = typeof fixes === 'function' ? fixes() : fixes;
    findings.set(key, {
      rule: meta.id,
      severity: more.severity ?? meta.severity,
      message: text,
      at,
      related: more.related ?? [],
      // What cannot be written faithfully comes out as no edit at all.
      fixes: offered.filter(({ changes }) => changes.length > 0),
      ...(more.tag && { tag: more.tag }),
      ...(more.hint && { hint: true }),
    });
  };
  rule.check(site, { policy: settings.policy, shared, report });
  return [...findings.values()];
}

function fill(template: string, args: Readonly<Record<string, string>>): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => args[name] ?? hole);
}
