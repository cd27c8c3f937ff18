import type { Unit } from '../../../model/dialect.ts';
import { respond } from '../../../model/respond.ts';
import type { Site } from '../../../model/scope.ts';
import { entryNamed, field } from '../../../syntax/envoy/fields.ts';
import type { YamlFile } from '../../../syntax/yaml/parse.ts';
import { lowerUnit, type LoweredUnit } from './unit.ts';

/** What the routes of a bootstrap, or of a file of listeners or routes, send. */
export function envoySite(unit: Unit<YamlFile>): Site {
  const lowered = lowerUnit(unit);
  const { report } = lowered;
  reportGaps(lowered);
  return {
    dialect: 'envoy',
    scopes: lowered.managers.flatMap(({ routes }) =>
      routes
        .filter((route) => route.action.isPage)
        .map(({ scope }) => (lowered.isFragment ? { ...scope, whole: false } : scope)),
    ),
    misplaced: report.misplaced,
    unread: report.unread,
    unresolved: report.unresolved,
    refused: report.refused,
  };
}

/** What is not in the workspace, unless the filters settle the matter for every answer. */
function reportGaps({ managers, report, root }: LoweredUnit): void {
  for (const { manager, unrouted } of managers) {
    if (manager === undefined) continue;
    const { lines } = respond({ ops: unrouted }, { from: 'upstream', status: 200, headers: [] });
    if (lines.some((line) => line.name.toLowerCase() === 'x-frame-options' && line.certain)) continue;
    for (const { kind, at, what } of manager.gaps) {
      const place = manager.source.document.place(at.kind === 'map' ? (at.entries[0]?.key ?? at).at : at.at);
      if (kind === 'unseen') report.cannotResolve({ at: place, what: capital(what) });
      else
        report.ineffective({
          at: place,
          what: `The reference to ${what}`,
          why: 'the file has no route configuration of this name, so every request is answered with 404',
          advice: 'Write the name that stands in the file.',
        });
    }
  }
  const dynamic = entryNamed(root?.document.root, 'dynamic_resources');
  const lds = entryNamed(dynamic?.value, 'lds_config');
  if (
    root === undefined ||
    lds === undefined ||
    managers.some(({ manager }) => manager?.source.dynamic === true)
  )
    return;
  if (field(dynamic?.value, 'lds_config') === undefined) return;
  report.cannotResolve({ at: root.document.place(lds.key.at), what: 'What lds_config brings in' });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
