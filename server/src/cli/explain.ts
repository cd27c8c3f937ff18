import { ruleCatalogue } from '../core/index.ts';
import { explainArgs, noSuchRule } from './args.ts';
import { UsageError, type ExitCode, type Io } from './io.ts';

/** `gateway-lint explain` */
export function explain(argv: readonly string[], io: Io): ExitCode {
  const wanted = explainArgs(argv);
  const rules = ruleCatalogue();
  if (wanted === undefined) {
    const width = Math.max(0, ...rules.map(({ meta }) => meta.id.length));
    for (const { meta } of rules) {
      io.stdout(`${meta.id.padEnd(width)}  ${meta.severity.padEnd(11)}  ${meta.summary}\n`);
    }
    return 0;
  }
  const rule = rules.find(({ meta }) => meta.id === wanted);
  if (rule === undefined) {
    throw new UsageError(
      noSuchRule(
        wanted,
        rules.map(({ meta }) => meta.id),
      ),
    );
  }
  io.stdout(rule.doc.endsWith('\n') ? rule.doc : `${rule.doc}\n`);
  return 0;
}
