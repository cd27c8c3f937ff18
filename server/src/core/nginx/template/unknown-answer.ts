import type { Unit } from '../../model/dialect.ts';
import type { Predict, Prediction } from '../../model/prediction.ts';
import type { NginxTree } from '../../syntax/nginx/tree.ts';
import { isHole } from './mask.ts';

/** Which block answers cannot be told where a template decides which blocks there are; else `undefined`. */
export function unknownAnswer({ files }: Unit<NginxTree>): Predict | undefined {
  const decides = files.some(
    ({ tree: { template, keywords } }) =>
      template !== undefined && (template.conditional.size > 0 || [...keywords].some(isHole)),
  );
  if (!decides) return undefined;
  const prediction: Prediction = {
    ways: [
      { status: undefined, answeredBy: [], outcome: { lines: [], opaque: [{ text: '', prefix: true }] } },
    ],
    doubts: ['the configuration is a template, and which blocks it has depends on what is filled in'],
  };
  return () => Promise.resolve(prediction);
}
