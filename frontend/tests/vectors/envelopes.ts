/** Envelopes, each fault alone: where a reader must refuse, the earlier checks all hold. */
import { concat, T, u32, utf8, type Bytes } from '#lib/crypto/canonical.js';
import { bodyContext, vaultContext, type Context } from '#lib/crypto/contexts.js';
import { MAX_PLAINTEXT_BYTES, seal, type Plaintext } from '#lib/crypto/envelope.js';
import { toBase64url } from '#lib/crypto/ids.js';
import { hkdf, sha256 } from '#lib/crypto/primitives.js';
import { gives, refused, type Draft } from './case';
import { ACCOUNT, fixedBytes, MEMBER, OBJECT, SPACE } from './fixed';

export interface Sealing {
	key: Bytes;
	ctx: Context;
	epoch: number;
	salt: Bytes;
}

const BODY: Sealing = {
	key: await fixedBytes('body key', 32),
	ctx: bodyContext({ space: SPACE, object: OBJECT, member: MEMBER, verb: 'item.put', rev: 1 }),
	epoch: 1,
	salt: await fixedBytes('envelope salt', 32)
};
const VAULT: Sealing = { ...BODY, ctx: vaultContext(ACCOUNT, 3), epoch: 0 };
const NOTE: Plaintext = { t: 'note', v: 1, title: 'خزف', text: 'celadon 🏺\u0000' };

/** An envelope around any padded bytes at all, sealed by the book. */
export async function sealPadded(
	{ key, ctx, epoch, salt }: Sealing,
	padded: Bytes
): Promise<Bytes> {
	const okm = await hkdf(key, salt, T('gs1:seal', await sha256(ctx)), 76);
	const header = concat(Uint8Array.of(1, 1), u32(epoch), salt, okm.slice(44));
	const aes = await crypto.subtle.importKey('raw', okm.slice(0, 32), 'AES-GCM', false, ['encrypt']);
	const ciphertext = await crypto.subtle.encrypt(
		{ name: 'AES-GCM', iv: okm.slice(32, 44), additionalData: concat(header, ctx) },
		aes,
		padded
	);
	return concat(header, new Uint8Array(ciphertext));
}

export async function envelopes(): Promise<Draft[]> {
	return [...sealings(), ...(await headerFaults()), ...(await plaintextFaults())];
}

function given(op: 'seal' | 'open', { key, ctx, epoch }: Sealing): Draft['input'] {
	return { op, key: toBase64url(key), ctx: toBase64url(ctx), epoch };
}

function sealings(): Draft[] {
	const sealed = (plaintext: unknown, sealing = BODY): Draft['input'] => ({
		...given('seal', sealing),
		salt: toBase64url(sealing.salt),
		plaintext
	});
	// {"t":"x","v":1,"p":""} without the text itself.
	const filled = (length: number): Plaintext => ({ t: 'x', v: 1, p: 'y'.repeat(length - 22) });
	return [
		gives('a note', sealed(NOTE)),
		gives('nothing but its kind, outside a space', sealed({ t: 'vault', v: 1 }, VAULT)),
		gives('the last length of the smallest bucket', sealed(filled(252))),
		gives('the first length of the next bucket', sealed(filled(253))),
		gives('the longest text', sealed(filled(MAX_PLAINTEXT_BYTES))),
		refused('too_long', 'one byte more', sealed(filled(MAX_PLAINTEXT_BYTES + 1))),
		refused('json', 'no kind', sealed({ v: 1 })),
		refused('json', 'a version in words', sealed({ t: 'note', v: '1' }))
	];
}

