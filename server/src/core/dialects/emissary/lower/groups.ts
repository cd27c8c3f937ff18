import type { AnswerKind, Misplaced, Refusal, Scope, Unread } from '../../../model/scope.ts';
import { areChallenges, challengeAnswers } from '../../../routes/challenge.ts';
import { levelOps } from '../../../routes/envoy/header-rules.ts';
import { isPatch, objectLevel } from '../../../syntax/kubernetes/judge.ts';
import { at, entryOf, textOf } from '../../../syntax/yaml/node.ts';
import { cutOf, hidingsFor, insertionsFor } from './edits.ts';
import { isRefused, mappingFaults, misplacedHeaders } from './faults.ts';
import { groupOps, scriptOps } from './headers.ts';
import { isOn, type EmissaryWorld, type Group } from './world.ts';

export interface LoweredGroup {
  readonly group: Group;
  readonly scope: Scope;
  /** The API server takes nothing of one of its Mappings. */
  readonly isRefused: boolean;
  readonly unread: readonly Unread[];
  readonly refused: readonly Refusal[];
  readonly misplaced: readonly Misplaced[];
}

export function lowerWorld({ groups }: EmissaryWorld): readonly LoweredGroup[] {
  return groups.map(lowerGroup);
}

const PAGE: readonly AnswerKind[] = [
  { from: 'upstream', statuses: [200], page: 'content' },
  { from: 'gateway', statuses: [503, 504], page: 'canned' },
];

const REDIRECT: readonly AnswerKind[] = [{ from: 'gateway', statuses: [301], page: 'none' }];

function lowerGroup(group: Group): LoweredGroup {
  const { members, module, isSure } = group;
  const last = members[members.length - 1] ?? members[0];
  const { document } = last.object;
  const level = objectLevel(last.object, 'route');
  const { ops, refused, outdone } = groupOps(group);
  const redirects = isOn(last.spec, 'host_redirect');
  const service = entryOf(last.spec, 'service');
  const cut = cutOf(group, level);
  return {
    group,
    isRefused: members.some(isRefused),
    unread: [...members.flatMap(mappingFaults), ...outdone],
    refused,
    misplaced: members.flatMap((member) => misplacedHeaders(member, objectLevel(member.object, 'route'))),
    scope: {
      path: [level, ...(module === undefined ? [] : [objectLevel(module, 'gateway')])],
      block: document.place(last.object.node.at),
      answers: redirects
        ? REDIRECT
        : areChallenges([textOf(at(last.spec, 'prefix')) ?? ''])
          ? challengeAnswers
          : PAGE,
      // A redirect carries none of the headers.
      ops: [...(redirects ? [] : levelOps(ops, level.id)), ...scriptOps(module)],
      ...(service && {
        service: { at: document.place(service.key.at), hidings: hidingsFor(group, level, ops) },
      }),
      ...(cut && { cut }),
      insertions: insertionsFor(group, level),
      whole: isSure && service !== undefined && !members.some(({ object }) => isPatch(object)),
    },
  };
}
