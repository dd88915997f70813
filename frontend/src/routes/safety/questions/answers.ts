export type Answer = 'no' | 'sometimes' | 'yes';

/**
 * Whether an answer is reason enough to talk to someone. One is enough, and "sometimes" weighs as
 * much as "yes"; nothing is added up, and the opposite is never concluded (R24).
 */
export function worries(answers: readonly (Answer | null)[]): boolean {
	return answers.some((answer) => answer === 'sometimes' || answer === 'yes');
}
