import { stat } from 'node:fs/promises';
import { createLinter, type PredictionReport } from '../../../server/src/core/index.ts';
import type { GatewayRequest } from '../../../server/src/core/model/prediction.ts';
import type { Uri } from '../../../server/src/core/model/place.ts';
import type { FileFacts, Workspace } from '../../../server/src/core/model/workspace.ts';
import {
  compareBytes,
  globSegments,
  matchesGlob,
  pathOfUri,
  uriOfPath,
} from '../../../server/src/core/index.ts';

const SOME_URI = 'file:///' as Uri;

/** Predicts for configurations whose files are given as texts, and whose document roots are on the disk. */
export function predictorOf(
  dir: string,
  files: Readonly<Record<string, string>>,
  version: string,
): (request: GatewayRequest) => Promise<PredictionReport> {
  const main = uriOfPath(`${dir}/nginx.conf`, SOME_URI);
  const linter = createLinter({
    workspace: workspaceOf(dir, files),
    settings: { policy: 'any', severities: {}, nginx: { version } },
  });
  return async (request) => {
    const report = await linter.predict(main, request);
    if (report === undefined) throw new Error('nginx.conf was not recognised as an nginx configuration.');
    return report;
  };
}

function workspaceOf(dir: string, files: Readonly<Record<string, string>>): Workspace {
  const byPath = new Map(Object.entries(files).map(([path, text]) => [`${dir}/${path}`, text]));
  return {
    read: (uri) => {
      const text = byPath.get(pathOfUri(uri));
      return Promise.resolve(text === undefined ? undefined : { uri, version: 0, text });
    },
    list: (pattern, base) => {
      const segments = globSegments(pattern);
      const paths = [...byPath.keys()].filter((path) => matchesGlob(segments, path)).toSorted(compareBytes);
      return Promise.resolve(paths.map((path) => uriOfPath(path, base)));
    },
    stat: (uri) => factsOf(pathOfUri(uri)),
  };
}

async function factsOf(path: string): Promise<FileFacts> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) return { kind: 'directory' };
    return { kind: 'file', size: found.size, modified: found.mtimeMs };
  } catch {
    return { kind: 'missing' };
  }
}
