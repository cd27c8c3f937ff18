import type { Dialect, DialectSettings, Parsed, Unit } from '../../../server/src/core/model/dialect.ts';
import type { Uri } from '../../../server/src/core/model/place.ts';
import type { GatewayRequest } from '../../../server/src/core/model/prediction.ts';
import type { Site } from '../../../server/src/core/model/scope.ts';
import { predictionReport, type PredictionReport } from '../../../server/src/core/engine/predict.ts';

const settings: DialectSettings = { nginx: {} };

/** A dialect asked directly, without a workspace: all files given belong together, the first is the root. */
export function unitOf<Tree>(dialect: Dialect<Tree>, files: Readonly<Record<string, string>>): Unit<Tree> {
  const parsed = Object.entries(files).map(([path, text]): Parsed<Tree> =>
    dialect.parse({ uri: `file:///repo/${path}` as Uri, version: 0, text }),
  );
  const [root] = parsed;
  if (root === undefined) throw new Error('No file was given.');
  return { root, main: true, files: parsed, included: () => [] };
}

export function siteOf<Tree>(dialect: Dialect<Tree>, files: Readonly<Record<string, string>>): Site {
  return dialect.site(unitOf(dialect, files), settings);
}

export async function predicted<Tree>(
  dialect: Dialect<Tree>,
  files: Readonly<Record<string, string>>,
  request: GatewayRequest,
): Promise<PredictionReport> {
  const predict = dialect.predictor?.(unitOf(dialect, files), {
    settings,
    file: () => Promise.resolve({ kind: 'unknown' }),
  });
  if (predict === undefined) throw new Error(`${dialect.id} predicts nothing.`);
  return predictionReport(await predict(request));
}
