import { defineRule } from '../../model/rule.ts';

/** A comment that silences nothing. The engine reports it, which knows what there was to silence. */
export const rule = defineRule({
  meta: {
    id: 'suppression-unused',
    since: '0.1.0',
    severity: 'information',
    summary: 'A comment silences a rule that reports nothing there.',
    messages: {
      unused:
        '{rule} reports nothing on the line that this comment is for. A comment that stays behind would hide the next fault there: remove it.',
      unknown: 'There is no rule {rule}, so this comment silences nothing. Correct the name, or remove it.',
      nothing: 'This comment names no rule, so it silences nothing. Name the rule, or remove it.',
    },
  },
  check: () => undefined,
});
