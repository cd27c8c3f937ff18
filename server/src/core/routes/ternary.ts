/** Yes, no, or not to be told from what is known. */
export type Ternary = boolean | undefined;

export function allOf(answers: readonly Ternary[]): Ternary {
  if (answers.includes(false)) return false;
  return answers.includes(undefined) ? undefined : true;
}

export function anyOf(answers: readonly Ternary[]): Ternary {
  if (answers.includes(true)) return true;
  return answers.includes(undefined) ? undefined : false;
}

export function not(answer: Ternary): Ternary {
  return answer === undefined ? undefined : !answer;
}
