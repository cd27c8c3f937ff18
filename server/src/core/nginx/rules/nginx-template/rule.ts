import type { RuleMeta } from '../../../model/rule.ts';

export const meta = {
  id: 'nginx-template',
  since: '0.1.0',
  severity: 'information',
  summary: 'A template: what another program fills in is not known, and was not judged.',
  messages: {
    unread:
      'This file is a template ({engine}): what is filled in here and below is not known, so nothing that depends on it was judged. Check what comes out of it.',
    conditional:
      'This file is a template ({engine}) with parts that may be left out: no header was called missing, lost or sent twice because of them. Check what comes out of it.',
    unsound:
      'This file is a template ({engine}) whose blocks begin and end in different branches, so only the values of headers were judged. Check what comes out of it.',
    default:
      '"{text}" is no variable for envsubst, which replaces plain names only, so nginx would get it as it stands. Set the default in the environment, and write the name alone.',
    interpolated:
      'Compose replaces "${name}" before nginx reads it, with nothing where the environment has no such variable. Write "$${name}" for the variable of nginx.',
  },
} as const satisfies RuleMeta;
