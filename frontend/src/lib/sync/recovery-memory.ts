/**
 * The recovery code made in this visit, until the next lock: only so that a person can type some of
 * its groups back and be told whether they match. It is kept nowhere else.
 */
import { readGroup } from '#lib/crypto/recovery-code.js';

let groupsOfCode: readonly string[] | null = null;

export function rememberCode(groups: readonly string[]): void {
	groupsOfCode = groups;
}

export function forgetCode(): void {
	groupsOfCode = null;
}

/** False without a code, without groups, and for any group that differs. */
export function matchesCode(typed: readonly { index: number; text: string }[]): boolean {
	const code = groupsOfCode;
	if (code === null || typed.length === 0) return false;
	return typed.every(({ index, text }) => code[index] === readGroup(text));
}