async function headerFaults(): Promise<Draft[]> {
	const whole = await seal(BODY.key, BODY.ctx, NOTE, BODY.epoch, () => BODY.salt);
	const opened = (envelope: Bytes, sealing: Sealing = BODY): Draft['input'] => ({
		...given('open', sealing),
		envelope: toBase64url(envelope)
	});
	const changed = (offset: number, value?: number): Draft['input'] => {
		const copy = whole.slice();
		copy[offset] = value ?? (copy[offset] ?? 0) ^ 1;
		return opened(copy);
	};
	const elsewhere = vaultContext(ACCOUNT, 4);
	return [
		gives('opened', opened(whole)),
		refused('version', 'no byte', opened(whole.slice(0, 0))),
		refused('version', 'version 0', changed(0, 0)),
		refused('version', 'version 2', changed(0, 2)),
		refused('suite', 'cut behind the version', opened(whole.slice(0, 1))),
		refused('suite', 'suite 2', changed(1, 2)),
		refused('epoch', 'cut inside the epoch', opened(whole.slice(0, 5))),
		refused('epoch', 'epoch 2', changed(5, 2)),
		refused(
			'epoch',
			'the header is right and the reader expects 0',
			opened(whole, { ...BODY, epoch: 0 })
		),
		refused('bucket', 'cut inside the salt', opened(whole.slice(0, 20))),
		refused('bucket', 'a header alone', opened(whole.slice(0, 86))),
		refused('bucket', 'a byte less at the end', opened(whole.slice(0, -1))),
		refused('bucket', 'a byte behind the tag', opened(concat(whole, Uint8Array.of(0)))),
		refused('commit', 'another salt', changed(6)),
		refused('commit', 'another commit', changed(69)),
		refused('commit', 'another key', opened(whole, { ...BODY, key: BODY.salt })),
		refused('commit', 'another context', opened(whole, { ...BODY, ctx: elsewhere })),
		refused('tag', 'the first byte of the ciphertext', changed(70)),
		refused('tag', 'the last byte of the tag', changed(whole.length - 1)),
		refused('tag', 'two blocks swapped', opened(swappedBlocks(whole)))
	];
}

function swappedBlocks(envelope: Bytes): Bytes {
	const copy = envelope.slice();
	copy.set(envelope.subarray(86, 102), 70);
	copy.set(envelope.subarray(70, 86), 86);
	return copy;
}

async function plaintextFaults(): Promise<Draft[]> {
	const texts: [error: string | null, name: string, text: string | Bytes][] = [
		[null, 'an unknown kind of a later version', '{"t":"later","v":9,"x":[null,true]}'],
		['json', 'no text', ''],
		['json', 'a list', '[1]'],
		['json', 'null', 'null'],
		['json', 'two objects', '{"t":"x","v":1}{"t":"x","v":1}'],
		['json', 'no t', '{"v":1}'],
		['json', 'a number as t', '{"t":1,"v":1}'],
		['json', 'no v', '{"t":"x"}'],
		['json', 'true as v', '{"t":"x","v":true}'],
		['json', 'half a version', '{"t":"x","v":1.5}'],
		['json', 'NaN', '{"t":"x","v":1,"n":NaN}'],
		['json', 'single quotes', "{'t':'x','v':1}"],
		['json', 'a byte order mark', '\ufeff{"t":"x","v":1}'],
		[
			'json',
			'a byte that is not UTF-8',
			Uint8Array.of(...utf8('{"t":"x","v":1,"p":"'), 0xff, 0x22, 0x7d)
		]
	];
	const drafts = texts.map(async ([error, name, text]) => {
		const bytes = typeof text === 'string' ? utf8(text) : text;
		return openPadded(error, name, paddedTo(256, bytes));
	});
	const json = utf8('{"t":"x","v":1}');
	return Promise.all([
		...drafts,
		openPadded('length', 'longer than the bucket', paddedTo(256, json, 253)),
		openPadded('length', 'the longest length there is', paddedTo(256, json, 0xffffffff)),
		openPadded('padding', 'a larger bucket than needed', paddedTo(512, json)),
		openPadded(
			'padding',
			'one byte of the padding',
			paddedTo(256, concat(json, Uint8Array.of(1)), json.length)
		),
		openPadded('padding', 'the last byte of the padding', marked(paddedTo(256, json)))
	]);
}

async function openPadded(error: string | null, name: string, padded: Bytes): Promise<Draft> {
	const input = {
		...given('open', BODY),
		envelope: toBase64url(await sealPadded(BODY, padded))
	};
	return error === null ? gives(name, input) : refused(error, name, input);
}

function paddedTo(bucket: number, text: Bytes, length = text.length): Bytes {
	const padded = new Uint8Array(bucket);
	padded.set(u32(length));
	padded.set(text, 4);
	return padded;
}

function marked(padded: Bytes): Bytes {
	padded[padded.length - 1] = 1;
	return padded;
}
