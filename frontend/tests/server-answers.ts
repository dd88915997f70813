/** The answers of the server under test, as they go over the network. */
import { toBase64url } from '#lib/crypto/ids.js';
import type { Reply } from './server-invitations';
import type { Json } from './server-space';

export function reply(answered: Reply): Response {
	if ('code' in answered) return json(answered.status, { code: answered.code });
	if (answered.body === null) return new Response(null, { status: answered.status });
	return json(answered.status, answered.body);
}

export function refill<Value>(
	map: Map<string, Value>,
	values: readonly Value[],
	keyOf: (value: Value) => string
): void {
	map.clear();
	for (const value of values) map.set(keyOf(value), value);
}

export function json(status: number, body: unknown, { after }: { after?: number } = {}): Response {
	const headers = new Headers({ 'Content-Type': 'application/json' });
	if (after !== undefined) headers.set('Retry-After', String(after));
	return new Response(JSON.stringify(body), { status, headers });
}

/** The same for the same login, and nothing of the login in it. */
export function saltOf(login: unknown): string {
	const letters = Array.from(String(login), (letter) => letter.charCodeAt(0));
	const salt = Uint8Array.from({ length: 16 }, (_, index) =>
		letters.reduce((mixed, letter) => (mixed * 31 + letter * (index + 1)) % 251, index)
	);
	return toBase64url(salt);
}

export function putVault(
	account: { vault: { revision: number; envelope: string } },
	body: Json
): Response {
	if (body.replaces !== account.vault.revision) return json(409, { code: 'vault_moved' });
	account.vault = { revision: body.revision as number, envelope: body.envelope as string };
	return new Response(null, { status: 204 });
}
