/** Canonical bytes, names, recovery codes, keys and contexts. */
import { T, utf8 } from '#lib/crypto/canonical.js';
import { toBase64url } from '#lib/crypto/ids.js';
import { formatRecoveryCode } from '#lib/crypto/recovery-code.js';
import { gives, refused, type Draft } from './case';
import { ACCOUNT, DEVICE, fixedBytes, MEMBER, OBJECT, OTHER_OBJECT, SPACE } from './fixed';

const b64 = async (label: string, count = 32): Promise<string> =>
	toBase64url(await fixedBytes(label, count));

const canonical: Draft[] = [
	gives('a label alone', { op: 'T', label: 'gs1:x', fields: [] }),
	gives('an empty field is not a missing one', { op: 'T', label: 'gs1:x', fields: ['', 'AA'] }),
	gives('a label outside ASCII', { op: 'T', label: 'gs1:é', fields: ['_-8'] }),
	gives('the longest field', { op: 'T', label: 'gs1:x', fields: [{ zeros: 65_535 }] }),
	refused('malformed', 'one byte more', { op: 'T', label: 'gs1:x', fields: [{ zeros: 65_536 }] }),
	gives('read back', { op: 'split', bytes: toBase64url(T('gs1:x', utf8('a'), utf8(''))) }),
	refused('malformed', 'no label', { op: 'split', bytes: '' }),
	refused('malformed', 'half a length', { op: 'split', bytes: toBase64url(Uint8Array.of(0)) }),
	refused('malformed', 'a field cut short', {
		op: 'split',
		bytes: toBase64url(Uint8Array.of(0, 1, 97, 0, 2, 98))
	}),
	refused('malformed', 'a label that is not UTF-8', {
		op: 'split',
		bytes: toBase64url(Uint8Array.of(0, 1, 0xff))
	}),
	gives('the largest u8', { op: 'u8', value: 255 }),
	refused('malformed', 'over a u8', { op: 'u8', value: 256 }),
	gives('a u16', { op: 'u16', value: 4660 }),
	refused('malformed', 'a negative u16', { op: 'u16', value: -1 }),
	gives('the largest u32', { op: 'u32', value: 4_294_967_295 }),
	refused('malformed', 'over a u32', { op: 'u32', value: 4_294_967_296 }),
	gives('the largest u64', { op: 'u64', value: Number.MAX_SAFE_INTEGER }),
	refused('malformed', '2^53', { op: 'u64', value: 2 ** 53 }),
	gives('a UUID', { op: 'uuid', text: '0198c2f0-7d1e-7abc-9def-001122334455' }),
	refused('malformed', 'a UUID in upper case', {
		op: 'uuid',
		text: '0198C2F0-7D1E-7ABC-9DEF-001122334455'
	}),
	refused('malformed', 'a UUID in braces', {
		op: 'uuid',
		text: '{0198c2f0-7d1e-7abc-9def-001122334455}'
	}),
	refused('malformed', 'a UUID without hyphens', {
		op: 'uuid',
		text: '0198c2f07d1e7abc9def001122334455'
	}),
	refused('malformed', 'a UUID and a line feed', {
		op: 'uuid',
		text: '0198c2f0-7d1e-7abc-9def-001122334455\n'
	}),
	gives('no bytes', { op: 'base64url', text: '' }),
	gives('both characters of its own', { op: 'base64url', text: '-_-_' }),
	refused('malformed', 'padding', { op: 'base64url', text: 'AAA=' }),
	refused('malformed', 'the other alphabet', { op: 'base64url', text: 'ab+/' }),
	refused('malformed', 'a length that cannot be', { op: 'base64url', text: 'AAAAA' }),
	refused('malformed', 'stray bits behind one byte', { op: 'base64url', text: 'AB' }),
	refused('malformed', 'stray bits behind two bytes', { op: 'base64url', text: 'AAB' }),
	refused('malformed', 'a line feed', { op: 'base64url', text: 'AAAA\n' })
];

const name = (text: string): Draft['input'] => ({ op: 'name', text });
const login = (text: string): Draft['input'] => ({ op: 'login', text });
const passphrase = (text: string): Draft['input'] => ({ op: 'passphrase', text });

