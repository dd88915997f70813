/** An event's fields as the vectors write them in JSON, and back (shapes in tests/vectors/README). */
import { fromBase64url, parseId, toBase64url } from '#lib/crypto/ids.js';
import { isTalk } from '#lib/log/talk-fields.js';
import type { Clear, LogEvent, Member, SignedItem } from '#lib/log/types.js';
import type { Parties } from '#lib/log/verify.js';
import { agreementFrom, agreementJson } from './agreement-fields';
import { talkFrom, talkJson } from './talk-fields';

export type Json = Record<string, unknown>;

const KINDS = ['personal', 'shared'] as const;

export function fieldsOf(event: LogEvent): Json {
	return {
		space: event.space,
		event_id: event.eventId,
		seq: event.seq,
		prev: toBase64url(event.prev),
		member: event.member,
		key_gen: 1,
		at_ms: event.atMs,
		verb: event.verb,
		object: event.object,
		rev: event.rev,
		env_hash: event.envHash === null ? '' : toBase64url(event.envHash),
		clear: clearOf(event.clear)
	};
}

export function eventOf(fields: Json): LogEvent {
	return {
		space: parseId(fields.space),
		eventId: parseId(fields.event_id),
		seq: fields.seq as number,
		prev: fromBase64url(fields.prev),
		member: parseId(fields.member),
		atMs: fields.at_ms as number,
		verb: fields.verb as string,
		object: parseId(fields.object),
		rev: fields.rev as number,
		envHash: fields.env_hash === '' ? null : fromBase64url(fields.env_hash),
		clear: clearFrom(fields.verb as string, fields.clear as Json)
	};
}

export function memberJson({ member, edPub, xPub }: Member): Json {
	return { member, ed_pub: toBase64url(edPub), x_pub: toBase64url(xPub) };
}

export function memberFrom(json: Json): Member {
	return {
		member: parseId(json.member),
		edPub: fromBase64url(json.ed_pub),
		xPub: fromBase64url(json.x_pub)
	};
}

/** What our vault says of a space: only a shared one has a partner. */
export function partiesFrom({ own, partner, role, th }: Json): Parties {
	const ours = memberFrom(own as Json);
	if (partner === undefined) return { kind: 'personal', own: ours };
	return {
		kind: 'shared',
		own: ours,
		partner: memberFrom(partner as Json),
		role: role as 'inviter',
		th: fromBase64url(th)
	};
}

export function itemJson({ event, sig, body }: SignedItem): Json {
	return {
		event: toBase64url(event),
		sig: toBase64url(sig),
		body: body === null ? null : toBase64url(body)
	};
}

export function itemFrom(json: Json): SignedItem {
	return {
		event: fromBase64url(json.event),
		sig: fromBase64url(json.sig),
		body: json.body === null ? null : fromBase64url(json.body)
	};
}

function clearOf(clear: Clear): Json {
	if (isTalk(clear)) return talkJson(clear);
	switch (clear.of) {
		case 'item.put':
		case 'appreciation.given':
		case 'space.left':
			return {};
		case 'item.erased':
		case 'appreciation.taken_in':
		case 'appreciation.answered':
		case 'appreciation.erased':
		case 'conversation.erased':
		case 'limit.acknowledged':
		case 'limit.erased':
		case 'request.answered':
		case 'request.erased':
		case 'agreement.accepted':
		case 'agreement.erased':
			return { env_hash: toBase64url(clear.envHash) };
		case 'space.joined':
			return { th: toBase64url(clear.th) };
		case 'space.opened':
			return {
				kind: KINDS.indexOf(clear.kind) + 1,
				th: toBase64url(clear.th),
				members: clear.members.map(memberJson)
			};
		case 'unknown':
			return { fields: clear.fields.map(toBase64url) };
		case 'limit.shared':
		case 'limit.retired':
		case 'request.asked':
		case 'request.withdrawn':
		case 'agreement.paused':
		case 'agreement.resumed':
		case 'agreement.withdrawn':
		case 'agreement.proposed':
		case 'agreement.reviewed':
			return agreementJson(clear);
	}
}

function clearFrom(verb: string, json: Json): Clear {
	switch (verb) {
		case 'item.put':
		case 'appreciation.given':
		case 'space.left':
			return { of: verb };
		case 'item.erased':
		case 'appreciation.taken_in':
		case 'appreciation.answered':
		case 'appreciation.erased':
		case 'conversation.erased':
		case 'limit.acknowledged':
		case 'limit.erased':
		case 'request.answered':
		case 'request.erased':
		case 'agreement.accepted':
		case 'agreement.erased':
			return { of: verb, envHash: fromBase64url(json.env_hash) };
		case 'space.joined':
			return { of: verb, th: fromBase64url(json.th) };
		case 'space.opened':
			return {
				of: 'space.opened',
				kind: KINDS[(json.kind as number) - 1] ?? 'personal',
				th: fromBase64url(json.th),
				members: (json.members as Json[]).map(memberFrom)
			};
		default:
			return talkFrom(verb, json) ?? agreementFrom(verb, json) ?? unknownFrom(json);
	}
}

function unknownFrom(json: Json): Clear {
	const fields = (json.fields as string[]).map((field) => fromBase64url(field));
	return { of: 'unknown', fields };
}
