import type { Finding } from '../model/finding.ts';
import type { Site } from '../model/scope.ts';
import type { ProjectUnit } from '../project/project.ts';
import { withMalformed } from './malformed.ts';
import { withPatches } from './patches.ts';
import type { Settings } from './report.ts';
import { runRules } from './run-rules.ts';

/** All that one unit yields, for all of its files. */
export interface Analysis {
  readonly unit: ProjectUnit;
  readonly site: Site;
  readonly findings: readonly Finding[];
}

/** Lowers a unit and judges it. Never throws: what fails is named to `log` and yields nothing. */
export function analyse(unit: ProjectUnit, settings: Settings, log: (message: string) => void): Analysis {
  const { dialect } = unit;
  const guarded = <T>(what: string, run: () => T, fallback: T): T => {
    try {
      return run();
    } catch (error) {
      log(`${dialect.title}: ${what} failed on ${unit.unit.root.file.uri}: ${String(error)}`);
      return fallback;
    }
  };
  const nothing: Site = { dialect: dialect.id, scopes: [], misplaced: [] };
  const lowered = guarded('lowering', () => dialect.site(unit.unit, settings), nothing);
  const site = withPatches(withMalformed(lowered, unit.files), unit.patches);
  const problems = guarded('checking the syntax', () => dialect.problems(unit.unit, settings), []);
  const findings = [...problems, ...runRules(site, settings, log)];
  return { unit, site, findings: findings.flatMap((finding) => withSeverity(finding, settings)) };
}

function withSeverity(finding: Finding, settings: Settings): readonly Finding[] {
  const severity = settings.severities[finding.rule];
  if (severity === 'off') return [];
  return [severity === undefined ? finding : { ...finding, severity }];
}
