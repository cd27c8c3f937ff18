import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HeaderOp } from '../../model/header-op.ts';
import type { Uri } from '../../model/place.ts';
import { respond } from '../../model/respond.ts';
import { filterOps, headerMutationOps, levelOps, onlyLocalReplies, routeTableOps } from './header-rules.ts';
import { envoyHeader } from './header-value.ts';

const at = { uri: 'file:///envoy.yaml' as Uri, start: 0, end: 0 };

function op(kind: HeaderOp['kind'], text = '', name = 'x-a'): HeaderOp {
  return {
    kind,
    name: { text: name.toLowerCase(), prefix: false },
    spelling: name,
    value: { kind: 'literal', text, at },
    whenEmpty: 'skip',
    reach: {},
    nameAt: at,
    statement: at,
    edits: {},
  };
}

function sent(
  ops: readonly HeaderOp[],
  upstream: readonly string[] = [],
  from: 'upstream' | 'gateway' = 'upstream',
) {
  const headers = upstream.map((value): readonly [string, string] => ['x-a', value]);
  return respond({ ops }, { from, status: 200, headers }).lines.map(({ value }) =>
    typeof value === 'string' ? value : value.kind === 'literal' ? value.text : value.template,
  );
}

test('within a level: removals, then what overwrites, then what adds, whatever the order in the file', () => {
  assert.deepEqual(sent(levelOps([op('set', 'ours'), op('remove')], 'l2'), ['theirs']), ['ours']);
  assert.deepEqual(sent(levelOps([op('append', 'b'), op('set', 'a')], 'l2'), ['theirs']), ['a', 'b']);
  assert.deepEqual(sent(levelOps([op('set', 'a'), op('set', 'b')], 'l2')), ['b']);
});

test('conditions are asked after the removals and before anything is overwritten', () => {
  const both = levelOps([op('set', 'DENY'), op('set-if-absent', 'SAMEORIGIN')], 'l2');
  assert.deepEqual(sent(both), ['DENY', 'SAMEORIGIN']);
  assert.deepEqual(sent(both, ['theirs']), ['DENY']);
  assert.deepEqual(sent(levelOps([op('set-if-absent', 'a'), op('set-if-absent', 'b')], 'l2')), ['a', 'b']);
  assert.deepEqual(sent(levelOps([op('append', 'a'), op('set-if-absent', 'b')], 'l2')), ['a', 'b']);
  assert.deepEqual(sent(levelOps([op('remove'), op('set-if-present', 'a')], 'l2'), ['theirs']), []);
  assert.deepEqual(sent(levelOps([op('set', 'a'), op('set-if-present', 'b')], 'l2')), ['a']);
});

test('each level asks anew', () => {
  const levels = routeTableOps({
    route: levelOps([op('set-if-absent', 'route')], 'l2'),
    virtualHost: levelOps([op('set-if-absent', 'host')], 'l3'),
  });
  assert.deepEqual(sent(levels), ['route']);
});

test('the widest level wins, or with the flag the route; a weighted cluster loses either way', () => {
  const [cluster, route, virtualHost, configuration] = ['L1', 'L2', 'L3', 'L4'].map((text) => [
    op('append', text),
  ]);
  const levels = { cluster, route, virtualHost, configuration } as const;
  assert.deepEqual(sent(routeTableOps(levels)), ['L1', 'L2', 'L3', 'L4']);
  assert.deepEqual(sent(routeTableOps(levels, true)), ['L1', 'L4', 'L3', 'L2']);
  const own = [op('append', 'filter')];
  assert.deepEqual(sent(headerMutationOps(own, levels)), ['filter', 'L1', 'L2', 'L3', 'L4']);
  assert.deepEqual(sent(headerMutationOps(own, levels, true)), ['filter', 'L4', 'L3', 'L2', 'L1']);
});

test('the filter listed first acts last', () => {
  assert.deepEqual(sent(filterOps([[op('append', 'first')], [op('append', 'second')]])), ['second', 'first']);
});

test('what is set on local replies does not touch an answer of the service', () => {
  const ops = onlyLocalReplies([op('set', 'DENY')]);
  assert.deepEqual(sent(ops, ['theirs']), ['theirs']);
  assert.deepEqual(sent(ops, [], 'gateway'), ['DENY']);
});

test('values: percent signs, commands, blanks, emptiness', () => {
  const valueOf = (text: string, keepEmpty = false): string => {
    const header = envoyHeader(op('set', text), keepEmpty);
    if (header.kind !== 'op') return header.kind;
    const { value } = header.op;
    return value.kind === 'literal' ? value.text : value.parts.map((part) => part ?? '?').join('');
  };
  assert.equal(valueOf(' DENY\t'), 'DENY');
  assert.equal(valueOf('100%%'), '100%');
  assert.equal(valueOf('a%REQ(x-id)%b'), 'a?b');
  assert.equal(valueOf('%START_TIME(%s)%'), '?');
  assert.equal(valueOf('%REQ(x):10%'), '?');
  for (const text of [
    '100%',
    '%NOPE%',
    '%req(x)%',
    '%REQ%',
    '%REQ()%',
    '%RESPONSE_CODE(5)%',
    '%%%',
    'a\nb',
  ]) {
    assert.equal(valueOf(text), 'refused', text);
  }
  assert.equal(valueOf(''), 'dropped');
  assert.equal(valueOf('  '), 'dropped');
  assert.equal(valueOf('', true), '');
});

test('names: Host and pseudo headers are refused, a blank or a colon goes out as it is', () => {
  assert.equal(envoyHeader(op('set', 'x', '')).kind, 'refused');
  for (const name of ['Host', ':path', 'a\nb']) {
    assert.equal(envoyHeader(op('set', 'x', name)).kind, 'refused', name);
    assert.equal(envoyHeader(op('remove', '', name)).kind, 'refused', name);
  }
  for (const name of ['X-Frame-Options:', 'X Frame Options'])
    assert.equal(envoyHeader(op('set', 'x', name)).kind, 'op');
});
