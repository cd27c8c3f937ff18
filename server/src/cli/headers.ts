import { createLinter, type ScopeReport } from '../core/index.ts';
import { headersArgs } from './args.ts';
import { sayProblems } from './check.ts';
import { readInput } from './input.ts';
import { failureLog, type ExitCode, type Io } from './io.ts';
import { createPlaces } from './places.ts';
import { predict } from './predict.ts';
import { headersJson } from './reporters/json.ts';
import { headersText } from './reporters/headers-text.ts';
import { select } from './select.ts';

/** `gateway-lint headers` */
export async function headers(argv: readonly string[], io: Io): Promise<ExitCode> {
  const args = headersArgs(argv, io.cwd);
  if (args.asked !== undefined) return predict(args, args.asked, io);
  const input = await readInput([args.path], io, { settings: args.settings });
  const failures = failureLog(io);
  const linter = createLinter({ workspace: input.workspace, settings: args.settings, log: failures.log });
  const selection = await select(linter, input);
  const readable = sayProblems(input, selection, io);
  // In a folder without a main file, every piece is asked.
  const asked = selection.roots.length > 0 ? selection.roots : selection.uris;
  const scopes: ScopeReport[] = [];
  for (const uri of asked) scopes.push(...(await linter.headers(uri)));

  const places = createPlaces(linter.files(), input.show);
  io.stdout(args.format === 'json' ? headersJson(scopes, places) : headersText(scopes, places, io.colour));
  return readable && !failures.failed() ? 0 : 2;
}
