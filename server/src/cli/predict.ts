import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import {
  chosenAnswer,
  createLinter,
  type FileFacts,
  type GatewayRequest,
  type Linter,
  type PredictionReport,
  type Uri,
  type Workspace,
} from '../core/index.ts';
import type { Asked, HeadersArgs } from './args.ts';
import { configurationsOf, mainPath, type Configuration } from './configuration.ts';
import { readInput, readingProblem } from './input.ts';
import { failureLog, type ExitCode, type Io } from './io.ts';
import { createPlaces } from './places.ts';
import { printable } from './reporters/colour.ts';
import { predictionsJson } from './reporters/predictions-json.ts';
import { predictionsText } from './reporters/predictions-text.ts';
import { parseRequests } from './requests.ts';

/** A request and what it is answered with. */
export interface Predicted {
  readonly request: GatewayRequest;
  readonly report: PredictionReport;
}

/** `gateway-lint headers` with `--url` or `--requests`: what the gateway answers. */
export async function predict(args: HeadersArgs, asked: Asked, io: Io): Promise<ExitCode> {
  const requests = await requestsOf(asked, io);
  if (requests === undefined) return 2;
  const path = await mainPath(args.path, io);
  const input = await readInput([path], io, { withServed: true, settings: args.settings });
  const failures = failureLog(io);
  const workspace = lookingOnce(input.workspace);
  const linter = createLinter({ workspace, settings: args.settings, log: failures.log });
  const [problem] = input.problems;
  const found = problem === undefined ? await configurationsOf(linter, input, path) : { problem };
  if ('problem' in found) {
    io.stderr(`gateway-lint: ${printable(found.problem)}\n`);
    return 2;
  }
  const predicted = await ask(linter, found, requests, failures.log);
  if (predicted === undefined) {
    const shown = found.map(({ uri }) => input.show(uri)).join(', ');
    io.stderr(`gateway-lint: ${printable(shown)}: requests cannot be followed through this format yet\n`);
    return 2;
  }
  const places = createPlaces(linter.files(), input.show);
  io.stdout(
    args.format === 'json'
      ? predictionsJson(predicted, places)
      : predictionsText(predicted, places, io.colour),
  );
  return failures.failed() ? 2 : 0;
}

/** Looks at each place once: all answers of a call are those of one moment. */
function lookingOnce(workspace: Workspace): Workspace {
  const known = new Map<Uri, Promise<FileFacts>>();
  return {
    ...workspace,
    stat: (uri) => {
      const facts = known.get(uri) ?? workspace.stat?.(uri) ?? Promise.resolve({ kind: 'unknown' });
      known.set(uri, facts);
      return facts;
    },
  };
}

async function ask(
  linter: Linter,
  configurations: readonly Configuration[],
  requests: readonly GatewayRequest[],
  log: (message: string) => void,
): Promise<readonly Predicted[] | undefined> {
  const predicted: Predicted[] = [];
  for (const request of requests) {
    try {
      const answers = await Promise.all(
        configurations.map(async ({ uri, dialect, title }) => ({
          title,
          report: await linter.predict(uri, request, dialect),
        })),
      );
      const report = chosenAnswer(answers);
      if (report === undefined) return undefined;
      predicted.push({ request, report });
    } catch (error) {
      // One that fails must not take the answers to the others with it.
      log(`predicting ${request.url} failed: ${String(error)}`);
      predicted.push({ request, report: FAILED });
    }
  }
  return predicted;
}

const FAILED: PredictionReport = {
  status: null,
  answeredBy: [],
  routed: true,
  complete: false,
  headers: [],
  framePolicy: { verdict: 'unknown', because: 'The prediction failed.' },
  doubts: ['the prediction failed'],
};

/** The requests that are asked about; `undefined` where they cannot be read, which has then been said. */
async function requestsOf(asked: Asked, io: Io): Promise<readonly GatewayRequest[] | undefined> {
  if (asked.kind === 'request') return [asked.request];
  const { source } = asked;
  const shown = source === '-' ? 'standard input' : source;
  let text: string;
  try {
    text = source === '-' ? await io.stdin() : await readFile(resolve(io.cwd, source), 'utf8');
  } catch (error) {
    io.stderr(`gateway-lint: ${shown}: ${readingProblem(error)}\n`);
    return undefined;
  }
  const { requests, problems, notes } = parseRequests(text);
  const lines = [...notes, ...problems.slice(0, MOST_PROBLEMS)];
  if (problems.length > MOST_PROBLEMS) lines.push(`and ${problems.length - MOST_PROBLEMS} more`);
  for (const line of lines) io.stderr(`gateway-lint: ${printable(`${shown}: ${line}`)}\n`);
  return problems.length === 0 ? requests : undefined;
}

/** A list made wrongly is wrong in the same way all over. */
const MOST_PROBLEMS = 20;
