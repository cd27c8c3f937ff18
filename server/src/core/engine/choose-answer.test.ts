import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Uri } from '../model/place.ts';
import { chosenAnswer } from './choose-answer.ts';
import type { PredictionReport } from './predict.ts';

const place = { uri: 'file:///a.yaml' as Uri, start: 0, end: 1 };
const base: PredictionReport = {
  status: 404,
  answeredBy: [],
  routed: false,
  complete: true,
  headers: [],
  framePolicy: { verdict: 'open', because: '' },
  doubts: [],
};
const noRoute = { title: 'Istio', report: base };
const routed = {
  title: 'Traefik',
  report: { ...base, status: 200, routed: true, answeredBy: [{ kind: 'route', label: 'shop', at: place }] },
};
const other = { ...routed, title: 'Envoy' };
const refused = { title: 'Spring', report: { ...base, status: null, refused: 'no such filter' } };
const unfollowed = { title: 'Contour', report: undefined };

describe('of several configurations', () => {
  it('the only one with a route answers', () => {
    assert.equal(chosenAnswer([noRoute, routed, unfollowed]), routed.report);
  });

  it('none is sure to answer where several have a route', () => {
    const answer = chosenAnswer([routed, other]);
    assert.equal(answer?.complete, false);
    assert.deepEqual(answer.doubts, ['Traefik and Envoy have a route for this request each']);
    assert.equal(answer.framePolicy.verdict, 'unknown');
  });

  it('one that may have a route keeps the others from being sure', () => {
    const unsure = { title: 'Istio', report: { ...base, routed: true, complete: false } };
    assert.equal(chosenAnswer([routed, unsure])?.complete, false);
  });

  it('one that is not sure to have none speaks where no other has one', () => {
    const unsure = { title: 'Istio', report: { ...base, status: null, complete: false } };
    assert.equal(chosenAnswer([noRoute, unsure]), unsure.report);
    assert.equal(chosenAnswer([unsure, routed]), routed.report);
  });

  it('the first answers where none has a route, unless one cannot be followed', () => {
    assert.equal(chosenAnswer([noRoute, { ...noRoute, title: 'Traefik' }]), noRoute.report);
    assert.equal(chosenAnswer([noRoute, unfollowed])?.complete, false);
    assert.equal(chosenAnswer([unfollowed]), undefined);
  });

  it('one that is refused answers where nothing else does', () => {
    assert.equal(chosenAnswer([noRoute, refused])?.refused, 'no such filter');
    assert.equal(chosenAnswer([refused, routed]), routed.report);
  });
});
