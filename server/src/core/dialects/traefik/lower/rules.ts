import type { Unread } from '../../../model/scope.ts';
import type { Router } from '../model/router.ts';
import type { StaticConfig } from '../model/static.ts';
import { parseRule, type Rule } from '../rule/parse.ts';

/** The rule of a router; absent where its provider has a default one. */
export function ruleOf(router: Router, config: StaticConfig | undefined): Rule | undefined {
  if (router.rule === undefined) return undefined;
  if (router.rule.text === '' && router.parents.length > 0) return { kind: 'rule', matches: () => true };
  return parseRule(router.rule.text, router.syntax ?? config?.syntax ?? 'v3');
}

/** A rule for which Traefik takes the router off. */
export function brokenRule(
  { rule: written, level, syntax }: Router,
  rule: Rule | undefined,
  config: StaticConfig | undefined,
): readonly Unread[] {
  if (rule?.kind !== 'broken' || written === undefined) return [];
  const isKnown = syntax !== undefined || config?.syntax !== undefined;
  if (written.text === '') {
    return [
      {
        at: level.at,
        what: `The ${level.label}`,
        why: 'it has no rule, so Traefik takes it off',
        advice: 'Give it a rule.',
      },
    ];
  }
  return [
    {
      at: written.at,
      what: 'This rule',
      why: `${rule.why}, so Traefik takes the router off`,
      advice: rule.otherSyntax ? 'Join matchers with || and &&, each with one value.' : 'Correct the rule.',
      // Perhaps version 2 runs, which reads it.
      ...(rule.otherSyntax && !isKnown && { severity: 'warning' as const }),
    },
  ];
}
