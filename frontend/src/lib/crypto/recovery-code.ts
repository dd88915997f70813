/**
 * The recovery code as text (protocol.md §4): 32 characters for 20 bytes, then 4 that catch a slip
 * of the pen, in nine groups of four.
 */
import { T, type Bytes } from './canonical';
import { randomBytes, sha256, type RandomBytes } from './primitives';

export class RecoveryCodeError extends Error {
	readonly code = 'bad_code';
	constructor() {
		super('recovery code: bad_code');
		this.name = 'RecoveryCodeError';
	}
}

/** Without I, L, O and U: three look like digits, and the fourth keeps words from appearing. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const CODE_BYTES = 20;
const CODE_CHARACTERS = 32;
const CHECK_CHARACTERS = 4;

export const newRecoveryCode = (random: RandomBytes = randomBytes): Bytes => random(CODE_BYTES);

/** Nine groups of four characters. */
export async function formatRecoveryCode(code: Bytes): Promise<string[]> {
	const text = encode(code) + (await check(code));
	return Array.from({ length: 9 }, (_, group) => text.slice(group * 4, group * 4 + 4));
}

/**
 * Ignores case, spaces and hyphens, and takes O as 0, I and L as 1. Throws RecoveryCodeError for
 * anything that is not a whole code with its own check.
 */
export async function parseRecoveryCode(text: string): Promise<Bytes> {
	const characters = readGroup(text);
	if (characters.length !== CODE_CHARACTERS + CHECK_CHARACTERS) throw new RecoveryCodeError();
	const code = decode(characters.slice(0, CODE_CHARACTERS));
	if (characters.slice(CODE_CHARACTERS) !== (await check(code))) throw new RecoveryCodeError();
	return code;
}

/** One group, or a whole code, as it would have been printed. */
export function readGroup(text: string): string {
	return text
		.replace(/[\s-]/g, '')
		.replace(/[a-z]/g, (letter) => letter.toUpperCase())
		.replaceAll('O', '0')
		.replace(/[IL]/g, '1');
}

async function check(code: Bytes): Promise<string> {
	const hash = await sha256(T('gs1:rc-check', code));
	return encode(hash.slice(0, 5)).slice(0, CHECK_CHARACTERS);
}

/** Five bits a character; both lengths used here (20 and 5 bytes) divide evenly. */
function encode(bytes: Bytes): string {
	let text = '';
	let bits = 0;
	let held = 0;
	for (const byte of bytes) {
		bits = ((bits << 8) | byte) & 0xfff;
		for (held += 8; held >= 5; held -= 5) text += ALPHABET.charAt((bits >> (held - 5)) & 31);
	}
	return text;
}

function decode(characters: string): Bytes {
	const bytes: number[] = [];
	let bits = 0;
	let held = 0;
	for (const character of characters) {
		const value = ALPHABET.indexOf(character);
		if (value < 0) throw new RecoveryCodeError();
		bits = ((bits << 5) | value) & 0xfff;
		held += 5;
		if (held >= 8) {
			held -= 8;
			bytes.push((bits >> held) & 0xff);
		}
	}
	return Uint8Array.from(bytes);
}
