import type { FramePolicyReport, Place } from '../../core/index.ts';
import type { Places, Range } from '../places.ts';
import type { Predicted } from '../predict.ts';

// The contract of docs/cli-json.md, for every format of gateway alike.

interface JsonPlace {
  readonly path: string;
  readonly range: Range;
}

interface JsonResponse {
  readonly url: string;
  readonly status: number | null;
  readonly answeredBy: readonly (JsonPlace & { readonly kind: string; readonly label: string })[];
  readonly complete: boolean;
  readonly headers: readonly {
    readonly name: string;
    readonly values: readonly string[];
    readonly complete: boolean;
    readonly at: readonly JsonPlace[];
  }[];
  readonly framePolicy: FramePolicyReport;
  readonly refused?: true;
  readonly reason?: string;
}

export interface PredictionsJson {
  readonly version: 1;
  readonly responses: readonly JsonResponse[];
}

export function predictionsJson(predicted: readonly Predicted[], places: Places): string {
  const json: PredictionsJson = {
    version: 1,
    responses: predicted.map((each) => responseJson(each, places)),
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function responseJson({ request, report }: Predicted, places: Places): JsonResponse {
  const { status, answeredBy, complete, headers, framePolicy, refused } = report;
  const placeJson = (at: Place): JsonPlace => ({ path: places.path(at), range: places.range(at) });
  return {
    url: request.url,
    status,
    answeredBy: answeredBy.map(({ kind, label, at }) => ({ kind, label, ...placeJson(at) })),
    complete,
    headers: headers.map((header) => ({
      name: header.name,
      values: header.values,
      complete: header.complete,
      at: header.at.map(placeJson),
    })),
    framePolicy: { verdict: framePolicy.verdict, because: framePolicy.because },
    ...(refused !== undefined && { refused: true, reason: refused }),
  };
}