const names: Draft[] = [
	gives('forty code points outside the first plane', name('𐐷'.repeat(40))),
	refused('bad_name', 'forty-one', name('𐐷'.repeat(41))),
	refused('bad_name', 'nothing', name('')),
	gives('Arabic', name('ليلى')),
	refused('bad_name', 'a decomposed letter as it was stored', name('Ame\u0301lie')),
	gives('a decomposed letter as it was typed', { op: 'typed_name', text: 'Ame\u0301lie' }),
	gives('forty after NFC', { op: 'typed_name', text: 'e\u0301'.repeat(40) }),
	refused('bad_name', 'a tab', name('El\tias')),
	refused('bad_name', 'a C1 control character', name('El\u0085ias')),
	refused('bad_name', 'an override of the direction', name('El\u202eias')),
	refused('bad_name', 'the Arabic letter mark', name('\u061cEl')),
	refused('bad_name', 'an isolate', name('El\u2069')),
	gives('a zero-width joiner', name('👩\u200d🎨')),
	gives('the shortest login', login('a.b')),
	gives('a login is folded', login('Elias_Karam-2')),
	gives('the longest login', login('x'.repeat(32))),
	refused('bad_login', 'two characters', login('ab')),
	refused('bad_login', 'thirty-three characters', login('x'.repeat(33))),
	refused('bad_login', 'a space behind it', login('elias ')),
	refused('bad_login', 'the Kelvin sign', login('\u212aaram')),
	refused('bad_login', 'a dotted capital I', login('El\u0130as')),
	refused('bad_login', 'a line feed', login('elias\n')),
	gives('the shortest passphrase', passphrase('twelve bytes')),
	refused('bad_passphrase_length', 'eleven bytes', passphrase('eleven byte')),
	gives('the longest passphrase', passphrase('w'.repeat(1024))),
	refused('bad_passphrase_length', '1,025 bytes', passphrase('w'.repeat(1025))),
	gives('spaces around it are kept', passphrase('  salt glaze  ')),
	gives('full-width letters become plain', passphrase('ｃｅｌａｄｏｎ　ｋｉｌｎ')),
	refused('bad_passphrase_length', 'twelve bytes that NFKC makes fewer', passphrase('ｃｅｌａ')),
	gives('six letters of two bytes', passphrase('ключик')),
	refused('lone_surrogate', 'half a character', passphrase('persimmon \ud83d moss'))
];

async function recoveryCodes(): Promise<Draft[]> {
	const code = await fixedBytes('recovery code', 20);
	const groups = await formatRecoveryCode(code);
	const text = groups.join('-');
	const read = (given: string): Draft['input'] => ({ op: 'read', text: given });
	const zeros = (await formatRecoveryCode(new Uint8Array(20))).join(' ');
	return [
		gives('a code', { op: 'write', bytes: toBase64url(code) }),
		gives('only zeros', { op: 'write', bytes: toBase64url(new Uint8Array(20)) }),
		gives('only ones', { op: 'write', bytes: toBase64url(new Uint8Array(20).fill(255)) }),
		gives('as it was printed', read(text)),
		gives('in small letters, spaced oddly', read(` ${text.toLowerCase().replaceAll('-', ' - ')}`)),
		gives('O for zero', read(zeros.replaceAll('0', 'O'))),
		gives('small l and I for one', read(await withOnes())),
		refused('bad_code', 'one group less', read(groups.slice(1).join(' '))),
		refused('bad_code', 'one character more', read(`${text}0`)),
		refused('bad_code', 'two groups swapped', read(swapped(groups).join(' '))),
		refused('bad_code', 'a U', read(`U${text.slice(1)}`)),
		refused('bad_code', 'a letter that only folds to ASCII', read(`\u017f${text.slice(1)}`)),
		refused('bad_code', 'nothing', read(''))
	];
}

/** Every 1 of a code whose first group is all ones, written as the letters that look like it. */
async function withOnes(): Promise<string> {
	const ones = Uint8Array.from({ length: 20 }, (_, index) =>
		index < 5 ? ([8, 66, 16, 132, 33][index] ?? 0) : 7
	);
	const [first, second, ...rest] = await formatRecoveryCode(ones);
	return [first?.replaceAll('1', 'l'), second?.replaceAll('1', 'I'), ...rest].join(' ');
}

function swapped([first = '', second = '', ...rest]: string[]): string[] {
	return [second, first, ...rest];
}

async function keyCases(): Promise<Draft[]> {
	const salt = await b64('salt', 16);
	const password = (fields: Draft['input']): Draft['input'] => ({
		op: 'password',
		profile: 1,
		login: 'elias',
		salt,
		password: 'five words from a list',
		...fields
	});
	return [
		gives('a passphrase', password({})),
		gives('a login is folded before it is hashed', password({ login: 'Elias' })),
		gives('the same words of another keyboard', password({ password: 'cafe\u0301 au lait' })),
		refused('unknown_profile', 'profile 0', password({ profile: 0 })),
		refused('unknown_profile', 'profile 2', password({ profile: 2 })),
		refused('salt_length', 'an empty salt', password({ salt: '' })),
		refused('salt_length', 'a salt of 17 bytes', password({ salt: await b64('salt', 17) })),
		gives('a recovery code', { op: 'recovery', bytes: await b64('recovery code', 20) }),
		gives('an account key', { op: 'account', ak: await b64('account key') }),
		gives('a space key', { op: 'space', sk: await b64('space key') }),
		gives('an Ed25519 seed', { op: 'ed25519', seed: await b64('member ed') }),
		gives('an X25519 seed', { op: 'x25519', seed: await b64('member x') }),
		gives('a signing key', { op: 'ed_pub', public: await b64('any point') }),
		...weakSigningKeys(),
		gives('an agreement', {
			op: 'x25519_shared',
			seed: await b64('member x'),
			public: 'CQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
		}),
		refused('weak_key', 'an agreement with the point 0', {
			op: 'x25519_shared',
			seed: await b64('member x'),
			public: toBase64url(new Uint8Array(32))
		}),
		refused('weak_key', 'an agreement with a point of order 8', {
			op: 'x25519_shared',
			seed: await b64('member x'),
			public: '4Ot6fDtBuK4WVuP68Z_EatoJjeucMrH9hmIFFl9JuAA'
		})
	];
}

const SMALL_ORDER = [
	'00'.repeat(32),
	`01${'00'.repeat(31)}`,
	`ec${'ff'.repeat(30)}7f`,
	`ed${'ff'.repeat(30)}7f`,
	`ee${'ff'.repeat(30)}7f`,
	'26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
	'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a'
];

/** Each with its top bit clear and set, which are two spellings of a point and its negative. */
function weakSigningKeys(): Draft[] {
	return SMALL_ORDER.flatMap((hex) =>
		[0, 0x80].map((sign) => {
			const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
			bytes[31] = (bytes[31] ?? 0) | sign;
			const top = sign === 0 ? 'clear' : 'set';
			const title = `small order ${hex.slice(0, 8)}, top bit ${top}`;
			return refused('weak_key', title, { op: 'ed_pub', public: toBase64url(bytes) });
		})
	);
}

async function contextCases(): Promise<Draft[]> {
	const [account, space, member, object, device] = [ACCOUNT, SPACE, MEMBER, OBJECT, DEVICE];
	const live = {
		kind: 'live',
		space,
		room: OTHER_OBJECT,
		member,
		my_visit: await b64('visit', 16),
		counter: 1
	};
	return [
		gives('passphrase wrap', {
			kind: 'ak-wrap',
			account,
			method: 'pw',
			profile: 1,
			salt: await b64('salt', 16)
		}),
		gives('recovery wrap', { kind: 'ak-wrap', account, method: 'rc', profile: 0, salt: '' }),
		gives('the first vault', { kind: 'vault', account, revision: 1 }),
		gives('a late vault', { kind: 'vault', account, revision: Number.MAX_SAFE_INTEGER }),
		gives('a space key', { kind: 'sk-wrap', account, space, epoch: 1 }),
		gives('a body', { kind: 'body', space, object, member, verb: 'item.put', rev: 7 }),
		gives('thanks', { kind: 'body', space, object, member, verb: 'appreciation.given', rev: 1 }),
		gives('a line that answers thanks', {
			kind: 'body',
			space,
			object,
			member,
			verb: 'appreciation.answered',
			rev: 4
		}),
		gives('an answer', {
			kind: 'answer',
			space,
			conversation: OTHER_OBJECT,
			step: 513,
			member,
			rev: 2
		}),
		gives('an invitation, first message', {
			kind: 'invite',
			invitation: await b64('invitation', 16),
			part: 'm1'
		}),
		gives('an invitation, second message', {
			kind: 'invite',
			invitation: await b64('invitation', 16),
			part: 'm2'
		}),
		gives('a pairing', { kind: 'pair', th: await b64('th') }),
		gives('a greeting', { ...live, your_visit: '' }),
		gives('a live frame', { ...live, your_visit: await b64('other visit', 16), counter: 2 ** 40 }),
		gives('a row of this device', { kind: 'device', device, store: 'drafts', key: OBJECT }),
		gives('a row with a name in letters', { kind: 'device', device, store: 'été', key: '' })
	];
}

export const basicFiles = {
	canonical: () => Promise.resolve(canonical),
	names: () => Promise.resolve(names),
	recovery_code: recoveryCodes,
	keys: keyCases,
	contexts: contextCases
};
